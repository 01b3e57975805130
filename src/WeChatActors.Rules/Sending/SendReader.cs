using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>Reads a message to push: a text, or a map with one key that says its kind.</summary>
internal static class SendReader
{
    // No number is documented (45098, 45099); these are what the field reports work with.
    private const int MaxEntries = 10, MaxEntryBytes = 128;

    private static readonly string[] Kinds = MessageShapes.MessageMap.Names;

    private static readonly MessageSource.Filled Nothing = new("text", [], _ => null);

    /// <summary>Reads an action that sends.</summary>
    /// <param name="entry">What stands at <c>send</c>.</param>
    /// <param name="fields">The action, for <c>as</c> and <c>else</c>.</param>
    /// <param name="scope">The rule.</param>
    public static SendAction Read(YamlEntry entry, YamlFields fields, RuleScope scope)
    {
        var message = Message(entry.Value, scope);
        var staff = fields.Find("as") is { } account ? Staff(account, scope) : null;
        if (fields.Map.Find("else") is { } otherwise)
            return new(message, staff, new(scope.Branch(otherwise.Key, "'else'"), scope.Perhaps(() => ActionReader.ReadAll(otherwise.Value, scope))));
        if (scope.OpensNoWindow)
            scope.Findings.Warning(entry.Key, "no-window", "the events of this rule open no window, so there may be nothing left to send with; 'else' says what to do then.");
        return new(message, staff, null);
    }

    private static Template? Staff(YamlNode node, RuleScope scope)
    {
        var account = scope.Template(node, "'as'");
        if (account?.Constant is { } constant && !constant.Contains('@', StringComparison.Ordinal))
            scope.Findings.Error(node, $"{node.Described} stands at 'as', expected a staff account such as anna@shop.");
        return account;
    }

    private static MessageSource Message(YamlNode node, RuleScope scope)
    {
        if (node is YamlList { Items.Length: not 1 })
        {
            scope.Findings.Error(node, "a list stands at 'send', expected text or a map; {one_of: [...]} chooses from a list.");
            return Nothing;
        }

        if (node is not YamlMap) return Text("text", node, scope, "'send'", text => new TextPush(text));
        if (YamlFields.Read(node, scope.Findings, "a message", Kinds) is not { } fields) return Nothing;
        if (fields.Map.Entries is not [var (kind, value)])
        {
            scope.Findings.Error(node, $"a message has {fields.Map.Entries.Length} keys, expected one of: {string.Join(", ", Kinds)}.");
            return Nothing;
        }

        return kind.Value switch
        {
            "text" => Text("text", value, scope, "'text'", text => new TextPush(text)),
            "image" => Media("image", MediaKind.Image, value, scope, media => new ImagePush(media)),
            "voice" => Media("voice", MediaKind.Voice, value, scope, media => new VoicePush(media)),
            "video" => Video(value, scope),
            "music" => Music(value, scope),
            "news" => News(value, scope),
            "menu" => Menu(value, scope),
            "miniprogram" => MiniProgram(value, scope),
            "card" => Text("card", value, scope, "'card'", id => new CardPush(id)),
            "mpnews" => Text("mpnews", value, scope, "'mpnews'", id => new MpNewsPush(id)),
            "article" => Text("article", value, scope, "'article'", id => new MpArticlePush(id)),
            "one_of" => OneOf(kind, value, scope),
            _ => Nothing,
        };
    }

    private static MessageSource OneOf(YamlScalar kind, YamlNode node, RuleScope scope)
    {
        if (node is YamlList { Items.IsEmpty: false } list)
            return new MessageSource.OneOf([.. list.Items.Select(item => Message(item, scope))], scope.Builder.Site(kind.Place));
        scope.Findings.Error(node, $"{(node is YamlList ? "an empty list" : node.Described)} stands at 'one_of', expected a list of messages.");
        return Nothing;
    }

    private static MessageSource.Filled Text(string kind, YamlNode node, RuleScope scope, string what, Func<string, CustomerMessage> make)
    {
        if (scope.Template(node, what) is not { } text) return Nothing;
        if (text.Constant is { } constant && string.IsNullOrWhiteSpace(constant)) scope.Findings.Error(node, $"{what} is empty, expected text.");
        return new(kind, [text], parts => string.IsNullOrWhiteSpace(parts[0]) ? null : make(parts[0]!));
    }

    private static MessageSource.Filled Media(string kind, MediaKind media, YamlNode node, RuleScope scope, Func<string, CustomerMessage> make) =>
        MediaReader.Read(node, scope, $"'{kind}'", media) is var (id, _)
            ? new(kind, [id], parts => string.IsNullOrEmpty(parts[0]) ? null : make(parts[0]!)) : Nothing;

    private static MessageSource.Filled Video(YamlNode node, RuleScope scope)
    {
        if (node is YamlScalar) return Media("video", MediaKind.Video, node, scope, media => new VideoPush(media, null, null, null));
        return PartsReader.Read(node, scope, "a video", MessageShapes.SendVideo.Names, [("media", MediaKind.Video), ("thumb", MediaKind.Thumb)], "media") is var (parts, _)
            ? new("video", parts, p => string.IsNullOrEmpty(p[0]) ? null : new VideoPush(p[0]!, NullIfEmpty(p[1]), NullIfEmpty(p[2]), NullIfEmpty(p[3]))) : Nothing;
    }

    private static MessageSource.Filled Music(YamlNode node, RuleScope scope) =>
        PartsReader.Read(node, scope, "music", MessageShapes.SendMusic.Names, [("thumb", MediaKind.Thumb)], "url", "thumb") is var (parts, _)
            ? new("music", parts, p => string.IsNullOrEmpty(p[0]) || string.IsNullOrEmpty(p[2])
                ? null : new MusicPush(p[0]!, NullIfEmpty(p[1]), p[2], NullIfEmpty(p[3]), NullIfEmpty(p[4])))
            : Nothing;

    private static MessageSource.Filled News(YamlNode node, RuleScope scope)
    {
        if (node is YamlList list)
        {
            if (list.Items is not [var only])
            {
                scope.Findings.Error(node, $"'news' has {list.Items.Length} articles, a pushed message takes exactly one; expected a 'send' for each.");
                return Nothing;
            }

            node = only;
        }

        return PartsReader.Read(node, scope, "an article", MessageShapes.Article.Names, [], "title") is var (parts, _)
            ? new("news", parts, p => string.IsNullOrEmpty(p[0]) ? null : new NewsPush(new(p[0]!, p[1] ?? "", p[2] ?? "", p[3] ?? ""))) : Nothing;
    }

    private static MessageSource.Filled MiniProgram(YamlNode node, RuleScope scope) =>
        PartsReader.Read(node, scope, "a Mini Program", MessageShapes.MiniProgram.Names, [("thumb", MediaKind.Thumb)], "app_id", "page", "title", "thumb") is var (parts, _)
            ? new("miniprogram", parts, p => Array.Exists(p, string.IsNullOrEmpty) ? null : new MiniProgramPush(p[0]!, p[1]!, p[2]!, p[3]!)) : Nothing;

    private static MessageSource.Filled Menu(YamlNode node, RuleScope scope)
    {
        if (YamlFields.Read(node, scope.Findings, "a menu message", MessageShapes.MenuMessage.Names) is not { } fields) return Nothing;
        var parts = new List<Template?> { Part(fields, "head", scope), Part(fields, "tail", scope) };
        var ids = new List<string>();
        switch (fields.Require("items"))
        {
            case null: return Nothing;
            case YamlMap map:
                foreach (var (id, content) in map.Entries)
                {
                    if (id.Value.Length is 0 or > 18 || !id.Value.All(char.IsAsciiDigit))
                        scope.Findings.Error(id, $"{id.Described} is the id of an entry, expected digits, which every program that reads a tap understands.");
                    Entry(id.Value, content);
                }

                break;
            case YamlList list:
                foreach (var content in list.Items) Entry((ids.Count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), content);
                break;
            case { } other:
                scope.Findings.Error(other, $"{other.Described} stands at 'items', expected a list of texts, or a map from ids to texts.");
                return Nothing;
        }

        var items = fields.Find("items")!;
        if (ids.Count == 0) scope.Findings.Error(items, "'items' is empty, expected at least one entry.");
        else if (ids.Count > MaxEntries) scope.Findings.Warning(items, "menu-limits", $"the menu message has {ids.Count} entries, WeChat may refuse more than {MaxEntries}.");
        return new("menu", [.. parts], texts => Menu(texts, ids));

        void Entry(string id, YamlNode content)
        {
            var text = scope.Template(content, "'items'") ?? scope.NoText;
            if (text.Constant is { } constant)
            {
                if (constant.Length == 0) scope.Findings.Error(content, "the entry is empty, expected text.");
                else if (Encoding.UTF8.GetByteCount(constant) is > MaxEntryBytes and var bytes)
                    scope.Findings.Warning(content, "menu-limits", $"the entry has {bytes} bytes of UTF-8, WeChat may refuse more than {MaxEntryBytes}.");
            }

            ids.Add(id);
            parts.Add(text);
        }
    }

    // Entries that come out empty are left out.
    private static MenuPush? Menu(string?[] texts, List<string> ids)
    {
        var entries = System.Collections.Immutable.ImmutableArray.CreateBuilder<MenuEntry>(ids.Count);
        for (var i = 0; i < ids.Count; i++)
            if (!string.IsNullOrEmpty(texts[i + 2])) entries.Add(new(ids[i], texts[i + 2]!));
        return entries.Count == 0 ? null : new(NullIfEmpty(texts[0]), entries.DrainToImmutable(), NullIfEmpty(texts[1]));
    }

    private static Template? Part(YamlFields fields, string key, RuleScope scope) =>
        fields.Find(key) is { } node ? scope.Template(node, $"'{key}'") : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
