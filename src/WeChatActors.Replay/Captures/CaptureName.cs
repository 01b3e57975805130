using System.Globalization;

namespace WeChatActors.Replay;

/// <summary>How the files of a capture are called. <c>demo.jsonl.gz</c> is written as <c>demo.20260302T020000Z.0001.jsonl.gz</c> and so on: each start
/// of a program has a run of its own, and each rotation a number. The file that is being written ends in <c>.jsonl.open</c>.</summary>
/// <param name="Folder">The folder, as it was given.</param>
/// <param name="Stem">The name without suffixes.</param>
/// <param name="Packing">How whole files are compressed: <c>.gz</c>, <c>.zst</c> or nothing.</param>
internal sealed record CaptureName(string Folder, string Stem, string Packing)
{
    public const string Lines = ".jsonl";
    public const string Open = ".jsonl.open";
    public const string Tail = ".jsonl.tail";

    /// <summary>The suffixes of files that hold lines, the one first that is taken when several hold the same.</summary>
    public static readonly string[] Suffixes = [".jsonl.gz", ".jsonl.zst", Lines, Open];

    /// <summary>Reads the name that a user gave; null when its suffix is none of a capture.</summary>
    public static CaptureName? Of(string path)
    {
        var file = Path.GetFileName(path);
        foreach (var suffix in Suffixes.AsSpan(0, 3))
            if (file.EndsWith(suffix, StringComparison.Ordinal) && file.Length > suffix.Length)
                return new(Path.GetDirectoryName(path) ?? "", file[..^suffix.Length], suffix[Lines.Length..]);
        return null;
    }

    /// <summary>A file of a run without its suffix.</summary>
    /// <param name="run">The run.</param>
    /// <param name="number">Its number, from 1.</param>
    public string Segment(string run, int number) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{Stem}.{run}.{number:0000}"));

    /// <summary>The run and number that a file's name says; null when it is none of this capture.</summary>
    public (string Run, int Number, string Suffix)? Read(string path)
    {
        var file = Path.GetFileName(path);
        if (!file.StartsWith(Stem + ".", StringComparison.Ordinal)) return null;
        var suffix = SuffixOf(file);
        if (suffix is null || Split(file[..^suffix.Length]) is not var (stem, run, number) || stem != Stem) return null;
        return (run, number, suffix);
    }

    /// <summary>The suffix of a file that holds lines; null for another.</summary>
    public static string? SuffixOf(string file) => Array.Find(Suffixes, suffix => file.EndsWith(suffix, StringComparison.Ordinal));

    /// <summary>Takes the name of a segment without its suffix apart; null when it is none.</summary>
    public static (string Stem, string Run, int Number)? Split(string name)
    {
        var last = name.LastIndexOf('.');
        var before = last > 0 ? name.LastIndexOf('.', last - 1) : -1;
        if (before <= 0) return null;
        var run = name[(before + 1)..last];
        return run.Length >= 16 && run[8] == 'T' && run[15] == 'Z' && char.IsAsciiDigit(run[0])
            && int.TryParse(name.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (name[..before], run, number) : null;
    }

    /// <summary>The name of a run that begins at a time.</summary>
    /// <param name="at">The time.</param>
    /// <param name="attempt">From 1; more when others began in the same second.</param>
    public static string Run(DateTimeOffset at, int attempt) =>
        at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + (attempt == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{attempt}"));
}
