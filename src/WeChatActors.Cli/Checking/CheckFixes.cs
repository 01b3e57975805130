using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>Mends files by what a check found in them, until it finds nothing more that needs no person.</summary>
/// <param name="check">Makes a check; null when there is nothing to check.</param>
/// <param name="around">Gets what was mended, as talk.</param>
internal sealed class CheckFixes(Func<CheckOrder, CheckReport?> check, Surroundings around)
{
    // What is mended lets more be read; it comes to an end after a few rounds.
    private const int MostRounds = 10;

    /// <summary>Mends, and gives the check of what is left.</summary>
    public CheckReport? Run(CheckOrder asked)
    {
        var (fixes, round) = (0, 0);
        while (++round <= MostRounds && check(asked with { RunsTests = false, Fixes = false }) is { } report)
        {
            var mended = 0;
            foreach (var file in report.Files.SelectMany(file => file.Findings).Where(finding => finding.Fix is not null).Distinct().GroupBy(finding => finding.File, StringComparer.Ordinal))
                mended += Mend(file.Key, file);
            if (mended == 0) break;
            fixes += mended;
        }

        around.Error.WriteLine(fixes == 0 ? "Nothing to mend without a person." : $"{FindingLines.Number(fixes, "mistake")} mended.");
        return check(asked);
    }

    private int Mend(string path, IEnumerable<Finding> findings)
    {
        if (RewrittenFile.Read(path, around) is not { } text) return 0;
        var (result, mended) = FileFixes.Apply(text, findings);
        if (mended.IsEmpty || !RewrittenFile.Write(path, result, around)) return 0;
        foreach (var finding in mended) around.Error.WriteLine($"{finding.File}:{finding.Line}:{finding.Column}: {finding.Fix!.Does} [{finding.Id}]");
        return mended.Length;
    }
}
