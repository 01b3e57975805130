using System.Globalization;

namespace WeChatActors.Simulator;

/// <summary>A sentence for people, in both languages of the page. As JSON it is two members: its own name holds the English, and the
/// name with <c>_zh</c> behind it the Chinese.</summary>
/// <param name="English">What programs print and count.</param>
/// <param name="Chinese">The same for readers of Chinese, with the same numbers.</param>
internal sealed record Sentence(string English, string Chinese)
{
    /// <summary>Nothing is said (yet).</summary>
    public static Sentence None { get; } = new("", "");

    /// <summary>One behind the other. Blanks between them are the parts' own; Chinese needs none.</summary>
    public static Sentence operator +(Sentence first, Sentence next) => new(first.English + next.English, first.Chinese + next.Chinese);

    /// <summary>A whole number as both languages write it: 2,047.</summary>
    public static string Digits(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The English.</summary>
    public override string ToString() => English;
}
