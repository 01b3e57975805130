using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>Reads a reply: a text, or a map with one key that says its kind.</summary>
internal static class ReplyReader
{
    private const int MaxTextBytes = 2047, MaxArticles = 8;

    private static readonly string[] Kinds = MessageShapes.ReplyMap.Names;
    private static readonly ReplySource Nothing = new ReplySource.Fixed(null);

    /// <summary>Reads it.</summary>
    /// <param name="node">The text or map.</param>
    /// <param name="scope">The rule.</param>
    /// <param name="what">What stands there, for sentences, quoted when it is a key.</param>
    public static ReplySource Read(YamlNode node, RuleScope scope, string what = "'reply'")
    {
        var reply = One(node, scope, what);
        scope.Builder.Variants.Add(scope.Owner, reply);
        return reply;
    }

    private static ReplySource One(YamlNode node, RuleScope scope, string what)
    {
        if (node is not YamlMap)
        {
            if (node is YamlList { Items.Length: not 1 })
            {
                scope.Findings.Error(node, $"a list stands at {what}, expected text or a map; {{one_of: [...]}} chooses from a list.");
                return Nothing;
            }

            return Text(node, scope, what);
        }

        if (YamlFields.Read(node, scope.Findings, "a reply", Kinds) is not { } fields) return Nothing;
        if (fields.Map.Entries is not [var (kind, value)])
        {
            scope.Findings.Error(node, $"a reply has {fields.Map.Entries.Length} keys, expected one of: {string.Join(", ", Kinds)}.");
            return Nothing;
        }

        switch (kind.Value)
        {
            case "text": return Text(value, scope, "'text'");
            case "image": return Media("image", MediaKind.Image, value, scope, id => new ImageReply(id));
            case "voice": return Media("voice", MediaKind.Voice, value, scope, id => new VoiceReply(id));
            case "video": return Video(value, scope);
            case "music": return Music(value, scope);
            case "news": return News(value, scope);
            case "transfer": return Transfer(kind, value, scope);
            case "ai_transfer":
                scope.NeedsCarrier(kind);
                return Switch(kind, value, scope, new AiTransferReply());
            case "none": return Switch(kind, value, scope, ReplySource.Silence);
            case "one_of": return OneOf(kind, value, scope);
            default: return Nothing;
        }
    }

    private static ReplySource Text(YamlNode node, RuleScope scope, string what)
    {
        if (scope.Template(node, what) is not { } text) return Nothing;
        if (text.Constant is { } constant)
        {
            var bytes = Encoding.UTF8.GetByteCount(constant);
            if (constant.Length == 0) scope.Findings.Error(node, $"{what} is empty, expected text; {{none: true}} says nothing.");
            else if (bytes > MaxTextBytes && scope.HasCarrier) scope.Findings.Warning(node, "long-text", $"the text has {bytes} bytes of UTF-8, WeChat shows at most {MaxTextBytes}; it will be cut.");
        }

        return ReplySource.From("text", [text], parts => string.IsNullOrEmpty(parts[0]) ? null : new TextReply(parts[0]!));
    }

    private static ReplySource Media(string kind, MediaKind media, YamlNode node, RuleScope scope, Func<string, PassiveReply> make)
    {
        if (MediaReader.Read(node, scope, $"'{kind}'", media) is not var (id, isFile)) return Nothing;
        return ReplySource.From(kind, [id], parts => string.IsNullOrEmpty(parts[0]) ? null : make(parts[0]!), isFile ? 0 : null);
    }

    private static ReplySource Video(YamlNode node, RuleScope scope)
    {
        if (node is YamlScalar) return Media("video", MediaKind.Video, node, scope, id => new VideoReply(id));
        if (PartsReader.Read(node, scope, "a video", MessageShapes.ReplyVideo.Names, [("media", MediaKind.Video)], "media") is not var (parts, file)) return Nothing;
        return ReplySource.From("video", parts, p => string.IsNullOrEmpty(p[0]) ? null : new VideoReply(p[0]!, NullIfEmpty(p[1]), NullIfEmpty(p[2])), file);
    }

    private static ReplySource Music(YamlNode node, RuleScope scope)
    {
        if (PartsReader.Read(node, scope, "music", MessageShapes.ReplyMusic.Names, [("thumb", MediaKind.Thumb)]) is not var (parts, file)) return Nothing;
        if (Array.TrueForAll(parts, part => part is null))
            scope.Findings.Error(node, "music has nothing in it, expected one of: thumb, title, description, url, hq_url.");
        return ReplySource.From("music", parts, p => Array.TrueForAll(p, string.IsNullOrEmpty) ? null
            : new MusicReply(NullIfEmpty(p[0]), NullIfEmpty(p[1]), NullIfEmpty(p[2]), NullIfEmpty(p[3]), NullIfEmpty(p[4])), file);
    }

    private static ReplySource News(YamlNode node, RuleScope scope)
    {
        var parts = new List<Template?>();
        var articles = node is YamlList list ? list.Items : [node];
        if (articles.Length is 0 or > MaxArticles)
            scope.Findings.Error(node, $"'news' has {articles.Length} articles, expected 1 to {MaxArticles}.");
        else if (articles.Length > 1 && scope.Reach == Reach.Messages)
            scope.Findings.Warning(node, "many-articles", $"'news' has {articles.Length} articles, but this rule answers messages only, to which WeChat shows one.");
        var whole = true;
        foreach (var article in articles)
        {
            if (PartsReader.Read(article, scope, "an article", MessageShapes.Article.Names, [], "title") is var (own, _)) parts.AddRange(own);
            else whole = false;
        }

        return whole && parts.Count > 0 ? ReplySource.From("news", [.. parts], ReplySource.News) : Nothing;
    }

    private static ReplySource Transfer(YamlScalar kind, YamlNode node, RuleScope scope)
    {
        scope.NeedsCarrier(kind);
        if (node is YamlScalar { IsPlain: true } plain && (plain.IsNull || CoreSchema.AsBool(plain.Value) is not null))
            return Switch(kind, node, scope, new TransferReply());
        return scope.Template(node, "'transfer'") is { } agent ? ReplySource.From("transfer", [agent], parts => new TransferReply(NullIfEmpty(parts[0]))) : Nothing;
    }

    // A kind with nothing to say about it is written {none: true} or {none: }.
    private static ReplySource.Fixed Switch(YamlScalar kind, YamlNode node, RuleScope scope, PassiveReply reply)
    {
        if (node is not YamlScalar { IsPlain: true } scalar || !(scalar.IsNull || CoreSchema.AsBool(scalar.Value) is true))
            scope.Findings.Error(node, $"{node.Described} stands at '{kind.Value}', expected true.");
        return new ReplySource.Fixed(reply);
    }

    private static ReplySource OneOf(YamlScalar kind, YamlNode node, RuleScope scope)
    {
        if (node is not YamlList { Items.IsEmpty: false } list)
        {
            scope.Findings.Error(node, $"{node.Described} stands at 'one_of', expected a list of replies.");
            return Nothing;
        }

        var site = scope.Builder.Site(kind.Place);
        return new ReplySource.OneOf([.. list.Items.Select(item => One(item, scope, "'reply'"))], site);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
