using System.Collections.Immutable;
using System.Text.RegularExpressions;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>A reply as the page can show it.</summary>
/// <param name="Text">The text; empty for none.</param>
/// <param name="Links">Articles and other addresses.</param>
internal readonly partial record struct ReadableReply(string Text, ImmutableArray<Article> Links)
{
    /// <summary>The reply; null for one of media, which only the chat can show.</summary>
    public static ReadableReply? Of(PassiveReply reply) => reply switch
    {
        TextReply text => OfText(text.Content),
        NewsReply news => new("", news.Articles),
        _ => null,
    };

    // Links in texts of the chat are written in HTML; the page shows the words, and the addresses below.
    private static ReadableReply OfText(string text)
    {
        var links = ImmutableArray.CreateBuilder<Article>();
        var words = Anchor().Replace(text, match =>
        {
            links.Add(new Article(match.Groups["words"].Value, "", "", match.Groups["url"].Value));
            return match.Groups["words"].Value;
        });
        return new(words, links.DrainToImmutable());
    }

    [GeneratedRegex("""<a\s[^<>]{0,200}?href=(?<quote>["'])(?<url>[^"'<>]{1,2048})\k<quote>[^<>]{0,200}>(?<words>[^<>]{1,2048})</a>""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Anchor();
}
