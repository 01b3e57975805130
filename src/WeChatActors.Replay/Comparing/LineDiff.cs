namespace WeChatActors.Replay;

/// <summary>What two short texts have in common, line by line.</summary>
internal static class LineDiff
{
    // A shortened answer has few lines; what is longer is shown one behind the other.
    private const int MaxLines = 200;

    /// <summary>All lines in order: <c>-</c> for those of the first only, <c>+</c> for those of the second only, a blank for those of both.</summary>
    public static IEnumerable<(char Sign, string Line)> Of(string[] expected, string[] actual)
    {
        if (expected.Length > MaxLines || actual.Length > MaxLines) return [.. expected.Select(line => ('-', line)), .. actual.Select(line => ('+', line))];
        // common[i, j]: how many lines the rests from i and from j share.
        var common = new int[expected.Length + 1, actual.Length + 1];
        for (var i = expected.Length - 1; i >= 0; i--)
            for (var j = actual.Length - 1; j >= 0; j--)
                common[i, j] = expected[i] == actual[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        var lines = new List<(char, string)>();
        var (at, other) = (0, 0);
        while (at < expected.Length || other < actual.Length)
        {
            if (at < expected.Length && other < actual.Length && expected[at] == actual[other])
            {
                lines.Add((' ', expected[at++]));
                other++;
            }
            else if (at < expected.Length && (other == actual.Length || common[at + 1, other] >= common[at, other + 1]))
            {
                lines.Add(('-', expected[at++]));
            }
            else
            {
                lines.Add(('+', actual[other++]));
            }
        }

        return lines;
    }
}
