using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Reads one step of a test.</summary>
internal static class TestStepReader
{
    /// <summary>The keys of a step.</summary>
    public static readonly string[] Keys = TestShapes.Step.Names;

    private const int MaxDeliveries = 3;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(400), LongestWithin = TimeSpan.FromHours(1);

    /// <summary>Reads a text, a step as a map, or a packet as a map.</summary>
    public static TestStep? Read(YamlNode node, ScriptBuilder builder, bool first, bool? canPush)
    {
        if (node is not YamlMap map || TestPacketReader.IsPacket(map)) return TestPacketReader.Read(node, builder.Findings) is { } said ? new(node.Place) { In = said } : null;
        if (YamlFields.Read(node, builder.Findings, "a step", Keys) is not { } fields) return null;
        if (!fields.Map.Entries.IsEmpty) return Read(fields, builder, first, canPush) is { } step ? step with { Mocks = Mocks(fields, builder) } : null;
        builder.Findings.Error(node, "the step is empty, expected a text or {in: ..., out: ...}.");
        return null;
    }

    /// <summary>Reads the step among the keys of a map; its answers of calls are not taken.</summary>
    public static TestStep? Read(YamlFields fields, ScriptBuilder builder, bool first, bool? canPush)
    {
        var findings = builder.Findings;
        var (input, wait) = (fields.Map.Find("in"), fields.Map.Find("wait"));
        if (input is null)
        {
            foreach (var key in (string[])["out", "deliveries", "within"])
                if (fields.Map.Find(key) is { } alone)
                    findings.Error(alone.Key, $"'{key}' stands without 'in', expected a message that is answered{(key == "out" ? "; what comes by itself is 'sent'" : "")}.");
            if (first && !fields.HasUnknown) findings.Error(fields.Map, "the first step says nothing, expected 'in': a conversation begins with the follower.");
        }
        else if (first && wait is not null)
        {
            findings.Error(wait.Key, "'wait' stands in the first step, where nothing happened yet; expected 'after: {wait: 41s, sent: ...}' for what comes later, or 'at' for when the test begins.");
        }

        var step = new TestStep(fields.Map.Place)
        {
            Wait = wait is null ? null : DurationReader.Read(wait.Value, findings, "'wait'", TimeSpan.FromSeconds(1), LongestWait),
            In = input is null ? null : TestPacketReader.Read(input.Value, findings),
            Deliveries = fields.Whole("deliveries", 1, MaxDeliveries, 1),
            Out = fields.Find("out") is { } answer ? ExpectedReader.Reply(answer, findings) : null,
            Within = fields.Find("within") is { } within ? DurationReader.Read(within, findings, "'within'", TimeSpan.Zero, LongestWithin) : null,
        };
        if (fields.Map.Find("sent") is { } sent)
        {
            step = step with { Sent = ExpectedReader.Pushed(sent.Value, findings), SentPlace = sent.Key.Place };
            if (canPush is false && !step.Sent.IsEmpty) findings.Error(sent.Key, "'sent' expects messages, but 'can_push: false' says that nothing can be pushed; expected one of the two.");
        }

        return AtEnd(step, fields, builder);
    }

    /// <summary>Adds what is looked at when the step is over.</summary>
    public static TestStep AtEnd(TestStep step, YamlFields fields, ScriptBuilder builder)
    {
        if (fields.Find("tags") is { } tags) step = step with { Tags = [.. step.Tags, .. Tags(tags, builder.Findings)] };
        if (fields.Find("set") is { } set) step = step with { Set = [.. step.Set, .. Variables(set, builder)] };
        return step;
    }

    /// <summary>Reads what answers the calls.</summary>
    public static ImmutableArray<CallMock> Mocks(YamlFields fields, ScriptBuilder builder)
    {
        var mocks = ImmutableArray<CallMock>.Empty;
        foreach (var key in (string[])["http", "llm"])
            if (fields.Map.Find(key) is { } entry) mocks = mocks.AddRange(MockReader.Read(entry, builder));
        return mocks;
    }

    private static List<ExpectedTag> Tags(YamlNode node, Findings findings)
    {
        var tags = new List<ExpectedTag>();
        foreach (var text in YamlRead.Texts(node, findings, "'tags'"))
        {
            var has = !text.Value.StartsWith('-');
            var name = has ? text.Value : text.Value[1..];
            if (name.Length == 0) findings.Error(text, $"{text.Described} stands at 'tags', expected the name of a tag, with - before one that the follower must not have.");
            else if (tags.Exists(tag => tag.Name == name && tag.Has != has)) findings.Error(text, $"the tag '{name}' is expected and not expected at once, expected one of the two.");
            else tags.Add(new(text.Place, name, has));
        }

        return tags;
    }

    private static List<ExpectedVariable> Variables(YamlNode node, ScriptBuilder builder)
    {
        var variables = new List<ExpectedVariable>();
        if (node is not YamlMap map)
        {
            builder.Findings.Error(node, $"{node.Described} stands at 'set', expected a map from names to values: what the follower's variables are afterwards.");
            return variables;
        }

        string[] known = [.. builder.KnownVariables.Order(StringComparer.Ordinal)];
        foreach (var (key, value) in map.Entries)
        {
            if (Array.IndexOf(RootNames.OfUser, key.Value) >= 0) builder.Findings.Error(key, $"'{key.Value}' is kept by the engine, expected a name that rules set.");
            else if (!RootNames.CheckName(key, key.Value, builder.Findings)) continue;
            else if (Array.IndexOf(known, key.Value) < 0 && YamlRead.Value(value) is { IsNull: false } && Nearest.To(key.Value, known) is { } near)
                builder.Findings.Error(key, $"no rule sets user.{key.Value}; did you mean '{near}'?");
            else variables.Add(new(key.Place, key.Value, YamlRead.Value(value)));
        }

        return variables;
    }
}
