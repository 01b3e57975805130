using System.IO.Enumeration;

namespace WeChatActors.Rules;

/// <summary>Rule files of a folder. Links that lead out of it are refused.</summary>
/// <param name="first">The first file as the user named it.</param>
internal sealed class FolderFiles(string first) : RuleFiles
{
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(first)) ?? Path.GetPathRoot(Path.GetFullPath(first))!;
    private readonly string _shown = Path.GetDirectoryName(first) ?? "";
    private readonly SortedSet<string> _folders = new(StringComparer.Ordinal);

    /// <summary>The folders that were looked into, as full paths.</summary>
    public IEnumerable<string> Folders => _folders;

    public override string Display(string path) => path == Path.GetFileName(first) ? first : Path.Combine(_shown, path);

    public override IReadOnlyList<string> Find(string path, YamlScalar at, Findings findings)
    {
        if (!HasWildcard(path)) return [path];
        List<string> found = [""];
        var parts = path.Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            var next = new List<string>();
            foreach (var folder in found) Match(folder, parts[i], isLast: i == parts.Length - 1, next);
            found = next;
        }

        found.Sort(StringComparer.Ordinal);
        if (found.Count == 0) findings.Warning(at, "empty-include", $"{at.Described} fits no file.");
        return found;
    }

    private void Match(string folder, string pattern, bool isLast, List<string> found)
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        _folders.Add(Path.GetFullPath(folder, _folder));
        if (!HasWildcard(pattern))
        {
            if (isLast ? File.Exists(Path.Combine(_folder, prefix + pattern)) : Directory.Exists(Path.Combine(_folder, prefix + pattern)))
                found.Add(prefix + pattern);
            return;
        }

        try
        {
            var inside = new DirectoryInfo(Path.Combine(_folder, folder));
            foreach (var entry in isLast ? inside.EnumerateFiles().Cast<FileSystemInfo>() : inside.EnumerateDirectories())
                if (FileSystemName.MatchesSimpleExpression(pattern, entry.Name, ignoreCase: false)) found.Add(prefix + entry.Name);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be listed has no files for us; the warning that nothing fits names the entry.
        }
    }

    public override string? Read(string path, YamlScalar? at, Findings findings)
    {
        var full = Path.Combine(_folder, path);
        _folders.Add(Path.GetDirectoryName(full)!);
        if (at is null) return TextFile.Read(full, Display(path), findings);
        return FullPath(path, at, findings) is null ? null : TextFile.Read(full, Display(path), findings);
    }

    public override string? FullPath(string path, YamlScalar at, Findings findings)
    {
        var full = Path.Combine(_folder, path);
        _folders.Add(Path.GetDirectoryName(full)!);
        if (!File.Exists(full)) findings.Error(at, $"there is no file {Display(path)}.");
        else if (!IsInside(full)) findings.Error(at, $"{Display(path)} is a link out of the folder of the first rule file, expected a file inside it.");
        else return full;
        return null;
    }

    public override IEnumerable<string> MediaIn(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(Path.Combine(_folder, folder)).EnumerateFiles().Select(file => folder + file.Name).Where(MediaReader.EndsLikeFile).Order(StringComparer.Ordinal)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private bool IsInside(string full)
    {
        try
        {
            return Real(full).StartsWith(Path.TrimEndingDirectorySeparator(Real(_folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The path with every link on its way followed.
    private static string Real(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            FileSystemInfo entry = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            real = entry.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Real(target.FullName) : next;
        }

        return real;
    }
}
