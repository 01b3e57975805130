namespace WeChatActors.Simulator;

/// <summary>A file on the platform.</summary>
/// <param name="Id">Its media id.</param>
/// <param name="Type">image, voice, video, thumb.</param>
/// <param name="ContentType">Such as image/png.</param>
/// <param name="Data">The bytes.</param>
/// <param name="CreatedAt">When it came.</param>
/// <param name="ExpiresAt">When a temporary one vanishes; null for permanent material.</param>
internal sealed record MediaFile(string Id, string Type, string ContentType, byte[] Data, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>The name it was uploaded with.</summary>
    public string? FileName { get; init; }

    /// <summary>Title of a permanent video.</summary>
    public string? Title { get; init; }

    /// <summary>Introduction of a permanent video.</summary>
    public string? Introduction { get; init; }
}

/// <summary>The files of an account: what it uploaded and what its followers sent.</summary>
internal sealed class MediaShelf
{
    /// <summary>How long a temporary file lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    /// <summary>Bytes of temporary files that an account keeps at most; the oldest go first. WeChat has no such limit, a developer's
    /// memory has.</summary>
    public const long Budget = 512L * 1024 * 1024;

    private readonly Dictionary<string, MediaFile> _files = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _temporary = new();
    private readonly long _budget;
    private long _temporaryBytes;

    /// <summary>An empty shelf.</summary>
    /// <param name="budget">Bytes of temporary files at most.</param>
    public MediaShelf(long budget = Budget) => _budget = budget;

    /// <summary>All that were kept, also expired ones that nobody asked for since the last one came.</summary>
    public IReadOnlyCollection<MediaFile> All => _files.Values;

    /// <summary>Keeps a file, and drops those that expired before it came or that there is no room for: a long run would gather their
    /// bytes.</summary>
    public void Add(MediaFile file)
    {
        Remove(file.Id);
        var room = file.ExpiresAt is null ? _budget : _budget - file.Data.Length;
        while (_temporary.TryPeek(out var id, out var end) && (end <= file.CreatedAt || _temporaryBytes > room))
        {
            _temporary.Dequeue();
            // A scenario that runs again gives the same id to a file that lives longer.
            if (_files.GetValueOrDefault(id)?.ExpiresAt == end) Remove(id);
        }
        _files[file.Id] = file;
        if (file.ExpiresAt is not { } expiry) return;
        _temporary.Enqueue(file.Id, expiry);
        _temporaryBytes += file.Data.Length;
    }

    /// <summary>Removes a file.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string id)
    {
        if (!_files.Remove(id, out var file)) return false;
        if (file.ExpiresAt is not null) _temporaryBytes -= file.Data.Length;
        return true;
    }

    /// <summary>The living file of that id; null when it is unknown or has expired, which drops it.</summary>
    public MediaFile? Find(string id, DateTimeOffset now)
    {
        if (_files.GetValueOrDefault(id) is not { } file) return null;
        if (file.ExpiresAt is not { } end || end > now) return file;
        Remove(id);
        return null;
    }
}
