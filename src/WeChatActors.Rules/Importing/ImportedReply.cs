using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>A reply of the console as YAML.</summary>
/// <param name="Yaml">What stands behind <c>reply:</c> or <c>send:</c>, on one line.</param>
/// <param name="IsPush">Whether it can only be pushed.</param>
/// <param name="Comment">What the file should say beside it; null for nothing.</param>
internal sealed partial record ImportedReply(string Yaml, bool IsPush, string? Comment)
{
    private const int MaxArticles = 8;

    /// <summary>Reads one.</summary>
    /// <param name="json">An item of the console.</param>
    /// <param name="articles">How many articles the answer may show.</param>
    /// <param name="note">Takes what cannot be carried over, as the rest of a sentence.</param>
    /// <returns>Null when it cannot be carried over.</returns>
    public static ImportedReply? Read(JsonElement json, int articles, Action<string> note)
    {
        var content = JsonMembers.Text(json, "content");
        switch (JsonMembers.Text(json, "type"))
        {
            case "text" when !string.IsNullOrWhiteSpace(content): return new(Text(content), false, null);
            case "text": note("an empty text was left out"); return null;
            case "img" or "image": return Media("image", "picture", content, note);
            case "voice": return Media("voice", "voice", content, note);
            case "video": return Media("video", "video", content, note);
            case "news": return News(json, content, articles, note);
            case var type: note($"a reply of type '{ShortText.Cut(type, 30)}' is unknown and was left out"); return null;
        }
    }

    /// <summary>A text in which nothing is evaluated.</summary>
    public static string Text(string text) => YamlText.Of(text.Replace("{{", "{{ '{{' }}", StringComparison.Ordinal));

    private static ImportedReply? Media(string kind, string name, string content, Action<string> note)
    {
        if (MediaId().IsMatch(content)) return new($"{{{kind}: {YamlText.Of(content)}}}", false, $"a {name} that was uploaded in the console");
        note($"its {name} is no media id but {ShortText.Quoted(content, 120)}, and was left out; put the file beside the rules and write {{{kind}: assets/FILE}}");
        return null;
    }

    private static ImportedReply? News(JsonElement json, string content, int articles, Action<string> note)
    {
        var all = JsonMembers.List(json.ValueKind == JsonValueKind.Object && json.TryGetProperty("news_info", out var info) ? info : json, "list").ToList();
        List<string> shown = [.. all.Select(Article).OfType<string>()];
        if (shown.Count > 0)
        {
            if (shown.Count > articles) note($"{(articles == 1 ? "only the first" : $"the first {articles}")} of {shown.Count} articles {(articles == 1 ? "was" : "were")} taken, because WeChat shows no more in answer to {(articles == 1 ? "a message" : "an event")}");
            shown = [.. shown.Take(articles)];
            return new($"{{news: {(shown.Count == 1 ? shown[0] : $"[{string.Join(", ", shown)}]")}}}", false, null);
        }

        if (MediaId().IsMatch(content)) return new($"{{mpnews: {YamlText.Of(content)}}}", true, "an article of the console's material");
        note("an article without a title was left out");
        return null;
    }

    private static string? Article(JsonElement json)
    {
        var title = JsonMembers.Text(json, "title");
        if (string.IsNullOrWhiteSpace(title)) return null;
        var article = new StringBuilder($"{{title: {Text(title)}");
        foreach (var (key, name) in new[] { ("description", "digest"), ("picture", "cover_url"), ("url", "content_url") })
            if (JsonMembers.Text(json, name) is { Length: > 0 } text) article.Append(", ").Append(key).Append(": ").Append(Text(text));
        return article.Append('}').ToString();
    }

    /// <summary>How many articles answer an event.</summary>
    public static int ForEvent => MaxArticles;

    [GeneratedRegex("^[A-Za-z0-9_-]{1,128}$")]
    private static partial Regex MediaId();
}
