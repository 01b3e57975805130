namespace WeChatActors.Rules;

/// <summary>The files that the rules of a script name, held to the platform's limits.</summary>
internal sealed class LocalFiles(RuleFiles files, Findings findings)
{
    private readonly Dictionary<string, (LocalFile File, Place Place)> _found = new(StringComparer.Ordinal);

    /// <summary>All of them, by path.</summary>
    public IEnumerable<LocalFile> All => _found.Values.Select(found => found.File).OrderBy(file => file.Path, StringComparer.Ordinal);

    /// <summary>Takes a file; null with an error when there is none that can be sent.</summary>
    /// <param name="from">The rule file that names it, relative to the folder of the first.</param>
    /// <param name="at">Where it is named.</param>
    /// <param name="written">The path as written.</param>
    /// <param name="what">The key it stands at, for sentences.</param>
    /// <param name="kind">What it is sent as.</param>
    public LocalFile? Take(string from, YamlScalar at, string written, string what, MediaKind kind)
    {
        if (RuleFiles.Normal(from, at, written, what, findings) is not { } path) return null;
        if (_found.TryGetValue(path, out var known))
        {
            if (known.File.Kind == kind) return known.File;
            findings.Error(at, $"{at.Described} is {Name(known.File.Kind)} on line {known.Place.Line} already and {Name(kind)} here, expected a copy of the file under another name, because the platform keeps the two apart.");
            return null;
        }

        if (files.FullPath(path, at, findings) is not { } full) return null;
        if (files.HoldsMedia && !Fits(full, at, kind)) return null;
        var file = new LocalFile(path, full, kind);
        _found.Add(path, (file, at.Place));
        return file;
    }

    private bool Fits(string full, YamlScalar at, MediaKind kind)
    {
        var (extensions, most) = Limits(kind);
        if (Array.IndexOf(extensions, Path.GetExtension(full).ToLowerInvariant()) < 0)
        {
            findings.Error(at, $"{at.Described} is not {Name(kind)} that WeChat takes, expected one of: {string.Join(", ", extensions)}.");
            return false;
        }

        if (Size(full) is > 0 and var bytes && bytes <= most) return true;
        findings.Error(at, $"{at.Described} has {Size(full)} bytes, expected 1 to {most}, which is what WeChat takes of {Name(kind)}.");
        return false;
    }

    // A file that vanishes meanwhile is one without bytes.
    private static long Size(string full)
    {
        var file = new FileInfo(full);
        return file.Exists ? file.Length : 0;
    }

    // Source: WeChat Official Accounts docs, 新增临时素材.
    private static (string[] Extensions, long MaxBytes) Limits(MediaKind kind) => kind switch
    {
        MediaKind.Image => ([".png", ".jpg", ".jpeg", ".gif"], 10 * 1024 * 1024),
        MediaKind.Voice => ([".amr", ".mp3"], 2 * 1024 * 1024),
        MediaKind.Video => ([".mp4"], 10 * 1024 * 1024),
        _ => ([".jpg", ".jpeg"], 64 * 1024),
    };

    private static string Name(MediaKind kind) => kind switch
    {
        MediaKind.Image => "a picture",
        MediaKind.Voice => "a voice clip",
        MediaKind.Video => "a video",
        _ => "a thumbnail",
    };
}
