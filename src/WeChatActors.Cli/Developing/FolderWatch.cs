namespace WeChatActors.Cli;

/// <summary>Tells when files in some folders change: once for many changes at once, when they have been quiet for a moment, and at the
/// latest a second after the first.</summary>
internal sealed class FolderWatch : IDisposable
{
    /// <summary>How long the files must be quiet: an editor makes several changes to save one file.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Lock _running = new();
    private readonly TimeProvider _time;
    private readonly Func<IEnumerable<string>> _changed;
    private readonly Action<string> _cannotWatch;
    private readonly ITimer _timer;
    private readonly SortedSet<string> _folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _complainedOf = new(StringComparer.Ordinal);
    private List<FileSystemWatcher> _watchers = [];
    private long? _firstChange;
    private bool _disposed;

    /// <summary>Begins to watch.</summary>
    /// <param name="folders">The folders, as full paths; what lies deeper is not watched.</param>
    /// <param name="changed">Called after changes, never twice at once; gives the folders to watch besides.</param>
    /// <param name="cannotWatch">Gets a sentence about a folder that cannot be watched, once.</param>
    /// <param name="time">The clock of the quiet moment.</param>
    public FolderWatch(IEnumerable<string> folders, Func<IEnumerable<string>> changed, Action<string> cannotWatch, TimeProvider time)
    {
        (_changed, _cannotWatch, _time) = (changed, cannotWatch, time);
        _timer = time.CreateTimer(_ => Run(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _folders.UnionWith(folders);
        Renew();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
        }
        // A call under way ends first.
        lock (_running) _watchers.ForEach(watcher => watcher.Dispose());
    }

    /// <summary>Notes a change.</summary>
    internal void Touch()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _firstChange ??= _time.GetTimestamp();
            var left = Longest - _time.GetElapsedTime(_firstChange.Value);
            _timer.Change(left < Quiet ? left > TimeSpan.Zero ? left : TimeSpan.Zero : Quiet, Timeout.InfiniteTimeSpan);
        }
    }

    private void Run()
    {
        lock (_running)
        {
            lock (_gate)
            {
                if (_disposed) return;
                _firstChange = null;
            }
            // New watchers come before the files are read, so that no change falls in between; a folder that was removed and made
            // again has another one under its old name.
            Renew();
            var known = _folders.Count;
            _folders.UnionWith(_changed());
            if (_folders.Count == known) return;
            Renew();
            _changed();
        }
    }

    private void Renew()
    {
        var before = _watchers;
        _watchers = [.. _folders.Select(Watch).OfType<FileSystemWatcher>()];
        before.ForEach(watcher => watcher.Dispose());
    }

    private FileSystemWatcher? Watch(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder);
            watcher.Changed += (_, _) => Touch();
            watcher.Created += (_, _) => Touch();
            watcher.Deleted += (_, _) => Touch();
            watcher.Renamed += (_, _) => Touch();
            watcher.Error += (_, _) => Touch(); // some changes were lost, so there were some
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            watcher?.Dispose();
            if (_complainedOf.Add(folder)) _cannotWatch($"Changes in {folder} go unnoticed ({error.Message.TrimEnd('.')}): stop this command and start it again after one.");
            return null;
        }
    }
}
