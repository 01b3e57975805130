namespace WeChatActors.Replay;

/// <summary>Marks what differs between two answers: line by line when they have equally many, else from the first difference to the last.</summary>
internal static class TextDifference
{
    /// <summary>Both as markup with the differing parts marked; null where there is no answer.</summary>
    public static (Markup? Before, Markup? After) Mark(string? before, string? after)
    {
        if (before is null || after is null) return (Plain(before), Plain(after));
        var (first, second) = (before.Split('\n'), after.Split('\n'));
        if (first.Length != second.Length) return Between(before, after);
        var lines = first.Zip(second, Between).ToList();
        return (Lines(lines.Select(line => line.Before)), Lines(lines.Select(line => line.After)));
    }

    private static Markup? Plain(string? text) => text is null ? null : Markup.Of($"{text}");

    private static Markup Lines(IEnumerable<Markup> lines) => new(string.Join('\n', lines.Select(line => line.Html)));

    private static (Markup Before, Markup After) Between(string before, string after)
    {
        if (before == after) return (Markup.Of($"{before}"), Markup.Of($"{after}"));
        var most = Math.Min(before.Length, after.Length);
        var head = before.AsSpan().CommonPrefixLength(after);
        while (head > 0 && (IsTorn(before, head) || IsTorn(after, head))) head--;
        var tail = 0;
        while (tail < most - head && before[^(tail + 1)] == after[^(tail + 1)]) tail++;
        while (tail > 0 && (IsTorn(before, before.Length - tail) || IsTorn(after, after.Length - tail))) tail--;
        return (Marked(before, head, tail), Marked(after, head, tail));
    }

    // A number or a Latin word is marked as a whole: 21:00 beside 20:30, not 1:0 beside 0:3.
    private static bool IsTorn(string text, int at) =>
        at > 0 && at < text.Length && (char.IsHighSurrogate(text[at - 1]) || char.IsAsciiLetterOrDigit(text[at - 1]) && char.IsAsciiLetterOrDigit(text[at]));

    private static Markup Marked(string text, int head, int tail) => head + tail == text.Length
        ? Markup.Of($"{text}")
        : Markup.Of($"{text[..head]}<mark>{text[head..^tail]}</mark>{text[^tail..]}");
}
