using System.Diagnostics;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Benchmarks;

/// <summary>How many tests beside rules run in a second on one core: a short answer, a timer, a call, and a dialog of seven messages, in equal parts.</summary>
internal static class RehearsedTests
{
    private const string Rules = """
        version: 1
        vars: {shop: 晨光书店, hotline: 400-000-0000}
        rules:
          - {id: greet, exact: [你好, hi], reply: "你好，{{ user.name ?? '朋友' }}，欢迎来到{{ shop }}", tests: [{in: 你好, out: ~欢迎来到, user: {name: 小明}}]}
          - {id: name, regex: '^我叫(?<name>.+)$', do: [{set: {name: "{{ m.name }}"}}, {reply: "记住了，{{ user.name }}"}]}
          - id: welcome
            when: {event: subscribe}
            do: [{tag: {add: lead}}, {reply: 欢迎}, {later: {after: 40s, unless: user.turns > 1, do: [{send: 回复“帮助”看看我会什么}]}}]
            tests: [{in: {event: subscribe}, out: 欢迎, tags: lead, after: {wait: 41s, sent: ~帮助}}]
          - id: order
            when: {regex: '^(?:查|订单)\s*(?<no>\d{6,12})$'}
            do:
              - http: {get: "https://shop.example/orders/{{ m.no | url }}", deadline: 2s, into: o}
              - {if: o.ok, then: [{reply: "订单 {{ m.no }}：{{ o.body.state }}"}], else: [{reply: 系统忙，请稍后再查}]}
            tests: [{in: 查 123456, http: {status: 200, body: {state: 已发货}}, out: ~已发货}]
          - {id: booking, when: {keyword: [订座, 预约]}, do: [{dialog: book-table}]}
        dialogs:
          book-table:
            slots:
              - {name: people, ask: 几位？, type: int, check: people >= 1 and people <= 20, retry: 请输入 1-20 的数字, tries: 3}
              - {name: day, ask: 哪天？, type: date, check: day >= today}
              - {name: phone, ask: 手机号？, type: text, pattern: '^1\d{10}$', secret: true}
            confirm: "{{ people }} 位，{{ day | date('M月d日') }}，对吗？（是/否）"
            done:
              - http: {post: "https://shop.example/book", json: {people: $people, day: $day}, deadline: 3s, once: true, into: r}
              - reply: "{{ r.ok ? '订好了，编号 ' + r.body.id : '没订上，请致电 ' + hotline }}"
            tests: [{say: [我叫小明, 订座, "100", {in: "4", out: ~哪天}, 明天, "13800000000", {in: 是, out: ~订好了}], http: {body: {id: A7}}}]
        """;

    public static void Measure(int tests)
    {
        var load = ScriptFile.Parse(Rules, "bench.yaml");
        var script = load.Script ?? throw new InvalidOperationException(string.Join('\n', load.Findings));
        var account = new AccountView("demo", "wx0000000000000000", TimeZoneInfo.CreateCustomTimeZone("bench", TimeSpan.FromHours(8), null, null));
        Run(script, account, Math.Min(tests, 4_000));
        var watch = Stopwatch.StartNew();
        Run(script, account, tests);
        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine($"check: {tests / seconds:N0} conversation tests a second ({tests:N0} tests of {script.Tests.Length} kinds, {seconds:0.0} s, one thread)");
        Bench.Note("check.rate", tests / seconds);
    }

    private static void Run(Script script, AccountView account, int tests)
    {
        var trace = new DecisionTrace();
        for (var i = 0; i < tests; i++)
        {
            var result = RuleTestRun.Run(script, script.Tests[i % script.Tests.Length], account, canPush: true, trace);
            if (!result.Passed) throw new InvalidOperationException($"{result.Test.Name}: expected {result.Failures[0].Expected}, got {result.Failures[0].Got}");
        }
    }
}
