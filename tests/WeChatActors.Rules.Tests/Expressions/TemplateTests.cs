namespace WeChatActors.Rules.Tests.Expressions;

public class TemplateTests
{
    [Theory]
    [InlineData("{{ 1 }}{{ 2 }}", "12")]
    [InlineData("a {{ msg.text }} b {{msg.text}}", "a hi b hi")]
    [InlineData("{{ '}}' }}", "}}")]
    [InlineData("{{ '{{' }} }} {", "{{ }} {")]
    [InlineData("共{{ msg.none }}个", "共个")]
    public void Fills_in_what_stands_in_double_braces(string template, string text) =>
        Assert.Equal(text, Rulebook.Of($"rules: [{{default: true, reply: {Rulebook.Quoted(template)}}}]").Says("hi"));

    [Theory]
    [InlineData("{{ hotline }}")]
    [InlineData("{{ 1 + 1 }} }} {{")]
    [InlineData("' }} {{ user.secret }}")]
    [InlineData("$greet")]
    public void Never_evaluates_what_the_user_sent(string text)
    {
        var script = Rulebook.Of("vars: {hotline: '400'}\nrules: [{default: true, do: [{set: {said: '{{ msg.text }}'}}, {reply: '你说{{ user.said }}。{{ msg.text }}'}]}]");
        var decision = script.Hears(Packets.Text(text), Packets.With(("secret", "s3cret")));
        Assert.Equal($"你说{text}。{text}", Rulebook.Text(decision));
        Assert.Equal(text, decision.Variables["said"].AsText);
        Assert.Equal($"你说{text}。{text}", script.Says(text, Packets.With(("said", "{{ 1 }}"))));
    }

    [Fact]
    public void Cuts_what_grows_too_long_and_tells_the_operator()
    {
        var script = Rulebook.Of("rules: [{id: r, default: true, reply: '{{ msg.text }}{{ msg.text }}'}]");
        var decision = script.Hears(Packets.Text(new string('a', 40_000)));
        Assert.Equal(64 * 1024, Rulebook.Text(decision)!.Length);
        Assert.Equal($"rule 'r': an expression was cut short: one may take {Evaluation.MaxSteps} steps and make {Evaluation.MaxText} characters, those of one decision together {Evaluation.MaxStepsOfAll} and {Evaluation.MaxTextOfAll}.", Assert.Single(decision.Notes));
    }

    [Theory]
    [InlineData("{{ msg.text }}", 65536)]
    [InlineData("{{ msg.text | upper }}!", 65536)]
    [InlineData("{{ [msg.text] }}", 0)]
    [InlineData("{{ msg }}", 0)]
    [InlineData("{{ msg.text | cut(3) }}", 3)]
    public void Variables_are_bounded_whatever_the_packet_holds(string template, int length)
    {
        var script = Rulebook.Of($"rules: [{{default: true, do: {{set: {{x: {Rulebook.Quoted(template)}}}}}}}]");
        Assert.Equal(length, script.Hears(Packets.Text(new string('a', 200_000))).Variables.GetValueOrDefault("x").ToText().Length);
    }

    [Theory]
    [InlineData("reply: '{{ 1 + }}'", "t.yaml:2:35: }} stands here, expected a value.")]
    [InlineData("reply: \"\\u4f60 {{ foo( }}\"", "t.yaml:2:43: }} stands here, expected a value.")]
    [InlineData("reply: '{{ 1'", "t.yaml:2:28: this {{ has no }}.")]
    [InlineData("reply: '{{ }}'", "t.yaml:2:30: there is no expression here, expected one.")]
    [InlineData("reply: 'it''s {{ 1 && 2 }}'", "t.yaml:2:39: '&&' is not an operator here, expected 'and'.")]
    [InlineData("reply: '{{ 1 < 2 < 3 }}'", "t.yaml:2:37: '<' compares a comparison, expected 'and' or brackets between them.")]
    [InlineData("reply: '{{ len（1) }}'", "t.yaml:2:34: '（' is a full-width character, expected '('.")]
    [InlineData("reply: '{{ “a” }}'", "t.yaml:2:31: '“' is a full-width character, expected '\"'.")]
    [InlineData("reply: '{{ lenn(1) }}'", "t.yaml:2:31: 'lenn' is not a function; did you mean 'len'? known: contains, len, now, random, time_in, today.")]
    [InlineData("reply: '{{ cut(1) }}'", "t.yaml:2:31: 'cut' is not a function; it is a filter, written x | cut.")]
    [InlineData("reply: '{{ 1 | len }}'", "t.yaml:2:35: 'len' is not a filter; it is a function, written len(x).")]
    [InlineData("reply: '{{ now }}'", "t.yaml:2:31: 'now' is a function, expected 'now(' here.")]
    [InlineData("reply: '{{ len() }}'", "t.yaml:2:31: 'len' has 0 arguments here, expected 1.")]
    [InlineData("reply: '{{ 1 | number(1, 2) }}'", "t.yaml:2:35: 'number' has 2 arguments here, expected 0 to 1.")]
    [InlineData("reply: '{{ today | date(\"%\") }}'", "t.yaml:2:39: '%' is not a form for 'date', expected one like 'M月d日' or 'yyyy-MM-dd HH:mm'.")]
    [InlineData("reply: '{{ time_in(\"9-25\") }}'", "t.yaml:2:31: '9-25' is not a span of hours, expected one like \"09:00-18:00\".")]
    [InlineData("reply: '{{ \"a }}'", "t.yaml:2:31: the text that begins here has no closing \".")]
    [InlineData("reply: '{{ 40x }}'", "t.yaml:2:33: 'x' follows a number, expected a unit of time (s, m, h, d) or an operator.")]
    [InlineData("reply: '{{ (1 }}'", "t.yaml:2:34: }} stands here, expected ')'.")]
    [InlineData("reply: '{{ 1 2 }}'", "t.yaml:2:33: '2' stands here, expected an operator or }}.")]
    [InlineData("if: 1 +, reply: x", "t.yaml:2:27: the expression ends here, expected a value.")]
    [InlineData("reply: '{{ # }}'", "t.yaml:2:31: '#' has no meaning in an expression.")]
    [InlineData("reply: '{{ '' \\q'' }}'", "t.yaml:2:34: '\\q' is not an escape, expected \\n, \\t, \\\\, \\' or \\\".")]
    public void Says_where_an_expression_is_wrong(string part, string finding) =>
        Assert.Equal(finding, Rulebook.Finding($"rules: [{{exact: a, {part}}}]"));

    [Fact]
    public void Finds_the_place_in_blocks_and_reports_every_part() => Assert.Equal(
        ["t.yaml:6:10: '*' stands here, expected a value.", "t.yaml:7:16: '*' stands here, expected a value.", "t.yaml:7:28: }} stands here, expected a value."],
        Rulebook.Findings("rules:\n  - default: true\n    reply: |\n      第一行\n      {{ * }}\n      x {{ 1 + * 2 }} {{ 1+}}\n"));

    [Fact]
    public void Finds_the_place_in_folded_lines() => Assert.Equal(
        ["t.yaml:6:15: '*' stands here, expected a value.", "t.yaml:9:14: '*' stands here, expected a value."],
        Rulebook.Findings("rules:\n  - exact: a\n    reply: >-\n      one\n      two {{ * }}\n  - exact: b\n    reply: one\n      two {{ * }}\n".Replace("two {{ * }}\n  -", "two {{  * }}\n  -", StringComparison.Ordinal)));

    [Theory]
    [InlineData("x{{ shp }}", "t.yaml:3:32: there is no name 'shp', it is null; did you mean 'shop'? known: msg, m, user, window, account, vars, shop.")]
    [InlineData("x{{ vars.shp }}", "t.yaml:3:37: vars has no 'shp', it is null; did you mean 'shop'? known: shop.")]
    [InlineData("{{ user.nam }}", "t.yaml:3:36: no rule sets user.nam, it is null; did you mean 'name'? known: turns, since, subscribed, tags, profile, name.")]
    [InlineData("{{ m.no }}", "t.yaml:3:33: m has no 'no', it is null; the rule has no regex.")]
    [InlineData("{{ account.key }}", "t.yaml:3:39: account has no 'key', it is null; known: alias, app_id.")]
    public void Warns_of_names_that_nothing_gives(string template, string warning)
    {
        var load = Rulebook.Load($"vars: {{shop: 晨光}}\nrules: [{{exact: x, reply: '{template}'}}, {{exact: b, do: {{set: {{name: x}}}}}}]");
        Assert.NotNull(load.Script);
        var finding = Assert.Single(load.Findings);
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Equal(warning, $"{finding.File}:{finding.Line}:{finding.Column}: {finding.Message}");
    }
}
