using System.Text.RegularExpressions;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>A pattern whose matches do not count. Not for several threads.</summary>
/// <param name="regex">The pattern, with a time limit if it needs one.</param>
/// <param name="place">Where it is declared.</param>
internal sealed class IgnoredPattern(Regex regex, Place place)
{
    private const int MaxTimeouts = 3;

    private int _timeouts;

    /// <summary>How long one match may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    /// <summary>The pattern.</summary>
    public Regex Regex => regex;

    /// <summary>Where it is declared.</summary>
    public Place Place => place;

    /// <summary>Why it is not used any more, in one sentence; null while it is.</summary>
    public string? Trouble => _timeouts < MaxTimeouts ? null
        : $"{place.File}:{place.Line}:{place.Column}: this pattern took longer than {DurationReader.Show(Limit)} {MaxTimeouts} times and was left out from then on; write it so that it cannot go back and forth.";

    /// <summary>Takes its matches out of a text.</summary>
    public string TakeOut(string text, string sign)
    {
        if (_timeouts >= MaxTimeouts) return text;
        try
        {
            return regex.Replace(text, sign);
        }
        catch (RegexMatchTimeoutException)
        {
            _timeouts++;
            return text;
        }
    }

    /// <summary>The same, as if nobody had used it yet.</summary>
    public IgnoredPattern Fresh() => new(regex, place);
}
