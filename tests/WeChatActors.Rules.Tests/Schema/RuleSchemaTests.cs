using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WeChatActors.Rules.Tests.Schema;

public class RuleSchemaTests
{
    private static readonly JsonObject Schema = (JsonObject)JsonNode.Parse(RuleSchema.Write())!;
    private static readonly JsonSchemaCheck Check = new(Schema);

    private static List<string> Mistakes(string yaml)
    {
        var findings = new Findings();
        var file = YamlFile.Parse(yaml, "t.yaml", findings);
        Assert.Empty(findings.ToImmutable());
        return Check.Mistakes(file.Root!);
    }

    /// <summary>Every rule file of the repository that loads without errors. An emoticon without quotes is text to the engine and a list to editors.</summary>
    public static TheoryData<string> Files => [.. Repository.YamlFiles
        .Where(file => File.ReadAllText(Path.Combine(Repository.Root, file)).Contains("version: 1", StringComparison.Ordinal)
            && !ScriptFile.Load(Path.Combine(Repository.Root, file)).Findings.Any(finding => finding.Severity == Severity.Error || finding.Id == "emoticon"))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Rule_files_of_the_repository_are_valid(string file) => Assert.Empty(Mistakes(File.ReadAllText(Path.Combine(Repository.Root, file))));

    /// <summary>Every rule file that a guide shows.</summary>
    public static TheoryData<string> Snippets => [.. new[] { "src/WeChatActors.Rules/README.md", "src/WeChatActors.Rules/README.zh-CN.md", "README.md", "README.zh-CN.md" }
        .Select(name => Path.Combine(Repository.Root, name)).Where(File.Exists)
        .SelectMany(path => Regex.Matches(File.ReadAllText(path), "```yaml\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value))
        // A load scenario has a mix, which no rule file has.
        .Where(text => text.Contains("version: 1", StringComparison.Ordinal) && !text.Contains("\nmix:", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Rule_files_of_the_guides_are_valid(string text) => Assert.Empty(Mistakes(text));

    [Fact]
    public void Everything_the_language_has_is_valid() => Assert.Empty(Mistakes(
        """
        version: 1
        include: [common/*.yaml]
        vars: {shop: 晨光, open: {from: 9}, list: [1, 2]}
        lists: {greet: [你好, 1], one: hi}
        defaults: {busy: merge, slow: push, placeholder: "{{ link }}", pull: [], reserve: 2, after_pause: 回来了, cancel: [算了]}
        menu: [{name: a, click: K}, {name: b, items: [{name: c, view: "https://a.example/"}, {name: d, miniprogram: {app_id: wx1, page: p, url: "https://a.example/"}}]}]
        rules:
          - {exact: $greet, reply: 1, priority: -3, continue: true, busy: queue, slow: auto}
          - {when: {any: [{regex: a}, {not: {tag: vip}}], all: {near: {lat: 39.9, lon: 116.4, radius: 5km}}}, reply: {one_of: [a, {image: b}, {news: [{title: c}]}]}}
          - {default: true, reply: {none: }}
          - id: all
            when: {time: "09:00-18:00", days: mon-fri, dates: [2026-02-01..2026-02-28], window_closes_in: [30m, 12h], dialog: none, scene: 755, menu: K, type: [text, event], if: user.turns > 1}
            placeholder: 想一想
            do:
              - reply: {transfer: true}
              - send: {menu: {head: h, items: {1: a}, tail: t}}
                as: a@b
                else: {reply: x}
              - send: {video: {media: M, thumb: T}}
              - set: {a: 1, b: "{{ c }}", c: [1, {d: ~}]}
              - unset: [a, b]
              - if: o.ok
                then: [{end: true}]
                else: {dialog: book}
              - switch: user.a
                cases: {1: {log: x}, 大厅: [{metric: hall}]}
                else: [{metric: {name: other, by: 2}}]
              - switch: user.b
                cases: [{is: [1, 2], do: {pause: 30m}}]
              - later: {after: 40s, unless: user.turns > 1, do: [{send: x}]}
              - later: {at: 20:00, do: {reply: x}}
              - http: {post: "https://a.example/", headers: {A: b}, json: {a: $b}, deadline: 2s, retry: 1, once: true, into: o}
              - llm: {model: m, system: s, prompt: p, history: 3, deadline: 40s, reply: true, fallback: [{reply: x}]}
              - tag: {add: [a, "{{ b }}"], remove: c}
              - remark: r
              - pause: {for: 30m, until: kf_close_session}
            tests:
              - {in: a, out: ~b, http: {status: 200, body: {a: 1}}, llm: ok, sent: [a, {image: ~}], tags: [a, -b], set: {a: 1}, after: {wait: 41s, sent: none}}
              - {say: [a, {in: {event: subscribe, scene: s}, out: none}], at: "10:00", seed: 1, can_push: false, user: {a: 1, tags: [x]}, http: {a.example: timeout}, llm: {m: [a, {error: timeout}]}}
              - {in: {type: image, PicUrl: x}, deliveries: 2, within: 5s, http: [timeout, 500], out: {text: a}}
        dialogs:
          book:
            slots:
              - {name: people, ask: 几位？, type: int, check: people >= 1, retry: 请再输入, tries: 3}
              - {name: seat, ask: {text: 坐哪？}, type: choice, options: {大厅: hall, 包间: 2}}
              - {name: phone, ask: 手机号？, pattern: '^1\d{10}$', skip_if: user.phone, secret: true}
            confirm: {ask: 对吗, yes: [是], no: 否, retry: x}
            cancel: [算了]
            timeout: {after: 5m, do: {send: x}, resume: 继续, keep: 1d}
            on_cancel: {reply: 已取消}
            on_fail: [{reply: x}]
            on_other_rule: ask
            done: [{reply: 好}]
            tests: {say: a}
        tests: [{in: a}]
        """));

    [Theory]
    [InlineData("rules: []", "required")]
    [InlineData("version: 2", "version maximum")]
    [InlineData("version: '1'", "version type")]
    [InlineData("version: 1\nrule: []", "additionalProperties")]
    [InlineData("version: 1\nrules: {}", "rules type")]
    [InlineData("version: 1\nrules: [{exact: a}]", "rules[0] oneOf")]
    [InlineData("version: 1\nrules: [{exact: a, reply: b, do: [{reply: c}]}]", "rules[0] oneOf")]
    [InlineData("version: 1\nrules: [{reply: b}]", "rules[0] anyOf")]
    [InlineData("version: 1\nrules: [{exact: a, reply: b, busy: quere}]", "rules[0].busy enum")]
    [InlineData("version: 1\nrules: [{exact: a, reply: b, priority: high}]", "rules[0].priority type")]
    [InlineData("version: 1\nrules: [{exact: {a: b}, reply: b}]", "rules[0].exact anyOf")]
    [InlineData("version: 1\nrules: [{exact: a, reply: {txt: b}}]", "rules[0].reply anyOf")]
    [InlineData("version: 1\nrules: [{exact: a, reply: {text: b, image: c}}]", "rules[0].reply anyOf")]
    [InlineData("version: 1\nrules: [{exact: a, do: [{repyl: b}]}]", "rules[0].do anyOf")]
    [InlineData("version: 1\nrules: [{exact: a, do: [{reply: b, send: c}]}]", "rules[0].do anyOf")]
    [InlineData("version: 1\nrules: [{exact: a, do: [{if: x}]}]", "rules[0].do anyOf")]
    [InlineData("version: 1\nrules: [{exact: a, do: [{reply: x, then: [{reply: y}]}]}]", "rules[0].do anyOf")]
    [InlineData("version: 1\nrules: [{exact: a, do: [{later: {after: 1m}}]}]", "rules[0].do anyOf")]
    [InlineData("version: 1\nrules: [{exact: a, do: [{http: {headers: {}}}]}]", "rules[0].do anyOf")]
    [InlineData("version: 1\nrules: [{exact: a, do: [{http: {get: a, deadline: soon}}]}]", "rules[0].do anyOf")]
    [InlineData("version: 1\nrules: [{default: false, reply: a}]", "rules[0].default const")]
    [InlineData("version: 1\nrules: [{type: txt, reply: a}]", "rules[0].type anyOf")]
    [InlineData("version: 1\nrules: [{near: {lat: 1, lon: 2}, reply: a}]", "rules[0].near anyOf")]
    [InlineData("version: 1\ndialogs: {d: {slots: []}}", "dialogs additionalProperties")]
    [InlineData("version: 1\nmenu: [{name: a}]", "menu[0] oneOf")]
    [InlineData("version: 1\nmenu: [{name: a, click: b}, {name: a, click: b}, {name: a, click: b}, {name: a, click: b}]", "menu maxItems")]
    [InlineData("version: 1\ndefaults: {reserve: 21}", "defaults.reserve maximum")]
    [InlineData("version: 1\nrules: [{exact: a, reply: b, tests: [{inn: a}]}]", "rules[0].tests anyOf")]
    public void What_is_broken_is_caught(string yaml, string mistake)
    {
        Assert.Contains(mistake, Mistakes(yaml));
        Assert.Contains(ScriptFile.Parse(yaml, "t.yaml").Findings, finding => finding.Severity == Severity.Error);
    }

    [Fact]
    public void Every_key_is_described_in_both_languages() => Assert.All(RuleSchema.Maps.SelectMany(map => map.Keys).Concat(FileShapes.File.Keys), key =>
    {
        Assert.EndsWith(".", key.English, StringComparison.Ordinal);
        Assert.EndsWith("。", key.Chinese, StringComparison.Ordinal);
    });

    [Fact]
    public void Every_map_is_named_once_and_used()
    {
        var text = RuleSchema.Write();
        Assert.All(Schema["$defs"]!.AsObject(), entry => Assert.Contains($"\"#/$defs/{entry.Key}\"", text, StringComparison.Ordinal));
        Assert.All(Regex.Matches(text, "\"#/\\$defs/([a-z_]+)\""), match => Assert.NotNull(Schema["$defs"]![match.Groups[1].Value]));
    }
}
