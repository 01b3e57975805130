namespace WeChatActors.Rules.Tests.Graphs;

public class RuleGraphTests
{
    [Fact]
    public void The_booking_example_is_drawn_as_it_always_was()
    {
        var graph = Drawn.File("booking.yaml");
        Golden.Matches("booking.mmd", MermaidText.Of(graph));
        Golden.Matches("booking.svg", SvgText.Of(graph));
        Golden.Matches("booking.dot", DotText.Of(graph));
    }

    [Fact]
    public void Rules_stand_in_the_order_in_which_they_are_tried()
    {
        var graph = Drawn.Rules("rules:\n  - {id: a, exact: a, reply: a}\n  - {id: b, priority: 5, exact: b, reply: b}\n  - {id: c, priority: -1, default: true, reply: c}\n  - {exact: d, reply: d}");
        Assert.Equal(["b 1", "a 2", "t.yaml:6 3", "c 4"], graph.Boxes.Select(box => $"{box.Title} {box.Order}"));
    }

    [Theory]
    [InlineData("exact: [你好, hi]", "exact 你好 / hi")]
    [InlineData("exact: $greet", "exact 您好 / hey")]
    [InlineData("exact: $$greet", "exact $greet")]
    [InlineData("when: {keyword: [订座, 预约], if: user.turns > 1}", "keyword 订座 / 预约", "if user.turns > 1")]
    [InlineData("any: [{menu: HELP}, {exact: help, tag: vip}]", "menu HELP or (exact help and tag vip)")]
    [InlineData("when: {not: [{type: text}, {event: VIEW}], exact: a}", "not (type text or event VIEW)", "exact a")]
    [InlineData("default: true", "anything else")]
    [InlineData("when: {window_closes_in: 30m}", "30m before the window closes")]
    public void A_condition_is_said_in_a_few_words(string condition, params string[] lines)
    {
        var box = Assert.Single(Drawn.Rules($"lists: {{greet: [您好, hey]}}\nrules:\n  - {{{condition}, do: [{{set: {{x: 1}}}}]}}").Boxes);
        Assert.Equal([.. lines, "set x"], box.Lines.Select(line => line.Text));
    }

    [Theory]
    [InlineData("{reply: 你好}", "reply “你好”")]
    [InlineData("{reply: {one_of: [a, {image: ID}]}}", "reply one of 2: “a” / image")]
    [InlineData("{reply: {news: {title: 新品}}}", "reply news “新品”")]
    [InlineData("{send: a, else: [{set: {b: 1}}]}", "send “a”", "when the window has none left", "  set b")]
    [InlineData("{if: user.x, then: [{reply: a}], else: [{reply: b}]}", "if user.x", "  reply “a”", "else", "  reply “b”")]
    [InlineData("{tag: {add: [a, b], remove: c}}", "tag a / b", "untag c")]
    [InlineData("{unset: [a, b]}", "unset a / b")]
    [InlineData("{pause: 30m}", "bot is silent for 30m")]
    [InlineData("{pause: {for: 30m, until: kf_close_session}}", "bot is silent for 30m or until kf_close_session")]
    [InlineData("{llm: {reply: true, fallback: 忙}}", "ask model default and reply", "no answer", "  reply “忙”")]
    [InlineData("{later: {after: 40s, do: [{send: x}]}}", "later, after 40s")]
    [InlineData("{reply: {transfer: true}}", "hand over to a human")]
    [InlineData("{http: {get: 'https://a.example/b', into: o}}", "GET /b → o")]
    public void An_action_is_said_in_a_few_words(string action, params string[] lines)
    {
        var box = Drawn.Rules($"rules:\n  - {{id: r, exact: a, do: [{action}]}}").Boxes[0];
        Assert.Equal(["exact a", .. lines], box.Lines.Select(line => new string(' ', line.Indent * 2) + line.Text));
    }

    [Fact]
    public void Arrows_lead_from_buttons_to_rules_and_from_the_line_that_leads_on()
    {
        var graph = Drawn.Rules("""
            menu: [{name: 人工, click: KF}, {name: 官网, view: "https://a.example/"}]
            rules:
              - {id: human, any: [{menu: KF}, {keyword: 人工}], do: [{reply: 好}, {reply: {transfer: true}}]}
              - {id: order, exact: a, do: [{http: {get: "https://a.example/1", into: o}}, {if: o.ok, then: [{http: {post: "https://a.example/2"}}]}]}
              - {id: soon, exact: b, do: [{later: {after: 5s, do: [{http: {get: "https://b.example"}}]}}]}
            """);
        Assert.Equal(
            ["human:2 -> a human speaks", "人工 -> human", "order:1 asks a.example", "order:3 asks a.example", "soon:1 later after 5s", "after 5s:0 asks b.example"],
            Drawn.Arrows(graph));
        Assert.Equal(["GET /1", "POST /2"], graph.Boxes.Single(box => box.Title == "a.example").Lines.Select(line => line.Text));
    }

    [Fact]
    public void An_address_that_begins_with_a_constant_is_known_by_its_host() =>
        Assert.Equal(
            ["a.example", "{{ user.host }}"],
            Drawn.Rules("vars: {api: 'https://a.example'}\nrules: [{id: r, exact: a, do: [{http: {get: '{{ api }}/x'}}, {http: {get: '{{ user.host }}/y'}}]}]")
                .Boxes.Where(box => box.Kind == BoxKind.Call).Select(box => box.Title));

    [Fact]
    public void A_dialog_is_drawn_from_its_first_question_to_its_end()
    {
        var graph = Drawn.File("booking.yaml").AroundDialog("book-table")!;
        Assert.Equal(
            [
                "booking:1 -> people", "done:0 asks shop.example", "people -> day", "day -> phone", "phone -> confirm", "confirm -> done: yes", "confirm otherwise people: no",
                "people otherwise too many wrong answers: 3 wrong",
            ],
            Drawn.Arrows(graph));
        Assert.Contains("any time: 取消 / 退出", graph.Boxes.Select(box => box.Title));
        Assert.Contains("no answer for 5m", graph.Boxes.Select(box => box.Title));
    }

    [Fact]
    public void A_rule_alone_brings_what_leads_to_it_and_what_it_leads_to()
    {
        var graph = Drawn.File("booking.yaml");
        Assert.Equal(["人工客服", "human", "a human speaks"], graph.AroundRule("human")!.Boxes.Select(box => box.Title));
        Assert.Contains("confirm", graph.AroundRule("booking")!.Boxes.Select(box => box.Title));
        Assert.DoesNotContain("welcome", graph.AroundRule("booking")!.Boxes.Select(box => box.Title));
        Assert.Null(graph.AroundRule("nobody"));
        Assert.Null(graph.AroundDialog("nobody"));
    }

    [Fact]
    public void Five_hundred_rules_become_groups_by_what_they_ask_and_where_they_lead()
    {
        var rules = string.Join('\n', Enumerable.Range(0, 500).Select(i => (i % 10) switch
        {
            0 => $"  - {{id: r{i}, exact: 词{i}, reply: a}}",
            1 => $"  - {{id: r{i}, keyword: 人工{i}, reply: {{transfer: true}}}}",
            2 => $"  - {{id: r{i}, keyword: 查{i}, do: [{{later: {{after: {i}s, do: [{{send: b}}]}}}}]}}",
            _ => $"  - {{id: r{i}, keyword: 问{i}, reply: a}}",
        }));
        var graph = Drawn.Rules($"rules:\n{rules}").Gathered(30);
        Assert.Equal(
            ["350 rules: keyword", "50 rules: exact", "50 rules: keyword", "50 rules: keyword", "50 timers", "a human speaks"],
            graph.Boxes.Select(box => box.Title).Order(StringComparer.Ordinal));
        Assert.Equal(["50 rules: keyword -> a human speaks", "50 rules: keyword later 50 timers"], Drawn.Arrows(graph).Order(StringComparer.Ordinal));
        Assert.Contains("… and 338 more", graph.Boxes.Single(box => box.Title.StartsWith("350", StringComparison.Ordinal)).Lines.Select(line => line.Text));
    }

    [Fact]
    public void Few_rules_stay_as_they_are()
    {
        var graph = Drawn.File("booking.yaml");
        Assert.Same(graph, graph.Gathered(30));
    }

    [Fact]
    public void A_file_with_mistakes_is_not_drawn()
    {
        var load = ScriptGraph.Parse("version: 1\nrules: [{exat: a, reply: b}]", "t.yaml");
        Assert.Null(load.Graph);
        Assert.Contains("did you mean 'exact'?", load.Findings[0].Message, StringComparison.Ordinal);
    }
}
