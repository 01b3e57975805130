using System.Collections.Immutable;
using System.Globalization;

namespace WeChatActors.Rules;

/// <summary>Reads the tests of a script.</summary>
internal static class TestReader
{
    private static readonly string[] Keys = TestShapes.Test.Names;

    /// <summary>Reads those that were met.</summary>
    public static ImmutableArray<RuleTest> ReadAll(ScriptBuilder builder)
    {
        if (builder.Tests.Met.Count == 0) return [];
        var tests = ImmutableArray.CreateBuilder<RuleTest>();
        var names = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var (node, owner, _) in builder.Tests.Met)
        {
            if (node is YamlList { Items.IsEmpty: true })
                builder.Findings.Error(node, "the list of tests is empty, expected at least one test such as {in: 你好, out: ~你好}.");
            var number = 0;
            foreach (var item in node is YamlList list ? list.Items : [node])
                if (Read(item, owner, ++number, names, builder) is { } test) tests.Add(test);
        }

        return tests.DrainToImmutable();
    }

    private static RuleTest? Read(YamlNode node, string owner, int number, Dictionary<string, Place> names, ScriptBuilder builder)
    {
        var findings = builder.Findings;
        if (YamlFields.Read(node, findings, "a test", Keys) is not { } fields) return null;
        var canPush = fields.Find("can_push") is null ? (bool?)null : fields.Bool("can_push", true);
        var mocks = TestStepReader.Mocks(fields, builder);
        var steps = Steps(fields, builder, canPush);
        if (steps.IsEmpty) return null;
        var (variables, tags) = User(fields, builder);
        return new(Name(fields, owner, number, names, findings), owner, node.Place, steps)
        {
            At = At(fields, findings) ?? RuleTest.UsualStart,
            Seed = fields.Find("seed") is null ? null : (ulong)fields.Whole("seed", 0, int.MaxValue, 0),
            CanPush = canPush,
            User = variables,
            UserTags = tags,
            Mocks = mocks,
        };
    }

    private static string Name(YamlFields fields, string owner, int number, Dictionary<string, Place> names, Findings findings)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{owner}#{number}");
        if (fields.Find("name") is not { } node || fields.Text("name") is not { } given) return name;
        given = given.ReplaceLineEndings(" ").Trim();
        if (given.Length == 0) findings.Error(node, "'name' is empty, expected a few words, or no name.");
        else if (!names.TryAdd(given, node.Place)) findings.Error(node, $"the test '{given}' stands here again, it is already at {names[given].File}:{names[given].Line}; expected another name.");
        return $"{owner}: {given}";
    }

    private static ImmutableArray<TestStep> Steps(YamlFields fields, ScriptBuilder builder, bool? canPush)
    {
        var steps = new List<TestStep>();
        if (fields.Find("say") is { } say)
        {
            foreach (var key in TestStepReader.Keys)
                if (key is not ("tags" or "set" or "http" or "llm") && fields.Map.Find(key) is { } beside)
                    builder.Findings.Error(beside.Key, $"'{key}' stands beside 'say', expected it in a step of 'say': {{in: ..., {(key == "in" ? "out" : key)}: ...}}.");
            if (fields.Map.Find("after") is { } after) builder.Findings.Error(after.Key, "'after' stands beside 'say', expected it as one more step of 'say'.");
            if (say is YamlList { Items.IsEmpty: true }) builder.Findings.Error(say, "'say' is empty, expected texts or steps such as {in: 明天, out: ~手机号}.");
            foreach (var item in say is YamlList list ? list.Items : [say])
                if (TestStepReader.Read(item, builder, steps.Count == 0, canPush) is { } step) steps.Add(step);
            // What is looked at beside 'say' holds at its end.
            if (steps.Count > 0) steps[^1] = TestStepReader.AtEnd(steps[^1], fields, builder);
            return [.. steps];
        }

        if (!TestStepReader.Keys.Any(key => key is not ("http" or "llm") && fields.Find(key) is not null))
        {
            if (!fields.HasUnknown) builder.Findings.Error(fields.Map, "the test says nothing, expected 'in' or 'say'.");
            return [];
        }

        if (TestStepReader.Read(fields, builder, first: true, canPush) is { } only) steps.Add(only);
        if (fields.Find("after") is { } more)
            foreach (var item in more is YamlList list ? list.Items : [more])
                if (TestStepReader.Read(item, builder, first: false, canPush) is { } step) steps.Add(step);
        return [.. steps];
    }

    private static WrittenTime? At(YamlFields fields, Findings findings)
    {
        if (fields.Find("at") is not { } node) return null;
        if (node is YamlScalar { IsNull: false } scalar)
        {
            if (WrittenTime.TryParse(scalar.Value, out var time)) return time;
            if (TimeOnly.TryParseExact(scalar.Value, ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
                return new WrittenTime(RuleTest.UsualStart.Clock.Date + clock.ToTimeSpan(), null);
        }

        findings.Error(node, $"{node.Described} stands at 'at', expected a time such as 2026-03-02 10:00 (in the account's zone), 2026-03-02T10:00:00+08:00 or 22:30.");
        return null;
    }

    private static (ImmutableDictionary<string, Value>, ImmutableArray<string>) User(YamlFields fields, ScriptBuilder builder)
    {
        var none = (ImmutableDictionary<string, Value>.Empty, ImmutableArray<string>.Empty);
        if (fields.Find("user") is not { } node) return none;
        if (node is not YamlMap map)
        {
            builder.Findings.Error(node, $"{node.Described} stands at 'user', expected a map from names to values: what is known of the follower before the test.");
            return none;
        }

        var (variables, tags) = none;
        foreach (var (key, value) in map.Entries)
        {
            if (key.Value == "tags") tags = [.. YamlRead.Texts(value, builder.Findings, "'tags'").Select(tag => tag.Value)];
            else if (Array.IndexOf(RootNames.OfUser, key.Value) >= 0) builder.Findings.Error(key, $"'{key.Value}' is kept by the engine, expected a name that rules set, or 'tags'.");
            else if (RootNames.CheckName(key, key.Value, builder.Findings) && YamlRead.Value(value) is { IsNull: false } given) variables = variables.SetItem(key.Value, given);
        }

        return (variables, tags);
    }
}
