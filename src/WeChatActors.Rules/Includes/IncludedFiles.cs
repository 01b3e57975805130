using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.Rules;

/// <summary>A rule file and all that it includes, as if each stood where it is included: before the rules of the file itself.</summary>
internal sealed class IncludedFiles
{
    // Four of the longest files there may be.
    private const int MaxFiles = 1000, MaxDepth = 16, MaxCharacters = 4 * YamlFile.MaxLength;

    private readonly RuleFiles _files;
    private readonly Findings _findings;
    private readonly List<string> _open = [];
    private int _characters;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private IncludedFiles(RuleFiles files, Findings findings) => (_files, _findings) = (files, findings);

    /// <summary>The files in order, each once, with the keys of its map.</summary>
    public List<(string Path, YamlFields Fields)> Files { get; } = [];

    /// <summary>What stood in them, in the order of reading: the first one is the first.</summary>
    public List<RuleSource> Sources { get; } = [];

    /// <summary>SHA-256 over the paths and texts.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Reads them all.</summary>
    public static IncludedFiles Read(string first, RuleFiles files, Findings findings)
    {
        var included = new IncludedFiles(files, findings);
        included.Add(first, null);
        included.Hash = Convert.ToHexStringLower(included._hash.GetHashAndReset());
        included._hash.Dispose();
        return included;
    }

    private void Add(string path, YamlScalar? at)
    {
        if (_open.Contains(path))
        {
            _findings.Error(at!, $"the files include each other: {string.Join(" -> ", _open[_open.IndexOf(path)..])} -> {path}.");
            return;
        }

        if (_seen.Contains(path)) return;
        if (_seen.Count >= MaxFiles || _open.Count >= MaxDepth)
        {
            _findings.Error(at!, $"this is one file too many, expected at most {MaxFiles} files, included at most {MaxDepth} deep.");
            return;
        }

        _seen.Add(path);
        if (_files.Read(path, at, _findings) is not { } text) return;
        if ((_characters += text.Length) > MaxCharacters)
        {
            if (_characters - text.Length <= MaxCharacters) _findings.Error(at!, $"the files have more than {MaxCharacters} characters in all with this one, expected at most so many.");
            return;
        }

        Sources.Add(new(path, text));
        _hash.AppendData(Encoding.UTF8.GetBytes($"{path}\0{text.Length}\0{text}\0"));
        if (YamlFile.Parse(text, _files.Display(path), _findings).Root is not { } root) return;
        if (YamlFields.Read(root, _findings, "a rule file", FileShapes.File.Names) is not { } fields) return;
        _open.Add(path);
        if (fields.Find("include") is { } include)
        {
            foreach (var entry in YamlRead.Texts(include, _findings, "'include'"))
                foreach (var found in Matching(path, entry)) Add(found, entry);
        }

        _open.RemoveAt(_open.Count - 1);
        Files.Add((path, fields));
    }

    private IEnumerable<string> Matching(string from, YamlScalar entry)
    {
        if (RuleFiles.Normal(from, entry, entry.Value, "'include'", _findings) is not { } path) return [];
        // *.yaml means the other files of a folder.
        return RuleFiles.HasWildcard(path) ? _files.Find(path, entry, _findings).Where(found => found != from) : _files.Find(path, entry, _findings);
    }
}
