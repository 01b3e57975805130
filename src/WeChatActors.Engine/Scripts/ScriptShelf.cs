using System.Collections.Concurrent;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Finds the rules that conversations began with, also after they were replaced and after a restart.</summary>
/// <param name="accounts">The accounts whose rules are kept.</param>
/// <param name="store">Where.</param>
/// <param name="time">Paces the notes that rules are in force still.</param>
/// <param name="failed">Hears of a store that cannot be written, in one sentence.</param>
internal sealed class ScriptShelf(IEnumerable<Account> accounts, IScriptStore store, TimeProvider time, Action<string> failed) : IDisposable
{
    /// <summary>How often rules in force are noted to be so.</summary>
    public static readonly TimeSpan Renew = TimeSpan.FromDays(1);

    /// <summary>So many restored scripts are held at once.</summary>
    private const int MostRestored = 32;

    private readonly ConcurrentDictionary<string, Lazy<Task<Script?>>> _restored = new(StringComparer.Ordinal);
    private ITimer? _timer;

    /// <summary>Keeps the rules in force, and from time to time says that they are.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be kept now.</exception>
    public async ValueTask Start()
    {
        await KeepAll();
        _timer = time.CreateTimer(_ => _ = KeepInTime(), null, Renew, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keeps rules before they come into force.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be kept now.</exception>
    public ValueTask Keep(Script script) => store.KeepScript(script, time.GetUtcNow());

    /// <summary>The rules of a hash; null when nobody has them any more.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be looked for now.</exception>
    public async ValueTask<Script?> Find(Account account, string hash)
    {
        if (account.FindScript(hash) is { } known) return known;
        if (_restored.Count >= MostRestored) _restored.Clear();
        var restoring = _restored.GetOrAdd(hash, wanted => new(() => Restore(wanted)));
        try
        {
            return await restoring.Value;
        }
        catch
        {
            _restored.TryRemove(new(hash, restoring));
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private async Task<Script?> Restore(string hash)
    {
        var script = ScriptFile.Restore(await store.ScriptSources(hash));
        return script?.Hash == hash ? script : null;
    }

    private async ValueTask KeepAll()
    {
        foreach (var account in accounts) await Keep(account.Script);
    }

    private async Task KeepInTime()
    {
        try
        {
            await KeepAll();
        }
        catch (StoreUnavailableException error)
        {
            failed(error.Message);
        }
        _timer?.Change(Renew, Timeout.InfiniteTimeSpan);
    }
}
