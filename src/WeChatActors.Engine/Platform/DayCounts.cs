using System.Collections.Concurrent;

namespace WeChatActors.Engine;

/// <summary>How often each path of an account was called today: what the store knows, and what is not in it yet. Adding is lock-free.</summary>
internal sealed class DayCounts
{
    private readonly Lock _turning = new();
    private readonly ConcurrentQueue<Sheet> _past = new();
    private Sheet _today = new(default);

    /// <summary>Counts a call.</summary>
    /// <returns>Whether with it nine tenths of the published number are used for the first time on that day.</returns>
    public bool Add(PlatformEndpoint endpoint, DateOnly day)
    {
        var sheet = SheetOf(day);
        var unsaved = Interlocked.Increment(ref sheet.Unsaved[endpoint.Number]);
        return endpoint.PerDay is { } limit && unsaved + Volatile.Read(ref sheet.Stored)[endpoint.Number] >= limit - limit / 10
            && Interlocked.Exchange(ref sheet.Warned[endpoint.Number], 1) == 0;
    }

    /// <summary>Calls of a path on a day.</summary>
    public long Used(PlatformEndpoint endpoint, DateOnly day)
    {
        var sheet = SheetOf(day);
        return Volatile.Read(ref sheet.Stored)[endpoint.Number] + Interlocked.Read(ref sheet.Unsaved[endpoint.Number]);
    }

    /// <summary>Writes what is new to the store.</summary>
    /// <param name="store">Keeps the counts.</param>
    /// <param name="account">The alias.</param>
    /// <param name="day">Today.</param>
    /// <param name="read">Whether to read what other processes have written.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be used now; nothing is lost, the next time writes it.</exception>
    public async ValueTask Save(ITokenStore store, string account, DateOnly day, bool read)
    {
        var sheet = SheetOf(day);
        while (_past.TryPeek(out var past))
        {
            await Save(store, account, past);
            _past.TryDequeue(out _);
        }
        await Save(store, account, sheet);
        if (!read) return;
        var stored = new long[PlatformEndpoint.All.Count];
        foreach (var (path, calls) in await store.Calls(account, day)) stored[PlatformEndpoint.Of(path).Number] += calls;
        Volatile.Write(ref sheet.Stored, stored);
    }

    private static async ValueTask Save(ITokenStore store, string account, Sheet sheet)
    {
        Dictionary<string, long>? calls = null;
        for (var i = 0; i < sheet.Unsaved.Length; i++)
            if (Interlocked.Read(ref sheet.Unsaved[i]) is > 0 and var count) (calls ??= new(StringComparer.Ordinal))[PlatformEndpoint.All[i].Path] = count;
        if (calls is null) return;
        await store.CountCalls(account, sheet.Day, calls);
        foreach (var (path, count) in calls)
        {
            var number = PlatformEndpoint.Of(path).Number;
            Interlocked.Add(ref sheet.Unsaved[number], -count);
            Interlocked.Add(ref sheet.Stored[number], count);
        }
    }

    private Sheet SheetOf(DateOnly day)
    {
        var sheet = Volatile.Read(ref _today);
        if (sheet.Day == day) return sheet;
        lock (_turning)
        {
            sheet = _today;
            if (sheet.Day == day) return sheet;
            if (sheet.Day != default) _past.Enqueue(sheet);
            Volatile.Write(ref _today, sheet = new Sheet(day));
            return sheet;
        }
    }

    private sealed class Sheet(DateOnly day)
    {
        public readonly DateOnly Day = day;
        public readonly long[] Unsaved = new long[PlatformEndpoint.All.Count];
        public readonly int[] Warned = new int[PlatformEndpoint.All.Count];
        public long[] Stored = new long[PlatformEndpoint.All.Count];
    }
}
