namespace WeChatActors.Cli;

/// <summary>The difference of two short texts, line by line, with everything that is common shown around it.</summary>
internal static class LineDifference
{
    /// <summary>Every line of both, each once: behind a blank what both have, behind <c>-</c> what only the first has, behind <c>+</c> what
    /// only the second has. As many lines as possible are common.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        // common[i, j]: how many lines the ends of both from i and j on have in common.
        var common = new int[first.Count + 1, second.Count + 1];
        for (var i = first.Count - 1; i >= 0; i--)
            for (var j = second.Count - 1; j >= 0; j--)
                common[i, j] = first[i] == second[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);

        int a = 0, b = 0;
        while (a < first.Count || b < second.Count)
        {
            if (a < first.Count && b < second.Count && first[a] == second[b])
            {
                yield return $" {first[a++]}";
                b++;
            }
            else if (b == second.Count || (a < first.Count && common[a + 1, b] >= common[a, b + 1]))
            {
                yield return $"-{first[a++]}";
            }
            else
            {
                yield return $"+{second[b++]}";
            }
        }
    }
}
