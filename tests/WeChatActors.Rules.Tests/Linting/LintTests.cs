namespace WeChatActors.Rules.Tests.Linting;

public class LintTests
{
    private static string[] Ids(string yaml) => [.. Rulebook.Load(yaml).Findings.Select(finding => finding.Id ?? "")];

    [Theory]
    [InlineData("[{tag: vip, reply: x}, {exact: a, do: [{tag: {add: [lead, vip]}}]}]", false)]
    [InlineData("[{tag: vpi, reply: x}, {exact: a, do: [{tag: {add: vip}}]}]", true)]
    [InlineData("[{tag: vip, reply: x}, {exact: a, do: [{tag: {add: '{{ msg.text }}'}}]}]", false)]
    [InlineData("[{when: {any: [{exact: b}, {not: {tag: vip}}]}, reply: x}]", true)]
    [InlineData("[{exact: a, do: [{http: {post: 'https://a.example/', json: {tag: vip}}}]}]", false)]
    public void A_tag_that_is_asked_for_must_be_given(string rules, bool told) => Assert.Equal(told ? ["ungiven-tag"] : [], Ids($"rules: {rules}"));

    [Fact]
    public void A_mistyped_tag_is_guessed() => Assert.Equal(
        "t.yaml:2:15: warning: no rule gives the tag 'vpi', so nobody has it; did you mean 'vip'? given are: lead, vip. [ungiven-tag]",
        Rulebook.Finding("rules: [{tag: vpi, reply: x}, {exact: a, do: [{tag: {add: [vip, lead]}}]}]"));

    [Theory]
    [InlineData("Authorization: Bearer 0123456789abcdef", true)]
    [InlineData("Authorization: 'Bearer {{ user.token }}'", false)]
    [InlineData("X-Api-Key: 0123456789", true)]
    [InlineData("X-Shop: sk-0123456789abcdefghij", true)]
    [InlineData("X-Shop: 晨光", false)]
    [InlineData("Cookie: session=0123456789", true)]
    [InlineData("X-Token: TODO", false)]
    public void A_secret_in_a_header_is_told_but_not_shown(string header, bool told)
    {
        var findings = Rulebook.Load($"rules: [{{exact: a, do: [{{set: {{token: '{{{{ msg.text }}}}'}}}}, {{http: {{get: 'https://a.example/', headers: {{{header}}}}}}}]}}]").Findings;
        Assert.Equal(told ? ["literal-secret"] : [], findings.Select(finding => finding.Id));
        Assert.All(findings, finding => Assert.DoesNotContain("0123456789", finding.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://a.example/x?access_token=0123456789", true)]
    [InlineData("https://ann:0123456789@a.example/x", true)]
    [InlineData("https://a.example/x?access_token={{ msg.text }}", false)]
    [InlineData("https://a.example/x?page=0123456789", false)]
    public void A_secret_in_an_address_is_told(string address, bool told) =>
        Assert.Equal(told ? ["literal-secret"] : [], Ids($"rules: [{{exact: a, do: [{{http: {{get: '{address}'}}}}]}}]"));

    [Theory]
    [InlineData("{slots: [{name: who, ask: x}], cancel: [], on_other_rule: ignore, done: [{reply: z}]}", "dead-end")]
    [InlineData("{slots: [{name: who, ask: x, tries: 2}], cancel: [], on_other_rule: ignore, done: [{reply: z}]}", null)]
    [InlineData("{slots: [{name: who, ask: x}], cancel: [], done: [{reply: z}]}", null)]
    [InlineData("{slots: [{name: who, ask: x}], on_cancel: [{dialog: d}], done: [{reply: z}]}", "dead-end")]
    public void A_dialog_has_a_way_out(string dialog, string? id) =>
        Assert.Equal(id is null ? [] : [id], Ids($"rules: [{{exact: a, do: [{{dialog: d}}]}}]\ndialogs:\n  d: {dialog}"));

    [Theory]
    [InlineData("{menu: KEY, reply: x}", null)]
    [InlineData("{event: CLICK, reply: x}", null)]
    [InlineData("{default: true, reply: x}", null)]
    [InlineData("{type: event, reply: x}", null)]
    [InlineData("{if: user.turns > 1, reply: x}", null)]
    [InlineData("{event: scan, reply: x}", "unanswered-button")]
    [InlineData("{any: [{menu: KEY}, {menu: 'https://shop.example/'}], reply: x}", null)]
    public void Buttons_and_rules_know_each_other(string rule, string? id) => Assert.Equal(
        id is null ? [] : [id],
        Ids($"menu: [{{name: a, items: [{{name: b, click: KEY}}, {{name: c, view: 'https://shop.example/'}}]}}]\nrules: [{rule}]"));

    [Fact]
    public void A_mistyped_button_is_guessed() => Assert.Equal(
        "t.yaml:3:22: warning: the menu has no button with the key 'KYE'; did you mean 'KEY'? its keys are: KEY. [missing-button]",
        Rulebook.Finding("menu: [{name: b, click: KEY}]\nrules: [{menu: [KEY, KYE], reply: x}]"));

    [Theory]
    [InlineData("  - {exact: a, reply: z} # lint: ignore shadowed")]
    [InlineData("  # lint: ignore shadowed\n  - {exact: a, reply: z}")]
    [InlineData("  - {exact: a, reply: z} # lint: ignore yaml11, shadowed")]
    public void A_comment_ignores_a_warning_on_its_line_or_the_next(string rule) =>
        Assert.Empty(Ids($"rules:\n  - {{exact: a, reply: x}}\n{rule}"));

    [Theory]
    [InlineData("  - {exact: a, reply: z} # lint: ignore yaml11")]
    [InlineData("  # lint: ignore shadowed\n\n  - {exact: a, reply: z}")]
    [InlineData("  - {exact: a, reply: '# lint: ignore shadowed'}")]
    public void Another_comment_ignores_nothing(string rule) => Assert.Equal(["shadowed"], Ids($"rules:\n  - {{exact: a, reply: x}}\n{rule}"));

    [Fact]
    public void An_error_cannot_be_ignored() => Assert.Equal(["unknown-key"], Ids("rules:\n  - {exact: a, repyl: y} # lint: ignore unknown-key"));

    [Fact]
    public void A_check_that_does_not_exist_cannot_be_ignored() => Assert.Equal(
        "t.yaml:2:46: warning: there is no check 'shadwed'; did you mean 'shadowed'? [unknown-check]",
        Rulebook.Finding("rules: [{exact: a, reply: x}] # lint: ignore shadwed"));

    [Fact]
    public void A_strict_look_asks_for_variables_that_are_read()
    {
        var load = Rulebook.Load(
            """
            rules:
              - {id: a, exact: a, do: [{set: {seen: x, known: v, gone: z}}, {reply: "{{ user.known }}"}]}
              # lint: ignore unread-variable
              - {id: b, exact: b, do: [{unset: gone}, {set: {other: x}}]}
            """);
        Assert.Empty(load.Findings);
        Assert.Equal(["unread-variable", "unread-variable"], load.Hints.Select(finding => finding.Id));
        Assert.Equal([3, 3], load.Hints.Select(finding => finding.Line));
    }

    [Theory]
    [InlineData("user | json")]
    [InlineData("user[msg.text]")]
    public void A_variable_may_be_read_without_its_name(string expression) =>
        Assert.DoesNotContain(Rulebook.Load($"rules: [{{exact: a, do: [{{set: {{seen: x}}}}, {{reply: '{{{{ {expression} }}}}'}}]}}]").Hints, finding => finding.Id == "unread-variable");

    [Fact]
    public void The_calls_of_a_script_are_known_by_their_hosts_and_models() => Assert.Equal(
        ["https://shop.example:8443", null, "default", "big"],
        Rulebook.Load(
            """
            rules:
              - exact: a
                do:
                  - http: {get: "https://shop.example:8443/orders?x={{ msg.text | url }}"}
                  - http: {get: "https://{{ msg.text }}.example/"}
                  - llm: {reply: true, fallback: b}
                  - llm: {model: big, reply: true, fallback: b}
            """).Script!.CallSites.Select(site => site.Target));
}
