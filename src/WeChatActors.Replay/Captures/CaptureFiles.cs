using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>Finds the files of captures.</summary>
internal static class CaptureFiles
{
    /// <summary>How many runs are read side by side at most.</summary>
    private const int MaxStrands = 256;

    /// <summary>Finds the files that paths mean.</summary>
    /// <param name="paths">Files, folders, and names of captures as they were given to whoever wrote them.</param>
    /// <param name="findings">Gets what cannot be found.</param>
    /// <returns>The files of each run in their order; runs may overlap in time.</returns>
    public static List<List<string>> Find(IReadOnlyList<string> paths, Findings findings)
    {
        var strands = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (File.Exists(path)) Add(path, strands, seen);
            else if (Directory.Exists(path)) AddAll(path, Directory.EnumerateFiles(path).Where(file => CaptureName.SuffixOf(file) is not null), strands, seen, findings);
            else if (CaptureName.Of(path) is { } name && Directory.Exists(name.Folder.Length == 0 ? "." : name.Folder))
                AddAll(path, Directory.EnumerateFiles(name.Folder.Length == 0 ? "." : name.Folder).Where(file => name.Read(file) is not null), strands, seen, findings);
            else findings.Error(new Place(path, 1, 1), "there is no such file or folder.");
        }
        if (strands.Count > MaxStrands)
        {
            findings.Error(new Place(paths[0], 1, 1), $"{strands.Count} captures of different runs are given, at most {MaxStrands} are read at a time: name fewer files.");
            return [];
        }
        return [.. strands.Values.Select(Ordered)];
    }

    private static void AddAll(string path, IEnumerable<string> files, SortedDictionary<string, List<string>> strands, HashSet<string> seen, Findings findings)
    {
        var any = false;
        foreach (var file in files)
        {
            any = true;
            // Named as short as the user named the folder.
            Add(file.StartsWith("./", StringComparison.Ordinal) && !path.StartsWith('.') ? file[2..] : file, strands, seen);
        }
        if (!any) findings.Error(new Place(path, 1, 1), "there is no capture of this name: expected files that end in .jsonl, .jsonl.gz or .jsonl.zst.");
    }

    private static void Add(string file, SortedDictionary<string, List<string>> strands, HashSet<string> seen)
    {
        if (!seen.Add(Path.GetFullPath(file))) return;
        var (strand, _) = Named(file);
        if (!strands.TryGetValue(strand, out var files)) strands.Add(strand, files = []);
        files.Add(file);
    }

    /// <summary>Whether a file is called as those that a program writes one after the other.</summary>
    public static bool IsOfRun(string file) => CaptureName.SuffixOf(file) is { } suffix && CaptureName.Split(Path.GetFileName(file)[..^suffix.Length]) is not null;

    /// <summary>The run a file belongs to, and its number; a file that is called otherwise is a run of its own.</summary>
    private static (string Strand, int Number) Named(string file)
    {
        var full = Path.GetFullPath(file);
        return CaptureName.SuffixOf(full) is { } suffix && CaptureName.Split(full[..^suffix.Length]) is var (stem, run, number) ? ($"{stem}.{run}", number) : (full, 0);
    }

    /// <summary>By number; of one that is just being compressed, only the whole file counts.</summary>
    private static List<string> Ordered(List<string> files) =>
    [
        .. files.GroupBy(file => Named(file).Number).OrderBy(same => same.Key)
            .Select(same => same.MinBy(file => Array.IndexOf(CaptureName.Suffixes, CaptureName.SuffixOf(file)))!),
    ];
}
