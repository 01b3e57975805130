namespace WeChatActors.Engine;

/// <summary>Which paths are not called for a while, because calls of them were not sent or got no answer several times in a row: a platform that hangs for an
/// hour costs a few messages and not all. When the time has come one call goes first. Used under the lane's gate.</summary>
/// <param name="options">The pauses.</param>
internal sealed class PathStops(OutboxOptions options)
{
    /// <summary>So many calls in a row without an answer are chance.</summary>
    public const int Tolerated = 3;

    // Somebody may have mended it: to be told so costs one call.
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Path> _paths = new(StringComparer.Ordinal);

    /// <summary>When the last path goes on, UTC; null when none is stopped.</summary>
    public DateTimeOffset? Until(DateTimeOffset now)
    {
        DateTimeOffset? last = null;
        foreach (var path in _paths.Values)
            if (path.Until > now && !(last >= path.Until)) last = path.Until;
        return last;
    }

    /// <summary>Asks whether a path may be called; whoever is told so calls, and then notes the result or leaves.</summary>
    /// <param name="name">The path.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="stop">Until when it waits in memory, when a call is worth while again as far as known, and why.</param>
    public bool MayEnter(string name, DateTimeOffset now, out (DateTimeOffset Until, DateTimeOffset RetryAt, string Why) stop)
    {
        stop = default;
        if (!_paths.TryGetValue(name, out var path)) return true;
        if (now < path.Until || path.IsProbed)
        {
            var until = now < path.Until ? path.Until : now + options.FirstPause;
            stop = (until, path.RetryAt > until ? path.RetryAt : until, path.Why);
            return false;
        }
        path.IsProbed = path.Failures > Tolerated;
        return true;
    }

    /// <summary>No call was made after all.</summary>
    public void Leave(string name)
    {
        if (_paths.TryGetValue(name, out var path)) path.IsProbed = false;
    }

    /// <summary>A call went well.</summary>
    public void Worked(string name) => _paths.Remove(name);

    /// <summary>Notes what became of a call.</summary>
    /// <param name="name">The path.</param>
    /// <param name="result">The result.</param>
    /// <param name="now">The time, UTC.</param>
    /// <returns>Why the path is stopped, when that begins with this call; null otherwise.</returns>
    public string? Note(string name, PlatformResult result, DateTimeOffset now)
    {
        var (why, retryAt) = result switch
        {
            PlatformResult.NotSent not => (not.Why, not.RetryAt),
            PlatformResult.Unknown unknown => (unknown.Why, null),
            _ => (null, (DateTimeOffset?)null),
        };
        if (why is null)
        {
            _paths.Remove(name);
            return null;
        }
        if (!_paths.TryGetValue(name, out var path)) _paths[name] = path = new Path();
        (path.Why, path.IsProbed) = (why, false);
        // What is certain at once needs no second proof.
        if (result is PlatformResult.NotSent && path.Failures < Tolerated) path.Failures = Tolerated;
        path.Failures++;
        if (path.Failures <= Tolerated) return null;
        var pause = OutboxPauses.After(path.Failures - Tolerated, options);
        path.RetryAt = retryAt > now + pause ? retryAt.Value : now + pause;
        path.Until = path.RetryAt - now > BetweenProbes ? now + BetweenProbes : path.RetryAt;
        return path.Failures == Tolerated + 1 ? why : null;
    }

    private sealed class Path
    {
        public int Failures;
        public bool IsProbed;
        public DateTimeOffset Until;
        public DateTimeOffset RetryAt;
        public string Why = "";
    }
}

/// <summary>Pauses that grow.</summary>
internal static class OutboxPauses
{
    /// <summary>The pause after so many failures: twice as long each time.</summary>
    /// <param name="failures">How many in a row, from 1.</param>
    /// <param name="options">The first and the longest pause.</param>
    public static TimeSpan After(int failures, OutboxOptions options)
    {
        var pause = options.FirstPause * (1L << Math.Clamp(failures - 1, 0, 24));
        return pause < options.LongestPause ? pause : options.LongestPause;
    }
}
