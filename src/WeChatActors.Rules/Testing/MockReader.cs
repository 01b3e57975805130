using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Reads what stands in for the answers of other systems: one answer, a list of them in order, or either by host or model.</summary>
internal static class MockReader
{
    private static readonly string[] HttpKeys = TestShapes.HttpMock.Names;
    private static readonly string[] LlmKeys = TestShapes.LlmMock.Names;
    private static readonly TimeSpan LongestTake = TimeSpan.FromHours(1);

    /// <summary>Reads what stands at <c>http</c> or <c>llm</c> of a test.</summary>
    public static IEnumerable<CallMock> Read(YamlEntry entry, ScriptBuilder builder)
    {
        var kind = entry.Key.Value == "llm" ? CallKind.Llm : CallKind.Http;
        if (entry.Value is not YamlMap map || map.Entries.IsEmpty || IsAnswer(map, kind)) return [Mock(entry.Key, entry.Value, kind, null, builder)];
        return [.. map.Entries.Select(by => Mock(by.Key, by.Value, kind, by.Key.Value, builder))];
    }

    // Keys of an answer, or mistyped ones of them: hosts have dots.
    private static bool IsAnswer(YamlMap map, CallKind kind)
    {
        var keys = kind == CallKind.Llm ? LlmKeys : HttpKeys;
        return map.Entries.Any(entry => Array.IndexOf(keys, entry.Key.Value) >= 0)
            || (kind == CallKind.Http && map.Entries.All(entry => !entry.Key.Value.AsSpan().ContainsAny('.', ':', '/') && entry.Key.Value != "localhost"));
    }

    private static CallMock Mock(YamlScalar key, YamlNode value, CallKind kind, string? target, ScriptBuilder builder)
    {
        if (target is not null)
        {
            if (kind == CallKind.Http && target.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme) target = target[(scheme + 3)..];
            builder.Tests.CheckTarget(key, kind, target, builder.Findings);
        }
        else if (!builder.Tests.HasCalls(kind))
        {
            builder.Findings.Error(key, $"'{key.Value}' answers calls, but no rule makes one; leave it out, or give a rule the action '{key.Value}'.");
        }

        if (value is YamlList { Items.IsEmpty: false } list) return new(key.Place, kind, target, [.. list.Items.Select(item => Answer(item, kind, builder.Findings))], InOrder: true);
        if (value is not YamlList) return new(key.Place, kind, target, [Answer(value, kind, builder.Findings)], InOrder: false);
        builder.Findings.Error(value, $"the list of answers at '{key.Value}' is empty, expected at least one.");
        return new(key.Place, kind, target, [new(value.Place, Value.Null, TimeSpan.Zero)], InOrder: false);
    }

    private static MockedAnswer Answer(YamlNode node, CallKind kind, Findings findings)
    {
        if (node is YamlMap map) return kind == CallKind.Llm ? Llm(map, findings) : Http(map, findings);
        if (node is YamlScalar { IsNull: false } scalar)
        {
            if (scalar.Value is "timeout" or "error") return MockedAnswer.Failed(node.Place, kind, scalar.Value == "error" ? "unreachable" : "timeout");
            if (kind == CallKind.Llm) return MockedAnswer.Llm(node.Place, YamlRead.Text(node, findings, "'llm'") ?? "");
            if (scalar.IsPlain && CoreSchema.AsInt(scalar.Value) is >= 100 and <= 599 and var status) return MockedAnswer.Http(node.Place, (int)status, Value.Null);
        }

        findings.Error(node, kind == CallKind.Llm
            ? $"{node.Described} stands where the model's answer was expected: a text, timeout, error, or a map with: {string.Join(", ", LlmKeys)}."
            : $"{node.Described} stands where an answer was expected: a map with {string.Join(", ", HttpKeys)}, a status, timeout or error.");
        return new(node.Place, Value.Null, TimeSpan.Zero);
    }

    private static MockedAnswer Http(YamlMap map, Findings findings)
    {
        if (YamlFields.Read(map, findings, "an answer", HttpKeys) is not { } fields) return new(map.Place, Value.Null, TimeSpan.Zero);
        var takes = Takes(fields, findings);
        if (fields.Text("error") is not { } error)
            return MockedAnswer.Http(map.Place, fields.Whole("status", 100, 599, 200), fields.Find("body") is { } body ? YamlRead.Value(body) : Value.Null, takes);
        foreach (var key in (string[])["status", "body"])
            if (fields.Map.Find(key) is { } beside) findings.Error(beside.Key, $"'{key}' stands beside 'error', expected one of the two: a call that fails has no answer.");
        return MockedAnswer.Failed(map.Place, CallKind.Http, error) with { Takes = error == "timeout" && fields.Find("takes") is null ? null : takes };
    }

    private static MockedAnswer Llm(YamlMap map, Findings findings)
    {
        if (YamlFields.Read(map, findings, "a model's answer", LlmKeys) is not { } fields) return new(map.Place, Value.Null, TimeSpan.Zero);
        var takes = Takes(fields, findings);
        if (fields.Text("error") is not { } error) return MockedAnswer.Llm(map.Place, fields.Text("text") ?? "", fields.Text("finish"), takes);
        if (fields.Map.Find("text") is { } beside) findings.Error(beside.Key, "'text' stands beside 'error', expected one of the two: a model that fails says nothing.");
        return MockedAnswer.Failed(map.Place, CallKind.Llm, error) with { Takes = error == "timeout" && fields.Find("takes") is null ? null : takes };
    }

    private static TimeSpan Takes(YamlFields fields, Findings findings) =>
        fields.Find("takes") is { } node ? DurationReader.Read(node, findings, "'takes'", TimeSpan.Zero, LongestTake) ?? TimeSpan.Zero : TimeSpan.Zero;
}
