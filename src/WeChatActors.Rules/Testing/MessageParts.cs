using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>A message taken apart as tests write it: its kind and its named texts. Immutable.</summary>
/// <param name="Kind">The key of its form: <c>text</c>, <c>image</c>, <c>news</c>; <c>none</c> for no message.</param>
/// <param name="Parts">Its texts by name; the one that stands at the key itself has the name "". Those of articles and entries begin with
/// their number: <c>1.title</c>. What is empty is left out.</param>
public sealed record MessageParts(string Kind, ImmutableArray<KeyValuePair<string, string>> Parts)
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",[]{}#:\"'\n");

    /// <summary>No message.</summary>
    public static MessageParts None { get; } = new("none", []);

    /// <summary>A passive answer taken apart.</summary>
    public static MessageParts Of(PassiveReply? reply) => reply switch
    {
        null => None,
        TextReply text => Make("text", ("", text.Content)),
        ImageReply image => Make("image", ("", image.MediaId)),
        VoiceReply voice => Make("voice", ("", voice.MediaId)),
        VideoReply video => Make("video", ("", video.MediaId), ("title", video.Title), ("description", video.Description)),
        MusicReply music => Make(
            "music", ("url", music.MusicUrl), ("hq_url", music.HqMusicUrl), ("thumb", music.ThumbMediaId), ("title", music.Title), ("description", music.Description)),
        NewsReply news => Articles(news.Articles),
        TransferReply transfer => Make("transfer", ("", transfer.KfAccount)),
        AiTransferReply => Make("ai_transfer"),
        _ => Make(reply.MsgType),
    };

    /// <summary>A pushed message taken apart.</summary>
    public static MessageParts Of(CustomerMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var parts = message switch
        {
            TextPush text => Make("text", ("", text.Content)),
            ImagePush image => Make("image", ("", image.Media)),
            VoicePush voice => Make("voice", ("", voice.Media)),
            VideoPush video => Make("video", ("", video.Media), ("thumb", video.Thumb), ("title", video.Title), ("description", video.Description)),
            MusicPush music => Make("music", ("url", music.Url), ("hq_url", music.HqUrl), ("thumb", music.Thumb), ("title", music.Title), ("description", music.Description)),
            NewsPush news => Articles([news.Article]),
            MenuPush menu => Menu(menu),
            MiniProgramPush program => Make("miniprogram", ("app_id", program.AppId), ("page", program.Page), ("title", program.Title), ("thumb", program.Thumb)),
            CardPush card => Make("card", ("", card.CardId)),
            MpNewsPush news => Make("mpnews", ("", news.Media)),
            MpArticlePush article => Make("article", ("", article.ArticleId)),
            _ => Make(message.MsgType),
        };
        return message.KfAccount is { } staff ? parts with { Parts = parts.Parts.Add(new("as", staff)) } : parts;
    }

    /// <summary>The text of a part; null when it has none of that name.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var part in Parts)
                if (part.Key == name) return part.Value;
            return null;
        }
    }

    /// <summary>How many articles or entries it has.</summary>
    public int Items
    {
        get
        {
            var items = 0;
            foreach (var part in Parts)
                if (part.Key.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot) items = Math.Max(items, int.Parse(part.Key.AsSpan(0, dot), CultureInfo.InvariantCulture));
            return items;
        }
    }

    /// <summary>As a test would write it, on one line but for texts.</summary>
    public override string ToString()
    {
        if (Kind is "none" || (Kind == "text" && Parts is [{ Key: "" }])) return Kind == "none" ? "none" : Parts[0].Value;
        if (Parts.IsEmpty) return $"{{{Kind}: true}}";
        if (Parts is [{ Key: "" } only]) return $"{{{Kind}: {Quoted(only.Value)}}}";
        var text = new StringBuilder("{").Append(Kind).Append(": {");
        for (var i = 0; i < Parts.Length; i++)
            text.Append(i == 0 ? "" : ", ").Append(Parts[i].Key.Length == 0 ? "media" : Parts[i].Key).Append(": ").Append(Quoted(Parts[i].Value));
        return text.Append("}}").ToString();
    }

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(NeedsQuotes) || text.Length == 0 ? $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"" : text;

    private static MessageParts Make(string kind, params ReadOnlySpan<(string Name, string? Text)> parts)
    {
        var all = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(parts.Length);
        foreach (var (name, text) in parts)
            if (!string.IsNullOrEmpty(text)) all.Add(new(name, text));
        return new(kind, all.DrainToImmutable());
    }

    private static MessageParts Articles(ImmutableArray<Article> articles)
    {
        var parts = new List<(string, string?)>();
        for (var i = 0; i < articles.Length; i++)
        {
            var (title, description, picture, url) = articles[i];
            parts.AddRange([($"{i + 1}.title", title), ($"{i + 1}.description", description), ($"{i + 1}.picture", picture), ($"{i + 1}.url", url)]);
        }

        return Make("news", [.. parts]);
    }

    private static MessageParts Menu(MenuPush menu)
    {
        var parts = new List<(string, string?)> { ("head", menu.Head) };
        for (var i = 0; i < menu.Entries.Length; i++) parts.Add(($"{i + 1}.text", menu.Entries[i].Content));
        parts.Add(("tail", menu.Tail));
        return Make("menu", [.. parts]);
    }
}
