namespace WeChatActors.Engine;

/// <summary>Keeps the day's calls of all accounts in the store: reads them at the start, writes them now and then and at the end, and never
/// with a call.</summary>
/// <param name="accounts">The accounts.</param>
/// <param name="store">Keeps them.</param>
/// <param name="every">How often they are written.</param>
/// <param name="time">The clock.</param>
internal sealed class CallBook(IReadOnlyList<AccountCalls> accounts, ITokenStore store, TimeSpan every, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Task? _keeping;

    /// <summary>Begins, where there is anything to keep. Returns at once.</summary>
    public void Start()
    {
        if (accounts.Count > 0) _keeping ??= Task.Run(Keep);
    }

    // Writes what is new, and reads what other processes wrote.
    private async ValueTask Save(bool read)
    {
        var day = ChinaCalendar.DayOf(time.GetUtcNow());
        foreach (var account in accounts)
        {
            try
            {
                await account.Today.Save(store, account.Alias, day, read);
            }
            catch (StoreUnavailableException)
            {
                // The store says so itself; the counts wait in memory.
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_keeping is not null) await _keeping;
        _end.Dispose();
        await Save(read: false);
    }

    private async Task Keep()
    {
        try
        {
            while (true)
            {
                await Save(read: true);
                await Task.Delay(every, time, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
