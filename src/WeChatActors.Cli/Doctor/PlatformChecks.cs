using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Cli;

/// <summary>Checks that ask the platform, none of which changes anything there.</summary>
/// <param name="session">The account's tokens and client.</param>
/// <param name="time">The clock that is compared with the platform's.</param>
internal sealed partial class PlatformChecks(PlatformSession session, TimeProvider time)
{
    public const string AccessToken = "access_token", AllowList = "IP allowlist", Clock = "clock", Network = "network", PushAddresses = "push addresses", Quota = "quota", Menu = "menu";

    private static readonly TimeSpan SmallDifference = TimeSpan.FromSeconds(30);

    private ChosenAccount Chosen => session.Chosen;

    /// <summary>Whether there is an access_token.</summary>
    public async Task<(CheckUp Check, TokenReply Reply)> CheckToken(CancellationToken ct)
    {
        var reply = await session.Tokens.Get(new(Chosen.Alias, TokenKind.AccessToken), "doctor", ct);
        return (reply switch
        {
            TokenReply.Granted { Token: var token } => new(AccessToken, Verdict.Ok, $"version {token.Version}, good for {Moment.Of(token.ExpiresAt - time.GetUtcNow())}"),
            TokenReply.Refused refused => new CheckUp(AccessToken, Verdict.Wrong, $"there is none{(refused.Errcode is { } code ? $" (errcode {code})" : "")}")
            {
                Remedy = refused.Why, Details = refused.RetryAt is { } at ? [$"worth trying again at {Moment.Of(at)}"] : [],
            },
            var other => throw new InvalidOperationException($"A token has no case for {other.GetType().Name}."),
        }, reply);
    }

    /// <summary>Whether the platform gives tokens to this machine: a token that is stored already does not show it.</summary>
    public async Task<CheckUp> CheckAllowList(TokenReply? reply, CancellationToken ct)
    {
        if (reply is TokenReply.Refused { Errcode: { } code } refused && Errcode.ClassOf(code) == ErrcodeClass.IpWhitelist)
            return new(AllowList, Verdict.Wrong, $"WeChat gives this machine no token (errcode {code})") { Remedy = refused.Why };
        if (reply is not TokenReply.Granted) return CheckUp.Skip(AllowList, "needs an access_token");
        var access = Chosen.Account.Platform!;
        // A request to the classic endpoint would take the token away from everybody.
        if (access.Mode == TokenMode.Classic) return CheckUp.Skip(AllowList, "shown only by the next refresh: asking now would kill the classic token");
        var ask = session.Post("/cgi-bin/stable_token", JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["grant_type"] = "client_credential", ["appid"] = access.AppId, ["secret"] = access.Secret.Reveal(), ["force_refresh"] = false,
        })) with { WithToken = false, Idempotent = true };
        return await session.Client.Call(ask, ct) switch
        {
            PlatformResult.Done => new(AllowList, Verdict.Ok, "WeChat gives tokens to this machine"),
            PlatformResult.Refused { Errcode: 40164 or 61004 } no => new(AllowList, Verdict.Wrong, $"WeChat gives this machine no token (errcode {no.Errcode})")
            {
                Remedy = Ip().Match(no.Errmsg) is { Success: true } ip ? $"Add {ip.Value} to the IP allowlist (IP 白名单) in the console." : no.Remedy,
                Details = [$"WeChat says: {no.Errmsg}"],
            },
            var other => Of(AllowList, other),
        };
    }

    /// <summary>Whether this machine's clock goes with the platform's, by which it stamps packets.</summary>
    public async Task<CheckUp> CheckClock(CancellationToken ct)
    {
        var asked = time.GetTimestamp();
        // Without a token: what is wanted is the head of the answer.
        if (await session.Client.Send(session.Get("/cgi-bin/getcallbackip") with { WithToken = false }, ct) is not PlatformExchange.Answered { Response: var response })
            return CheckUp.Skip(Clock, $"{Chosen.Account.Platform!.Hosts.Api.Authority} does not answer");
        using (response)
        {
            if (response.Message.Headers.Date is not { } date) return CheckUp.Skip(Clock, "the answer of the platform carries no date");
            // The date was written somewhere between asking and now, and has whole seconds.
            var apart = (time.GetUtcNow() - time.GetElapsedTime(asked) / 2 - date - TimeSpan.FromSeconds(0.5)).Duration();
            var tolerance = Chosen.Configuration.Callbacks.TimestampTolerance;
            if (apart <= SmallDifference) return new(Clock, Verdict.Ok, "within 30 s of WeChat's");
            return new(Clock, apart > tolerance ? Verdict.Wrong : Verdict.Warning, $"{Moment.Of(apart)} apart from WeChat's{(apart > tolerance ? ", so every packet is refused as too old or too new" : "")}")
            {
                Remedy = "Set the clock, and keep it with NTP (timedatectl set-ntp true).",
            };
        }
    }

    /// <summary>Whether the platform can resolve and reach the address in its console, as its own check says.</summary>
    public async Task<CheckUp> CheckNetwork(CancellationToken ct)
    {
        var result = await session.Client.Call(session.Post("/cgi-bin/callback/check", """{"action":"all","check_operator":"DEFAULT"}"""), ct);
        if (result is PlatformResult.Refused { Errcode: 40201 })
            return new(Network, Verdict.Warning, "the console has no callback address yet") { Remedy = "Enter it under 设置与开发 → 基本配置 → 服务器配置." };
        if (result is not PlatformResult.Done { Json: var json }) return Of(Network, result);
        var dns = Texts(json, "dns", "ip");
        if (dns.Length == 0) return new(Network, Verdict.Wrong, "WeChat cannot resolve the name in the console") { Remedy = "Correct the address in the console, or add the name to your DNS." };
        var losses = Texts(json, "ping", "package_loss");
        var found = $"WeChat resolves the name in the console to {string.Join(", ", dns.Distinct().Take(3))}";
        if (losses.Length > 0 && losses.All(loss => loss == "100%"))
            return new(Network, Verdict.Warning, $"{found}, and no ping comes back") { Remedy = "See that the server runs; a firewall that only swallows pings does no harm." };
        return new(Network, Verdict.Ok, losses.Length == 0 ? found : $"{found}, packets lost: {string.Join(", ", losses.Distinct())}");
    }

    /// <summary>From where the platform pushes.</summary>
    public async Task<CheckUp> CheckPushAddresses(CancellationToken ct)
    {
        var result = await session.Client.Call(session.Get("/cgi-bin/getcallbackip"), ct);
        if (result is not PlatformResult.Done { Json: var json }) return Of(PushAddresses, result);
        string[] addresses = json.TryGetProperty("ip_list", out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(item => item.ToString())] : [];
        return new(PushAddresses, Verdict.Ok, $"WeChat pushes from {addresses.Length.ToString(CultureInfo.InvariantCulture)} addresses; let a firewall take them")
        {
            Details = addresses.Length == 0 ? [] : [string.Join(", ", addresses.Take(4)) + (addresses.Length > 4 ? ", ..." : "")],
        };
    }

    /// <summary>How much of the day's customer-service messages is used up.</summary>
    public async Task<CheckUp> CheckQuota(CancellationToken ct)
    {
        var result = await session.Client.Call(session.Post("/cgi-bin/openapi/quota/get", """{"cgi_path":"/cgi-bin/message/custom/send"}"""), ct);
        if (result is PlatformResult.Refused { Errcode: 76022 }) return CheckUp.Skip(Quota, "the account may not send customer-service messages");
        if (result is not PlatformResult.Done { Json: var json }) return Of(Quota, result);
        if (!json.TryGetProperty("quota", out var quota) || Number(quota, "daily_limit") is not { } limit || Number(quota, "used") is not { } used)
            return CheckUp.Skip(Quota, "WeChat tells no numbers");
        var what = string.Create(CultureInfo.InvariantCulture, $"{used:N0} of {limit:N0} customer-service messages of today are used");
        return used * 10 >= limit * 8
            ? new(Quota, Verdict.Warning, what) { Remedy = "Send less until midnight in China; /cgi-bin/clear_quota clears all counts, ten times a month." }
            : new(Quota, Verdict.Ok, what);
    }

    /// <summary>Whether phones show the menu of the rules.</summary>
    public async Task<CheckUp> CheckMenu(CancellationToken ct)
    {
        if (Chosen.Account.Script.Menu is not { } menu) return CheckUp.Skip(Menu, $"{Chosen.RulePath} has no section 'menu:'");
        var result = await session.Client.Call(session.Get(CurrentMenu.Path), ct);
        if (result is not PlatformResult.Done { Json: var json }) return Of(Menu, result);
        return MenuYaml.Lines(CurrentMenu.Read(json)).SequenceEqual(MenuYaml.Lines(menu))
            ? new(Menu, Verdict.Ok, $"WeChat has the menu of {Chosen.RulePath}")
            : new(Menu, Verdict.Warning, $"WeChat's menu is not that of {Chosen.RulePath}") { Remedy = $"{CommandLine.Name} menu diff shows the difference, {CommandLine.Name} menu push sends the menu." };
    }

    /// <summary>A call that did not tell what was asked.</summary>
    private static CheckUp Of(string name, PlatformResult result) => result switch
    {
        PlatformResult.Refused { Class: ErrcodeClass.Permission, Errcode: var code } => CheckUp.Skip(name, $"the account may not ask for it (errcode {code})"),
        PlatformResult.Refused refused => new(name, Verdict.Warning, $"WeChat does not tell (errcode {refused.Errcode})") { Remedy = refused.Remedy },
        PlatformResult.NotSent unsent => new(name, Verdict.Warning, "WeChat was not asked") { Remedy = unsent.Why },
        PlatformResult.Unknown unknown => new(name, Verdict.Warning, "WeChat gave no answer that can be read") { Remedy = unknown.Why },
        var other => throw new InvalidOperationException($"A check has no case for {other.GetType().Name}."),
    };

    private static string[] Texts(JsonElement json, string list, string member) =>
        json.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(member, out _)).Select(item => item.GetProperty(member).ToString())]
            : [];

    private static long? Number(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    [GeneratedRegex(@"(?<=invalid ip )[0-9a-fA-F.:]+")]
    private static partial Regex Ip();
}
