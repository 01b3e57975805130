using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>Reads what the followers of a load scenario say, and how often.</summary>
internal static class MixReader
{
    private const int MaxWeight = 1_000_000, MaxEntries = 1000;

    // The entry is known by the one of these it has.
    private static readonly string[] Kinds = ["text", "image", "voice", "video", "location", "link", "click", "view", "subscribe", "scan", "unsubscribe", "say", "tests"];
    private static readonly string[] Keys = ["weight", .. Kinds];

    /// <summary>Reads it; null when there is nothing to say in it.</summary>
    /// <param name="node">The list.</param>
    /// <param name="folder">Where rule files are looked for.</param>
    /// <param name="findings">Gets every mistake.</param>
    /// <param name="notes">Gets what is left out of the tests of rule files.</param>
    public static LoadMix? Read(YamlNode node, string folder, Findings findings, List<string> notes)
    {
        if (node is not YamlList { Items.IsEmpty: false } list)
        {
            findings.Error(node, $"{(node is YamlList ? "an empty list" : node.Described)} stands at 'mix', expected a list such as [{{weight: 60, text: [你好, 帮助]}}, {{weight: 5, image: true}}].");
            return null;
        }

        if (list.Items.Length > MaxEntries)
        {
            findings.Error(node, $"'mix' has {list.Items.Length} entries, expected at most {MaxEntries}.");
            return null;
        }

        var entries = ImmutableArray.CreateBuilder<MixEntry>();
        foreach (var item in list.Items)
            if (Entry(item, folder, findings, notes) is { } entry) entries.Add(entry);
        var conversations = entries.Sum(entry => (long)entry.Conversations.Length);
        if (conversations > LoadMix.MaxConversations) findings.Error(node, $"'mix' has {conversations} conversations, expected at most {LoadMix.MaxConversations}.");
        return entries.Count == 0 || conversations > LoadMix.MaxConversations ? null : new(entries.DrainToImmutable());
    }

    private static MixEntry? Entry(YamlNode node, string folder, Findings findings, List<string> notes)
    {
        if (YamlFields.Read(node, findings, "an entry of 'mix'", Keys) is not { } fields) return null;
        var weight = fields.Whole("weight", 1, MaxWeight, 1);
        YamlEntry[] said = [.. fields.Map.Entries.Where(entry => Array.IndexOf(Kinds, entry.Key.Value) >= 0)];
        switch (said)
        {
            case []:
                if (!fields.HasUnknown) findings.Error(node, $"this entry does not say what is sent, expected one of: {string.Join(", ", Kinds)}.");
                return null;
            case [_, var second, ..]:
                findings.Error(second.Key, $"'{second.Key.Value}' stands beside '{said[0].Key.Value}', expected one of them; write two entries, or a conversation as 'say'.");
                return null;
        }

        var conversations = said[0].Key.Value switch
        {
            "tests" => TestConversations.Read(said[0].Value, folder, findings, notes),
            "say" => Said(said[0].Value, findings),
            _ => [.. Packets(said[0].Key.Value, said[0].Value, findings).Select(packet => new LoadConversation([LoadStep.Of(packet)]))],
        };
        return conversations.IsEmpty ? null : new(weight, conversations);
    }

    // A conversation written out: texts, or packets as tests write them.
    private static ImmutableArray<LoadConversation> Said(YamlNode node, Findings findings)
    {
        var items = node is YamlList list ? list.Items : [node];
        if (items.IsEmpty) findings.Error(node, "'say' is empty, expected what one follower says one after the other, such as [订座, 四位, 明天, 是].");
        if (items.Length > LoadConversation.MaxSteps)
        {
            findings.Error(node, $"'say' has {items.Length} steps, expected at most {LoadConversation.MaxSteps}.");
            return [];
        }

        var steps = ImmutableArray.CreateBuilder<LoadStep>();
        foreach (var item in items)
            if (TestPacketReader.Read(item, findings) is { } packet) steps.Add(LoadStep.Of(packet));
        return steps.Count == 0 ? [] : [new(steps.DrainToImmutable())];
    }

    private static IEnumerable<TestPacket> Packets(string key, YamlNode node, Findings findings)
    {
        if (node is YamlList { Items: var items })
        {
            if (items.IsEmpty) findings.Error(node, $"'{key}' is empty, expected one or several of what is sent.");
        }
        else
        {
            items = [node];
        }

        foreach (var item in items)
            if (Packet(key, item, findings) is { } packet) yield return packet;
    }

    private static TestPacket? Packet(string key, YamlNode node, Findings findings)
    {
        switch (key)
        {
            case "click": return TestPacketReader.OfKind("menu", node, node, findings, key);
            case "scan": return TestPacketReader.OfKind("scene", node, node, findings, key);
            case "view": return YamlRead.Text(node, findings, "'view'") is { } url ? Event(node, "VIEW", new Rules.PacketElement("EventKey", url)) : null;
            case "unsubscribe": return IsTrue(node, key, findings) ? Event(node, "unsubscribe", new Rules.PacketElement("EventKey", "")) : null;
            case "subscribe":
                // By a QR code when it names its scene.
                if (node is YamlScalar { IsPlain: true } plain && CoreSchema.AsBool(plain.Value) is not null)
                    return IsTrue(node, key, findings) ? Event(node, "subscribe", new Rules.PacketElement("EventKey", "")) : null;
                return YamlRead.Text(node, findings, "'subscribe'") is { } scene
                    ? Event(node, "subscribe", new("EventKey", "qrscene_" + scene), new("Ticket", "test-ticket")) : null;
            default: return TestPacketReader.OfKind(key, node, node, findings);
        }
    }

    private static bool IsTrue(YamlNode node, string key, Findings findings)
    {
        if (node is YamlScalar { IsPlain: true } scalar && CoreSchema.AsBool(scalar.Value) is true) return true;
        findings.Error(node, $"{node.Described} stands at '{key}', expected true.");
        return false;
    }

    private static TestPacket Event(YamlNode at, string name, params ReadOnlySpan<Rules.PacketElement> elements) => new(at.Place, "event", [new("Event", name), .. elements], name);
}
