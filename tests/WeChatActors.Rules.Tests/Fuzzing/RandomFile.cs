using System.Globalization;
using System.Text;

namespace WeChatActors.Rules.Tests.Fuzzing;

/// <summary>Rule files with every feature of the language, most of them without a mistake.</summary>
internal sealed class RandomFile(Random random)
{
    private static readonly string[] Words = ["你好", "hi", "订座", "查", "1", "是", "退出", "周五", "a b", "Ａ"];
    private readonly RandomExpression _expressions = new(random);

    public string Make()
    {
        var yaml = new StringBuilder("version: 1\nvars: {shop: 晨光, price: {small: 9.5}}\nlists: {greet: [你好, hi], days: [mon-fri]}\n");
        if (random.Next(3) == 0) yaml.Append("defaults: {busy: merge, cancel: [取消, 退出], placeholder: '{{ link }}', pull: [看], reserve: 1}\n");
        if (random.Next(4) == 0) yaml.Append("menu:\n  - {name: 客服, click: KF}\n  - {name: 更多, items: [{name: 官网, view: 'https://shop.example/'}]}\n");
        yaml.Append("rules:\n");
        for (var (i, count) = (0, random.Next(1, 5)); i < count; i++) Rule(yaml, i);
        if (random.Next(2) == 0) Dialog(yaml);
        return yaml.ToString();
    }

    private void Rule(StringBuilder yaml, int number)
    {
        if (random.Next(3) == 0)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  - {{{Condition(1)}, reply: {Reply()}}}\n");
            return;
        }

        yaml.Append(CultureInfo.InvariantCulture, $"  - id: r{number}\n    when: {{{Condition(2)}}}\n");
        if (random.Next(4) == 0) yaml.Append(CultureInfo.InvariantCulture, $"    priority: {random.Next(-5, 5)}\n");
        if (random.Next(3) == 0) yaml.Append("    continue: true\n");
        if (random.Next(5) == 0) yaml.Append("    placeholder: '正在查 {{ m.no }} {{ pull }}'\n");
        yaml.Append("    do:\n");
        for (var (i, count) = (0, random.Next(1, 4)); i < count; i++) yaml.Append("      - ").Append(Action(2, number)).Append('\n');
    }

    private string Condition(int depth) => random.Next(depth > 0 ? 20 : 16) switch
    {
        0 or 1 => $"exact: {Word()}",
        2 => "exact: $greet",
        3 => $"prefix: [{Word()}, {Word()}]",
        4 => $"keyword: {Word()}",
        5 => "regex: '^查\\s*(?<no>\\d+)$'",
        6 => "event: [subscribe, SCAN, CLICK]",
        7 => Pick("menu: KF", "scene: '755'", "type: [text, location, event]"),
        8 => "near: {lat: 39.9, lon: 116.4, radius: 5km}",
        9 => Pick("time: '09:00-18:00'", "time: ['22:00-06:00', 12:00-13:00]"),
        10 => Pick("days: $days", "days: [周一-周五, sun]"),
        11 => "dates: [2026-02-01..2026-02-28, 2026-05-01]",
        12 => Pick("tag: vip", "dialog: none"),
        13 => $"if: {Quoted(_expressions.Make(2))}",
        14 => "default: true",
        15 => "window_closes_in: 30m",
        16 => $"not: {{{Condition(depth - 1)}}}",
        17 => $"any: [{{{Condition(depth - 1)}}}, {{{Condition(depth - 1)}}}]",
        _ => $"all: [{{{Condition(depth - 1)}}}, {{if: {Quoted(_expressions.Make(1))}}}]",
    };

    private string Reply() => random.Next(6) switch
    {
        0 => Pick("{image: MEDIA}", "{transfer: true}", "{none: true}", "{news: [{title: t, url: 'https://a.example/'}]}"),
        1 => $"{{one_of: [{Quoted(_expressions.Template())}, b, [微笑]]}}",
        _ => Quoted(_expressions.Template()),
    };

    private string Action(int depth, int rule) => random.Next(depth > 0 ? 17 : 12) switch
    {
        0 or 1 => $"{{reply: {Reply()}}}",
        2 => Pick($"{{send: {Quoted(_expressions.Template())}, else: [{{log: none}}]}}", "{send: {one_of: [a, {menu: {head: h, items: {1: a, 2: b}}}]}}"),
        3 or 4 => $"{{set: {{n: {Quoted("{{ " + _expressions.Make(2) + " }}")}, l: [1, {Quoted(_expressions.Template())}]}}}}",
        5 => "{unset: [n, l]}",
        6 => Pick("{tag: {add: vip}}", "{tag: {remove: [vip, '{{ msg.text }}']}}", "{remark: '{{ msg.text | cut(5) }}'}"),
        7 => Pick("{pause: 30m}", "{metric: m}", $"{{metric: {{name: m, by: {Quoted(_expressions.Make(1))}}}}}"),
        8 => $"{{log: {Quoted(_expressions.Template())}}}",
        9 => "{end: true}",
        10 => $"{{http: {{get: 'https://a.example/{{{{ msg.text | url }}}}', into: o{rule}}}}}",
        11 => "{llm: {prompt: '{{ msg.text }}', reply: true, fallback: 忙}}",
        12 => $"{{if: {Quoted(_expressions.Make(2))}, then: [{Action(depth - 1, rule)}], else: [{Action(depth - 1, rule)}]}}",
        13 or 14 => $"{{switch: {Quoted(_expressions.Make(1))}, cases: {{1: [{Action(depth - 1, rule)}], 你好: [{Action(depth - 1, rule)}], null: [{Action(depth - 1, rule)}]}}, else: [{Action(depth - 1, rule)}]}}",
        15 => $"{{later: {{after: {Pick("40s", "user.n | number")}, unless: {Quoted(_expressions.Make(1))}, do: [{Action(depth - 1, rule)}]}}}}",
        _ => "{dialog: d}",
    };

    private void Dialog(StringBuilder yaml)
    {
        yaml.Append("dialogs:\n  d:\n    slots:\n");
        for (var (i, count) = (0, random.Next(1, 4)); i < count; i++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"      - {{name: s{i}, ask: {Quoted(_expressions.Template())}");
            yaml.Append(random.Next(9) switch
            {
                0 => ", type: choice, options: [大厅, 包间]",
                1 => ", type: text, pattern: '^\\d+$'",
                _ => ", type: " + Pick("text", "int", "number", "date", "time", "phone", "location", "image"),
            });
            if (random.Next(3) == 0) yaml.Append(", check: ").Append(Quoted(_expressions.Make(1)));
            if (random.Next(4) == 0) yaml.Append(", skip_if: ").Append(Quoted(_expressions.Make(1)));
            if (random.Next(4) == 0) yaml.Append(", tries: 2, retry: 再来一次");
            if (random.Next(6) == 0) yaml.Append(", secret: true");
            yaml.Append("}\n");
        }

        if (random.Next(2) == 0) yaml.Append("    confirm: '{{ s0 }}，对吗？'\n");
        if (random.Next(3) == 0) yaml.Append("    timeout: {after: 5m, do: [{send: 还在吗？}], resume: [继续], keep: 1d}\n");
        if (random.Next(3) == 0) yaml.Append("    on_cancel: [{reply: 已取消}]\n");
        if (random.Next(3) == 0) yaml.Append("    on_other_rule: ").Append(Pick("ask", "switch", "ignore")).Append('\n');
        yaml.Append("    done:\n      - ").Append(Action(1, 9)).Append("\n      - {reply: '{{ s0 }}'}\n");
    }

    private string Word() => Rulebook.Quoted(Words[random.Next(Words.Length)]);

    private string Pick(params string[] from) => from[random.Next(from.Length)];

    private static string Quoted(string text) => Rulebook.Quoted(text);
}
