using System.Text.RegularExpressions;

namespace WeChatActors.Replay;

/// <summary>Takes out of answers what two of them may differ in. Not for several threads.</summary>
internal sealed partial class AnswerMask
{
    private const char Ignored = '\uFDD2', Id = '\uFDD4', Time = '\uFDD5';

    private readonly IgnoredPattern[] _ignored;
    private readonly SameTexts? _same;

    /// <summary>A mask by rules.</summary>
    public AnswerMask(ComparisonRules rules) => (_ignored, _same) = ([.. rules.Ignored.Select(pattern => pattern.Fresh())], rules.Same);

    /// <summary>What of the declared patterns could not be used, in sentences.</summary>
    public IEnumerable<string> Troubles => _ignored.Select(pattern => pattern.Trouble).OfType<string>();

    /// <summary>A text without what does not count; where something stood there is a sign that is no character of any text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="moment">When it was said.</param>
    /// <param name="times">Gets the times that were taken out, in order.</param>
    public string TakeOut(string text, AnswerMoment moment, List<TimeMention> times)
    {
        foreach (var pattern in _ignored) text = pattern.TakeOut(text, Ignored.ToString());
        if (_same is not null) text = _same.TakeOut(text);
        text = AnswerLinks().Replace(text, $"/answers/{Id}");
        text = Ids().Replace(text, match => IsPhone(match.ValueSpan) ? match.Value : Id.ToString());
        text = TimeMentions.TakeOut(text, Time, moment, times);
        return text.ReplaceLineEndings("\n").Trim();
    }

    // A mobile number is as long as an id, but the same for everybody who asks.
    private static bool IsPhone(ReadOnlySpan<char> digits) => digits.Length == 11 && digits[0] == '1' && digits[1] is >= '3' and <= '9' && !digits.ContainsAnyExceptInRange('0', '9');

    // The signed link of an answer page, which captures hide.
    [GeneratedRegex(@"/answers/(?:\*\*\*|[0-9A-Za-z_-]{60,})", RegexOptions.CultureInvariant)]
    private static partial Regex AnswerLinks();

    // UUIDs; runs of hex and of digits that are too long for a number that means something; tokens, OpenIDs and media ids, which mix all kinds of characters.
    [GeneratedRegex(
        """
        (?<![0-9A-Za-z_-])(?:
          [0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}
        | [0-9]{10,}
        | (?=[a-f]*[0-9])[0-9a-f]{16,}
        | (?=[A-F]*[0-9])[0-9A-F]{16,}
        | (?=[0-9A-Za-z_-]{24})(?=[A-Za-z_-]*[0-9])(?=[0-9a-z_-]*[A-Z])(?=[0-9A-Z_-]*[a-z])[0-9A-Za-z_-]+
        )(?![0-9A-Za-z_-])
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Ids();
}
