using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Reads what a test expects to be answered or pushed.</summary>
internal static class ExpectedReader
{
    private static readonly string[] Replies = TestShapes.ExpectedReply.Names;
    private static readonly string[] Pushes = [.. TestShapes.ExpectedPush.Names[..^1]];
    private static readonly string[] ArticleKeys = MessageShapes.Article.Names;

    /// <summary>Reads a passive answer; null when it cannot be understood.</summary>
    public static ExpectedMessage? Reply(YamlNode node, Findings findings) =>
        node is YamlScalar { IsNull: false, Value: "none" } none ? new(none.Place, "none", [], null, "none") : Message(node, findings, "'out'", Replies);

    /// <summary>Reads pushed messages: one, or a list; <c>none</c> for none.</summary>
    public static ImmutableArray<ExpectedMessage> Pushed(YamlNode node, Findings findings)
    {
        if (node is YamlScalar { IsNull: false, Value: "none" } or YamlList { Items.IsEmpty: true }) return [];
        // An unquoted emoticon is a list to YAML; of texts in brackets each is a message.
        var items = node is YamlList list ? list.Items : [node];
        return [.. items.Select(item => Message(item, findings, "'sent'", Pushes)).OfType<ExpectedMessage>()];
    }

    private static ExpectedMessage? Message(YamlNode node, Findings findings, string what, string[] kinds)
    {
        if (node is not YamlMap)
        {
            return YamlRead.Text(node, findings, what) is { } text ? new(node.Place, "text", [Text("", text)], null, text) : null;
        }

        if (YamlFields.Read(node, findings, what, [.. kinds, .. kinds == Pushes ? ["as"] : (string[])[]]) is not { HasUnknown: false } fields) return null;
        var entries = fields.Map.Entries.Where(entry => entry.Key.Value != "as").ToList();
        if (entries is not [var (kind, value)])
        {
            findings.Error(node, $"{what} names {entries.Count} kinds of message, expected one of: {string.Join(", ", kinds)}.");
            return null;
        }

        var parts = new List<ExpectedText>();
        if (fields.Text("as") is { } staff) parts.Add(Text("as", staff));
        int? items = null;
        switch (kind.Value)
        {
            case "none" or "ai_transfer": Switch(kind, value, findings); break;
            case "transfer" when value is YamlScalar { IsPlain: true } plain && (plain.IsNull || CoreSchema.AsBool(plain.Value) is not null): Switch(kind, value, findings); break;
            case "video": Fields(value, "media", MessageShapes.SendVideo.Names); break;
            case "music": Fields(value, null, MessageShapes.SendMusic.Names); break;
            case "miniprogram": Fields(value, null, MessageShapes.MiniProgram.Names); break;
            case "news": items = Items(value, article => Fields(article, "title", ArticleKeys)); break;
            case "menu": Menu(value); break;
            default: Add("", value); break;
        }

        return new(node.Place, kind.Value, [.. parts], items, Written(node));

        void Add(string name, YamlNode text)
        {
            if (YamlRead.Text(text, findings, name.Length == 0 ? $"'{kind.Value}'" : $"'{name}'") is { } read) parts.Add(Text(name, read));
        }

        // A text alone stands for the part of a name.
        void Fields(YamlNode at, string? alone, string[] keys, string prefix = "")
        {
            if (at is not YamlMap && alone is not null)
            {
                Add(alone == "media" ? "" : prefix + alone, at);
                return;
            }

            if (YamlFields.Read(at, findings, $"'{kind.Value}' of {what}", keys) is not { } own) return;
            foreach (var (key, text) in own.Map.Entries)
                if (Array.IndexOf(keys, key.Value) >= 0) Add(key.Value == "media" ? "" : prefix + key.Value, text);
        }

        int Items(YamlNode at, Action<YamlNode> each)
        {
            // The ids of menu entries say nothing to the follower.
            ImmutableArray<YamlNode> all = at is YamlList list ? list.Items : at is YamlMap map && kind.Value == "menu" ? [.. map.Entries.Select(entry => entry.Value)] : [at];
            for (var i = 0; i < all.Length; i++)
            {
                var first = parts.Count;
                each(all[i]);
                for (var j = first; j < parts.Count; j++) parts[j] = parts[j] with { Name = $"{i + 1}.{parts[j].Name}" };
            }

            return all.Length;
        }

        void Menu(YamlNode at)
        {
            if (at is YamlScalar)
            {
                Add("head", at);
                return;
            }

            if (YamlFields.Read(at, findings, "'menu' of 'sent'", MessageShapes.MenuMessage.Names) is not { } menu) return;
            if (menu.Find("head") is { } head) Add("head", head);
            if (menu.Find("tail") is { } tail) Add("tail", tail);
            if (menu.Find("items") is { } entries) items = Items(entries, entry => Add("text", entry));
        }
    }

    private static void Switch(YamlScalar kind, YamlNode node, Findings findings)
    {
        if (node is not YamlScalar { IsPlain: true } scalar || !(scalar.IsNull || CoreSchema.AsBool(scalar.Value) is true))
            findings.Error(node, $"{node.Described} stands at '{kind.Value}', expected true.");
    }

    private static ExpectedText Text(string name, string written)
    {
        var inside = written.StartsWith('~');
        return new(name, (inside ? written[1..] : written).ReplaceLineEndings("\n"), inside);
    }

    private static string Written(YamlNode node) => node switch
    {
        YamlScalar scalar => scalar.Value,
        YamlList list => $"[{string.Join(", ", list.Items.Select(Written))}]",
        YamlMap map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{entry.Key.Value}: {Written(entry.Value)}"))}}}",
        _ => "",
    };
}
