namespace WeChatActors.Rules;

/// <summary>A text with the files a caller gives for its includes.</summary>
/// <param name="text">The first file.</param>
/// <param name="name">How findings name it.</param>
/// <param name="include">Gives the text of another file by its path, null when there is none.</param>
internal sealed class GivenFiles(string text, string name, Func<string, string?>? include) : RuleFiles
{
    public override string Display(string path) => path == Path.GetFileName(name) ? name : path;

    public override IReadOnlyList<string> Find(string path, YamlScalar at, Findings findings)
    {
        if (!HasWildcard(path)) return [path];
        findings.Error(at, $"{at.Described} has a wildcard, which works for files on disk only, expected a path.");
        return [];
    }

    public override string? FullPath(string path, YamlScalar at, Findings findings)
    {
        findings.Error(at, $"{at.Described} is a file, which works for rules on disk only, expected a media id.");
        return null;
    }

    public override string? Read(string path, YamlScalar? at, Findings findings)
    {
        if (at is null) return text;
        if (include?.Invoke(path) is { } found) return found;
        findings.Error(at, $"there is no file {path}.");
        return null;
    }
}
