using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>The rules of every account: which are in force, and how others take their place. Safe to use from any thread.</summary>
/// <remarks>A file with an error is refused whole, and the rules before it stay. Otherwise the change is one moment: a turn that has begun
/// ends with the rules it began with, and so does an open dialog, also after a restart.</remarks>
public sealed class RuleBook
{
    private readonly ImmutableDictionary<string, Page> _pages;
    private readonly Func<string, Script, Task> _use;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    internal RuleBook(ServerConfiguration configuration, Func<string, Script, Task> use, TimeProvider time, ILogger log)
    {
        (_use, _time, _log) = (use, time, log);
        var now = time.GetUtcNow();
        _pages = configuration.Accounts.ToImmutableDictionary(
            account => account.Alias, account => new Page(account, configuration.Rules.GetValueOrDefault(account.Alias), now), StringComparer.Ordinal);
    }

    /// <summary>Reads the rule files of an account again and puts them in force when they have no error.</summary>
    /// <param name="account">The account's alias.</param>
    /// <returns>What became of it. An account that came without a file is refused.</returns>
    /// <exception cref="StoreUnavailableException">The rules cannot be kept now; those before them stay.</exception>
    public async Task<RuleReload> Reload(string account)
    {
        var page = _pages[account];
        if (page.Source is not { } source) return new RuleReload(RuleReloadResult.Refused, _time.GetUtcNow(), []);
        var reload = await Take(account, () => ScriptFile.Load(source.Path));
        Tell(account, page.Account.Script, reload);
        return reload;
    }

    /// <summary>Reads the rule files of all accounts again; what is wrong with them, or with the store, is logged.</summary>
    public async Task ReloadAll()
    {
        foreach (var alias in _pages.Keys.Order(StringComparer.Ordinal))
        {
            try
            {
                await Reload(alias);
            }
            catch (StoreUnavailableException error)
            {
                Log.Notice(_log, LogLevel.Error, alias, $"its rules were not reloaded: {error.Message}");
            }
        }
    }

    /// <summary>Puts rules in force that were read, when they have no error.</summary>
    /// <param name="account">The account's alias.</param>
    /// <param name="load">What was read.</param>
    /// <remarks>Logs nothing: whoever read them tells of it.</remarks>
    /// <exception cref="StoreUnavailableException">The rules cannot be kept now; those before them stay.</exception>
    public Task<RuleReload> Use(string account, ScriptLoad load) => Take(account, () => load);

    /// <summary>What is in force for an account.</summary>
    public RuleStatus StatusOf(string account) => _pages[account].Status;

    internal void WriteMetrics(StringBuilder text)
    {
        text.Append("# TYPE wechatactors_rules_info gauge\n");
        foreach (var (alias, page) in Sorted) text.Append(CultureInfo.InvariantCulture, $"wechatactors_rules_info{{account=\"{alias}\",hash=\"{page.Account.Script.Hash[..12]}\"}} 1\n");
        text.Append("# TYPE wechatactors_rules_in_force_since_seconds gauge\n");
        foreach (var (alias, page) in Sorted)
            text.Append(CultureInfo.InvariantCulture, $"wechatactors_rules_in_force_since_seconds{{account=\"{alias}\"}} {page.Status.Since.ToUnixTimeSeconds()}\n");
        text.Append("# TYPE wechatactors_rules_reloads_total counter\n");
        foreach (var (alias, page) in Sorted)
            foreach (var result in Enum.GetValues<RuleReloadResult>())
                text.Append(CultureInfo.InvariantCulture, $"wechatactors_rules_reloads_total{{account=\"{alias}\",result=\"{Word(result)}\"}} {page.CountOf(result)}\n");
    }

    /// <summary>The word for a result in answers and metrics.</summary>
    internal static string Word(RuleReloadResult result) => result.ToString().ToLowerInvariant();

    private IEnumerable<KeyValuePair<string, Page>> Sorted => _pages.OrderBy(page => page.Key, StringComparer.Ordinal);

    private async Task<RuleReload> Take(string account, Func<ScriptLoad> read)
    {
        var page = _pages[account];
        await page.Gate.WaitAsync();
        try
        {
            var load = read();
            var result = load.Script is null ? RuleReloadResult.Refused : load.Script.Hash == page.Account.Script.Hash ? RuleReloadResult.Unchanged : RuleReloadResult.Loaded;
            // The same files with other files beside them, such as a picture that was missing, are used anew as well.
            if (load.Script is { } script) await _use(account, script);
            var reload = new RuleReload(result, _time.GetUtcNow(), load.Findings);
            page.Note(reload);
            return reload;
        }
        finally
        {
            page.Gate.Release();
        }
    }

    private void Tell(string account, Script now, RuleReload reload)
    {
        var (level, sentence) = reload.Result switch
        {
            RuleReloadResult.Loaded => (LogLevel.Information, $"rules reloaded: {now.Rules.Length} rule{(now.Rules.Length == 1 ? "" : "s")}, {now.Hash[..12]}"),
            RuleReloadResult.Unchanged => (LogLevel.Information, "rules read again: the files are the same"),
            _ => (LogLevel.Error, $"the changed rules were refused and those before stay; the first error is {reload.Findings.FirstOrDefault(finding => finding.Severity == Severity.Error)}"),
        };
        Log.Notice(_log, level, account, sentence);
    }

    /// <summary>The rules of one account.</summary>
    private sealed class Page(Account account, AccountRules? source, DateTimeOffset began)
    {
        private readonly int[] _counts = new int[Enum.GetValues<RuleReloadResult>().Length];
        private volatile RuleStatus _status = new(source?.Path, began, source?.Load.Findings ?? [], null);

        public Account Account => account;

        public AccountRules? Source => source;

        public SemaphoreSlim Gate { get; } = new(1);

        public RuleStatus Status => _status;

        public int CountOf(RuleReloadResult result) => Volatile.Read(ref _counts[(int)result]);

        public void Note(RuleReload reload)
        {
            Interlocked.Increment(ref _counts[(int)reload.Result]);
            var status = _status with { LastReload = reload };
            if (reload.Result != RuleReloadResult.Refused) status = status with { Findings = reload.Findings };
            if (reload.Result == RuleReloadResult.Loaded) status = status with { Since = reload.At };
            _status = status;
        }
    }
}

/// <summary>What is in force for an account.</summary>
/// <param name="File">The rule file; null for rules that came without one.</param>
/// <param name="Since">Since when these rules are in force, UTC.</param>
/// <param name="Findings">What was found in them: warnings.</param>
/// <param name="LastReload">What became of the last reload; null when there was none.</param>
public sealed record RuleStatus(string? File, DateTimeOffset Since, ImmutableArray<Finding> Findings, RuleReload? LastReload);

/// <summary>What became of a reload.</summary>
/// <param name="Result">Whether other rules are in force.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Findings">What was found in the files.</param>
public sealed record RuleReload(RuleReloadResult Result, DateTimeOffset At, ImmutableArray<Finding> Findings);

/// <summary>How a reload ended.</summary>
public enum RuleReloadResult
{
    /// <summary>Other rules are in force.</summary>
    Loaded,

    /// <summary>The files are the same.</summary>
    Unchanged,

    /// <summary>The files have errors; the rules before stay.</summary>
    Refused,
}
