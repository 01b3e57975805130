using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace WeChatActors.Replay;

/// <summary>Texts of which any may stand for any other of its group. Immutable.</summary>
internal sealed class SameTexts
{
    /// <summary>The most groups there may be.</summary>
    public const int MaxGroups = 2000;

    // One letter of the private use area for each group behind a sign that is no character, so that it is not taken for a text again.
    private const char Sign = '\uFDD3', First = '\uE000';

    private readonly Dictionary<string, string> _signs = new(StringComparer.Ordinal);
    private readonly Regex _any;

    /// <summary>Texts in their groups; no text stands in two.</summary>
    public SameTexts(ImmutableArray<ImmutableArray<string>> groups)
    {
        for (var i = 0; i < groups.Length; i++)
            foreach (var text in groups[i]) _signs[text] = $"{Sign}{(char)(First + i)}";
        // The longest first, so that a text is not mistaken for the beginning of a longer one.
        _any = new(string.Join('|', _signs.Keys.OrderByDescending(text => text.Length).ThenBy(text => text, StringComparer.Ordinal).Select(Regex.Escape)), RegexOptions.CultureInvariant);
    }

    /// <summary>Puts the sign of its group in the place of each text.</summary>
    public string TakeOut(string text) => _any.Replace(text, match => _signs[match.Value]);
}
