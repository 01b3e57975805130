using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests;

public class RuleTestRunTests
{
    /// <summary>The example of the rule language, as it is described.</summary>
    private const string Shop = """
        vars:  {shop: 晨光书店, hotline: 400-000-0000}
        lists: {greet: [你好, hi, hello]}
        defaults: {busy: queue, cancel: [取消, 退出], placeholder: "正在想“{{ msg.text | cut(12) }}”…… 回复 1 看结果"}
        rules:
          - {exact: $greet, reply: "你好，{{ user.name ?? '朋友' }}，欢迎来到{{ shop }}"}
          - id: welcome
            priority: 900
            when: {event: [subscribe, SCAN]}
            do:
              - tag: {add: lead}
              - reply: "欢迎来到{{ shop }}"
              - later: {after: 40s, unless: user.turns > 1, do: [{send: "回复“帮助”看看我会什么"}]}
            tests:
              - {in: {event: subscribe}, out: ~欢迎来到, after: {wait: 41s, sent: ~帮助}}
          - id: order
            when: {regex: '^(?:查|订单)\s*(?<no>\d{6,12})$'}
            do:
              - http: {get: "https://shop.example/orders/{{ m.no | url }}", deadline: 2s, into: o}
              - if: o.ok
                then: [{reply: "订单 {{ m.no }}：{{ o.body.state }}"}]
                else: [{reply: 系统忙，请稍后再查}]
            tests:
              - {in: 查 123456, http: {status: 200, body: {state: 已发货}}, out: ~已发货}
              - {in: 查 123456, http: timeout, out: ~系统忙}
          - {id: booking, when: {keyword: [订座, 预约]}, do: [{dialog: book-table}]}
        dialogs:
          book-table:
            slots:
              - {name: people, ask: 几位？, type: int, check: people >= 1 and people <= 20, retry: 请输入 1-20 的数字, tries: 3}
              - {name: day,    ask: 哪天？,  type: date, check: day >= today}
              - {name: phone,  ask: 手机号？, type: text, pattern: '^1\d{10}$', skip_if: user.phone, secret: true}
            confirm: "{{ people }} 位，{{ day | date('M月d日') }}，对吗？（是/否）"
            timeout: {after: 5m, do: [{send: 还在吗？回复“继续”接着订座}]}
            on_cancel: [{reply: 已取消}]
            on_other_rule: ask
            done:
              - http: {post: "https://shop.example/book", json: {people: $people, day: $day}, deadline: 3s, once: true, into: r}
              - reply: "{{ r.ok ? '订好了，编号 ' + r.body.id : '没订上，请致电 ' + hotline }}"
            tests:
              - {say: [订座, "100", {in: "4", out: ~哪天}, 明天, "13800000000", {in: 是, out: ~订好了}], http: {body: {id: A7}}}
        """;

    private static string Rule(string actions, string tests) => $"rules:\n  - id: r\n    exact: hi\n    do: {actions}\n    tests:\n      - {tests}\n";

    [Fact]
    public void The_example_of_the_rule_language_passes_its_tests_as_they_are_written() =>
        Assert.Equal(["welcome#1 passed", "order#1 passed", "order#2 passed", "dialog:book-table#1 passed"], Rehearsing.Results(Shop));

    [Fact]
    public void Dialogs_are_tested_through_cancelling_other_rules_and_sleep() => Assert.All(
        Rehearsing.Results(Shop + """

            tests:
              - {say: [订座, {in: 取消, out: 已取消}, {in: 你好, out: ~欢迎}]}
              - {say: [订座, {in: 查 123456, out: ~离开}, {in: 是, out: ~已发货}], http: {body: {state: 已发货}}}
              - {say: [订座, "4", {wait: 6m, sent: ~继续}, {in: 你好, out: ~欢迎}, {in: 继续, out: 哪天？}]}
              - {name: phone known, user: {phone: "13800000000"}, say: [订座, "4", {in: 明天, out: ~3月3日}], at: "09:00"}
              - {say: [订座, a, b, {in: c, out: 已取消}]}
            """),
        result => Assert.EndsWith("passed", result, StringComparison.Ordinal));

    [Theory]
    [InlineData("[{reply: 你好}]", "{in: hi, out: 您好}", "r#1: 7:23 expected 您好, got 你好")]
    [InlineData("[{reply: 你好}]", "{in: yo, out: 你好}", "r#1: 7:23 expected 你好, got none (no rule holds for it.)")]
    [InlineData("[{reply: 你好}]", "{in: hi, out: {image: X}}", "r#1: 7:23 expected {image: X}, got 你好")]
    [InlineData("[{reply: a}, {send: b}, {send: c}]", "{in: hi, sent: [b]}", "r#1: 7:18 expected b, got - b\n- c")]
    [InlineData("[{reply: a}, {send: b}]", "{in: hi, sent: none}", "r#1: 7:18 expected nothing pushed, got b")]
    [InlineData("[{reply: a}]", "{in: hi, sent: b}", "r#1: 7:18 expected b, got nothing pushed")]
    [InlineData("[{reply: a}, {tag: {add: lead}}]", "{in: hi, tags: [vip, -lead]}", "r#1: 7:25 expected the tag vip, got the tags lead; 7:30 expected no tag lead, got the tags lead")]
    [InlineData("[{set: {n: 3}}]", "{in: hi, set: {n: \"3\"}}", "r#1: 7:24 expected user.n = \"3\", got user.n = 3")]
    [InlineData("[{http: {get: 'https://a.example/1', into: o}}, {reply: '{{ o.ok }}'}]", "{in: hi}", "r#1: 7:9 expected an answer for GET https://a.example/1 (t.yaml:5), got no 'http' of the test answers it (add http: {status: 200, body: {...}} to the test, or http: timeout.)")]
    [InlineData("[{http: {get: 'https://a.example/1', into: o}}, {reply: '{{ o.ok }}'}]", "{in: hi, http: {body: 1, takes: 3s}, within: 1s}", "r#1: 7:9 expected an answer within 1s, got one after 3s")]
    [InlineData("[{http: {get: 'https://a.example/1', into: o}}, {reply: '{{ o.ok }}'}]", "{in: hi, http: {body: 1, takes: 6s}, out: 'true'}", "r#1: 7:51 expected true, got none (it was pushed instead: 'sent' expects that.)")]
    [InlineData("[{http: {get: 'https://a.example/1', into: o}}, {reply: '{{ o.ok }}'}]", "{in: hi, http: [200, 500]}", "r#1: 7:30 expected a call that gets this answer, got no such call (leave the answer out, or see why the rule made no call.)")]
    [InlineData("[{http: {get: 'https://a.example/1', into: o}}, {reply: '{{ o.ok }}'}]", "{say: [hi, hi], http: [200]}", "r#1: 7:25 expected 1 calls at most, one for each answer here, got one more: GET https://a.example/1 (t.yaml:5) (add an answer to the list.)")]
    public void What_is_not_as_expected_is_told_with_its_place(string actions, string test, string result) => Assert.Equal(result, Rehearsing.Results(Rule(actions, test)).Single());

    [Theory]
    [InlineData("[{reply: {one_of: [一, 二, 三]}}]", "{in: hi, seed: 4, deliveries: 3, within: 0s}")]
    [InlineData("[{reply: \"{{ now() | date('HH:mm') }}\"}]", "{in: hi, at: '22:30', out: '22:30'}")]
    [InlineData("[{reply: \"{{ now() | date('M月d日 HH:mm') }}\"}]", "{in: hi, out: 3月2日 10:00}")]
    [InlineData("[{reply: \"{{ user.name }}\"}, {tag: {remove: vip}}]", "{in: hi, user: {name: 小明, tags: [vip]}, out: 小明, tags: -vip}")]
    [InlineData("[{set: {day: '{{ today }}'}}, {reply: a}]", "{in: hi, set: {day: 2026-03-02, other: null}}")]
    [InlineData("[{reply: a}, {send: b, else: [{set: {missed: 1}}]}]", "{in: hi, can_push: false, sent: none, set: {missed: 1}}")]
    [InlineData("[{http: {get: 'https://a.example/1', into: o}}, {reply: '{{ o.status }}'}]", "{say: [{in: hi, out: '200'}, {in: hi, out: '404'}], http: [200, 404]}")]
    [InlineData("[{http: {get: 'https://a.example/1', into: o}}, {reply: '{{ o.status }}'}]", "{say: [{in: hi, out: '500', http: 500}, {in: hi, out: '200'}], http: 200}")]
    [InlineData("[{http: {get: 'https://a.example/1', into: o}}, {reply: '{{ o.error }}'}]", "{in: hi, http: timeout, can_push: false, out: timeout, within: 10s}")]
    [InlineData("[{llm: {reply: true, fallback: 想不出来}}]", "{in: hi, llm: error, out: 想不出来}\n      - {in: hi, llm: 好, out: 好}")]
    public void What_is_as_expected_passes(string actions, string test) =>
        Assert.All(Rehearsing.Results(Rule(actions, test)), result => Assert.EndsWith(" passed", result, StringComparison.Ordinal));

    [Fact]
    public void A_failure_shows_the_conversation_so_far()
    {
        var script = Rehearsing.Of(Rule("[{http: {get: 'https://a.example/1', into: o}}, {send: 二}, {reply: '{{ o.status }}'}]", "{in: hi, http: 200, after: [{wait: 1h, sent: none}, {in: yo, out: a}, {in: hi}]}"));
        var result = RuleTestRun.Run(script, script.Tests[0], Rehearsing.Account);
        Assert.Equal(
            ["Said hi", "Called GET https://a.example/1 -> status 200", "Answered 200", "Pushed 二", "Waited 1h", "Said yo"],
            result.Conversation.Select(moment => $"{moment.Kind} {moment.Text}"));
    }

    [Fact]
    public void What_answers_a_secret_question_is_in_no_report()
    {
        var script = Rehearsing.Of(Shop.Replace("'订好了，编号 ' + r.body.id", "phone", StringComparison.Ordinal));
        var result = RuleTestRun.Run(script, script.Tests[^1], Rehearsing.Account);
        Assert.Equal(RuleTestRun.Secret, Assert.Single(result.Failures).Got);
        Assert.DoesNotContain("13800000000", string.Join('\n', result.Conversation), StringComparison.Ordinal);
        Assert.Contains(new TestMoment(TestMomentKind.Said, RuleTestRun.Secret), result.Conversation);
    }

    [Fact]
    public void The_same_test_ends_the_same_every_time()
    {
        var script = Rehearsing.Of(Rule("[{reply: {one_of: [一, 二, 三, 四, 五, 六, 七, 八]}}]", "{say: [hi, hi, hi, {in: hi, out: 九}]}"));
        var all = Enumerable.Range(0, 5).Select(_ => string.Join('\n', RuleTestRun.Run(script, script.Tests[0], Rehearsing.Account).Conversation.Select(moment => moment.Text))).Distinct();
        Assert.Single(all);
    }
}
