namespace WeChatActors.Simulator;

/// <summary>The beginning of a text that somebody else wrote, for a sentence.</summary>
internal static class Excerpt
{
    /// <summary>The text, or its beginning with dots behind it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Characters of it, at most.</param>
    public static string Of(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most), "...");
}
