namespace WeChatActors.Rules;

/// <summary>Where rule files come from. Files are known by their path relative to the folder of the first one, with <c>/</c>.</summary>
internal abstract class RuleFiles
{
    /// <summary>Whether files of other kinds are there, to be looked at; otherwise they are taken as named.</summary>
    public virtual bool HoldsMedia => true;

    /// <summary>Files whose path fits, in ordinal order. Without a wildcard the path itself, whether it exists or not.</summary>
    /// <param name="path">Relative and normal: no <c>.</c>, <c>..</c> or backslash.</param>
    /// <param name="at">The entry that asks for it.</param>
    /// <param name="findings">Gets an error when the path is not allowed.</param>
    public abstract IReadOnlyList<string> Find(string path, YamlScalar at, Findings findings);

    /// <summary>The text of a file; null with an error among the findings.</summary>
    /// <param name="path">As <see cref="Find"/> gave it.</param>
    /// <param name="at">The entry that asks for it; null for the first file.</param>
    /// <param name="findings">Gets what is wrong with it.</param>
    public abstract string? Read(string path, YamlScalar? at, Findings findings);

    /// <summary>How findings name a file.</summary>
    public abstract string Display(string path);

    /// <summary>Where a file that rules name lies, as a full path; null with an error when there is none.</summary>
    /// <param name="path">Relative and normal.</param>
    /// <param name="at">Where it is named.</param>
    /// <param name="findings">Gets what is wrong.</param>
    public abstract string? FullPath(string path, YamlScalar at, Findings findings);

    /// <summary>Pictures and clips in a folder beside the rules, by path.</summary>
    /// <param name="folder">Relative to the folder of the first file, with <c>/</c> at its end.</param>
    public virtual IEnumerable<string> MediaIn(string folder) => [];

    /// <summary>The normal form of a path written in a file; null with an error when it leaves the folder of the first file.</summary>
    /// <param name="from">The file that has it.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="entry">The path.</param>
    /// <param name="what">The key it stands at, for sentences.</param>
    /// <param name="findings">Gets the error.</param>
    public static string? Normal(string from, YamlScalar at, string entry, string what, Findings findings)
    {
        if (entry.Length is 0 or > 512 || entry.Contains('\0', StringComparison.Ordinal))
        {
            findings.Error(at, $"{at.Described} stands at {what}, expected a relative path.");
            return null;
        }

        if (entry.StartsWith('/') || entry.Contains('\\', StringComparison.Ordinal) || entry.Contains(':', StringComparison.Ordinal))
        {
            findings.Error(at, $"{at.Described} is not a relative path, expected one below the folder of the first rule file, with / between its parts.");
            return null;
        }

        var parts = new List<string>(from.Split('/')[..^1]);
        foreach (var part in entry.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                findings.Error(at, $"{at.Described} leads out of the folder of the first rule file, expected a path inside it.");
                return null;
            }
        }

        return string.Join('/', parts);
    }

    public static bool HasWildcard(string path) => path.AsSpan().ContainsAny('*', '?');
}
