using System.Collections.Immutable;
using System.IO.Enumeration;

namespace WeChatActors.Rules;

/// <summary>Rule files as they were read once, from memory. Files of other kinds that they name are not looked for again.</summary>
/// <param name="sources">The files; the first one includes the others.</param>
internal sealed class KeptFiles(ImmutableArray<RuleSource> sources) : RuleFiles
{
    private readonly Dictionary<string, string> _texts = sources.ToDictionary(source => source.Path, source => source.Text, StringComparer.Ordinal);

    public override bool HoldsMedia => false;

    public override string Display(string path) => path;

    public override IReadOnlyList<string> Find(string path, YamlScalar at, Findings findings)
    {
        if (!HasWildcard(path)) return [path];
        var parts = path.Split('/');
        var found = _texts.Keys.Where(kept => Fits(kept.Split('/'), parts)).ToList();
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static bool Fits(string[] path, string[] pattern)
    {
        if (path.Length != pattern.Length) return false;
        for (var i = 0; i < path.Length; i++)
            if (!FileSystemName.MatchesSimpleExpression(pattern[i], path[i], ignoreCase: false)) return false;
        return true;
    }

    public override string? Read(string path, YamlScalar? at, Findings findings)
    {
        if (_texts.TryGetValue(path, out var text)) return text;
        if (at is not null) findings.Error(at, $"there is no file {path}.");
        return null;
    }

    public override string? FullPath(string path, YamlScalar at, Findings findings) => path;
}
