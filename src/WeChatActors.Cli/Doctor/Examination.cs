using System.Runtime.CompilerServices;
using WeChatActors.Engine;
using WeChatActors.Server;

namespace WeChatActors.Cli;

/// <summary>All checks of one account in a fixed order. What does not depend on each other runs at the same time, and none takes longer than ten seconds.</summary>
/// <param name="chosen">The account.</param>
/// <param name="load">The reading of its configuration.</param>
/// <param name="url">Where WeChat is said to find the callback; null when nothing was said.</param>
/// <param name="time">The clock.</param>
internal sealed class Examination(ChosenAccount chosen, ConfigurationLoad load, Uri? url, TimeProvider time)
{
    private const string Name = "configuration";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly string[] OfPlatform =
    [
        PlatformChecks.AccessToken, PlatformChecks.AllowList, PlatformChecks.Clock, PlatformChecks.Network, PlatformChecks.PushAddresses, Capabilities.Name,
        Capabilities.CanPush, PlatformChecks.Quota, PlatformChecks.Menu,
    ];

    /// <summary>The only check of a configuration with mistakes.</summary>
    public static CheckUp Mistakes(string file, ConfigurationLoad load) => new(Name, Verdict.Wrong, $"{file}: {FindingLines.Count(load.Findings)}")
    {
        Details = [.. load.Findings.Select(FindingLines.Line)], Remedy = "Mend these first; nothing else can be checked before.",
    };

    /// <summary>Runs the checks; each comes as soon as it and those before it are done.</summary>
    public async IAsyncEnumerable<CheckUp> Run([EnumeratorCancellation] CancellationToken ct)
    {
        yield return Configured();
        using var probe = new CallbackProbe(time);
        var target = CallbackTarget.Of(url, chosen.Configuration, chosen.Alias);
        var callbacks = new CallbackChecks(probe, target.Url, chosen.Account.Security, time);
        var answer = Within(CallbackChecks.Answer, callbacks.CheckAnswer, ct);
        Task<CheckUp>[] callback =
        [
            Within(CallbackTarget.Name, stop => target.Check(chosen.Account, stop), ct), answer,
            Within(CallbackChecks.Forgery, stop => callbacks.CheckForgery(answer, stop), ct),
        ];
        var store = await Within(StoreCheck.Name, _ => StoreCheck.Run(chosen.Configuration.StorePath), ct);
        yield return store;
        foreach (var check in callback) yield return await check;

        var unasked = chosen.CannotCall is not null ? $"{chosen.Alias} has no app_secret, so it only answers" : store.Verdict == Verdict.Wrong ? "needs the store" : null;
        if (unasked is not null)
        {
            foreach (var name in OfPlatform) yield return CheckUp.Skip(name, unasked);
            yield break;
        }
        var notices = new Notices();
        await using var session = PlatformSession.Open(chosen, time, notices.Add);
        await foreach (var check in AskPlatform(session, notices, ct)) yield return check;
    }

    private CheckUp Configured() => load.Findings.IsEmpty
        ? new(Name, Verdict.Ok, $"{chosen.File} and {chosen.RulePath} have no mistakes")
        : new(Name, Verdict.Warning, $"{chosen.File}: {FindingLines.Count(load.Findings)}") { Details = [.. load.Findings.Select(FindingLines.Line)] };

    /// <summary>Those of <see cref="OfPlatform"/>, in that order.</summary>
    private async IAsyncEnumerable<CheckUp> AskPlatform(PlatformSession session, Notices notices, [EnumeratorCancellation] CancellationToken ct)
    {
        var checks = new PlatformChecks(session, time);
        var clock = Within(PlatformChecks.Clock, checks.CheckClock, ct);
        TokenReply? reply = null;
        var token = await Within(PlatformChecks.AccessToken, async stop =>
        {
            (var check, reply) = await checks.CheckToken(stop);
            return check;
        }, ct);
        yield return token with { Details = [.. token.Details, .. notices.Besides(token.Remedy)] };

        var allowed = Within(PlatformChecks.AllowList, stop => checks.CheckAllowList(reply, stop), ct);
        if (reply is not TokenReply.Granted)
        {
            foreach (var name in OfPlatform[1..])
                yield return name switch { PlatformChecks.AllowList => await allowed, PlatformChecks.Clock => await clock, _ => CheckUp.Skip(name, "needs an access_token") };
            yield break;
        }
        CheckUp? push = null;
        Task<CheckUp>[] rest =
        [
            allowed, clock, Within(PlatformChecks.Network, checks.CheckNetwork, ct), Within(PlatformChecks.PushAddresses, checks.CheckPushAddresses, ct),
            Within(Capabilities.Name, async stop =>
            {
                (var families, push) = await new Capabilities(session).Run(stop);
                return families;
            }, ct),
        ];
        Task<CheckUp>[] last = [Within(PlatformChecks.Quota, checks.CheckQuota, ct), Within(PlatformChecks.Menu, checks.CheckMenu, ct)];
        foreach (var check in rest) yield return await check;
        yield return push ?? CheckUp.Skip(Capabilities.CanPush, "needs the capabilities");
        foreach (var check in last) yield return await check;
    }

    private async Task<CheckUp> Within(string name, Func<CancellationToken, Task<CheckUp>> check, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            // Some of what is waited for, a disk above all, hears of no token.
            return await check(stop.Token).WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return new(name, Verdict.Wrong, $"not done within {Moment.Of(Limit)}") { Remedy = "Look for a network or a disk that hangs, and try again." };
        }
        catch (StoreUnavailableException problem)
        {
            return new(name, Verdict.Wrong, problem.Message.TrimEnd('.'));
        }
    }

    /// <summary>What the token centre says while the checks run.</summary>
    private sealed class Notices
    {
        private readonly Lock _gate = new();
        private readonly List<string> _sentences = [];

        public void Add(TokenNotice notice)
        {
            lock (_gate) _sentences.Add(notice.Sentence);
        }

        public string[] Besides(string? known)
        {
            lock (_gate) return [.. _sentences.Where(sentence => sentence != known).Distinct()];
        }
    }
}
