using System.Globalization;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>One call on its way: its token, its place in the pace, its attempts, and what each answer means for the next one.</summary>
/// <param name="ports">What every call needs.</param>
/// <param name="account">Whose call it is.</param>
/// <param name="endpoint">What is known of its path.</param>
/// <param name="request">The call.</param>
/// <param name="whole">Whether the body is read to its end.</param>
/// <param name="ct">Its caller's patience.</param>
internal sealed class PlatformCall(PlatformPorts ports, AccountCalls account, PlatformEndpoint endpoint, PlatformRequest request, bool whole, CancellationToken ct) : IDisposable
{
    private readonly long _begun = ports.Time.GetTimestamp();
    private readonly CallLimit _limit = new(ports.Time);
    private readonly bool _idempotent = request.Idempotent ?? endpoint.IsIdempotent(request.Method);
    private string? _token;
    private bool _tokenReplaced;

    public void Dispose() => _limit.Dispose();

    public async ValueTask<PlatformExchange> Run()
    {
        if (endpoint.AddressAt(account.Access.Hosts) is not { } server)
            return new PlatformExchange.NotSent($"{request.Path} belongs to WeChat Pay, which takes a merchant's signature instead of a token; call it directly.", null);
        using var stage = _limit.Begin(request.Limit, ct);
        if (await FindObstacle() is { } obstacle)
        {
            account.CountersOf(endpoint).NotSent();
            return obstacle;
        }
        for (var repeats = 0; ;)
        {
            if (await WaitForTurn() is { } crowd)
            {
                account.CountersOf(endpoint).NotSent();
                return crowd;
            }
            if (await Attempt(server) is var exchange && exchange is PlatformExchange.Answered { Response: var response })
            {
                if (request.WithToken && IsTokenError(response.Errcode))
                {
                    if (!await ReplaceToken(response)) return exchange;
                    response.Dispose();
                    continue;
                }
                Note(response);
                if (!IsBusy(response) || !_idempotent) return exchange;
            }
            // Nothing was sent, or what was sent may be sent again.
            else if (exchange is PlatformExchange.Unknown && !_idempotent)
            {
                return exchange;
            }
            if (!request.Replayable || repeats >= ports.Options.Repeats) return exchange;
            var pause = ports.Pause(repeats++);
            if (ports.Time.GetElapsedTime(_begun) + pause >= request.Limit) return exchange;
            if (exchange is PlatformExchange.Answered { Response: var busy }) busy.Dispose();
            if (exchange is PlatformExchange.NotSent && endpoint.Host == PlatformHosts.ApiHost) server = Other(server);
            await Task.Delay(pause, ports.Time, ct);
            // It may have been replaced meanwhile.
            if (request.WithToken) _token = ports.Tokens.Current(account.Token)?.Value ?? _token;
        }
    }

    /// <summary>Whether an errcode says that the token was bad. No other one does: 42007 and the like are about tokens of users.</summary>
    public static bool IsTokenError(int errcode) => errcode is 40001 or 40014 or 42001;

    /// <summary>Whether the answer says that the platform cannot do it now.</summary>
    public static bool IsBusy(PlatformResponse response) =>
        response.Errcode != 0 ? Errcode.ClassOf(response.Errcode) == ErrcodeClass.BusyRetry : (int)response.Message.StatusCode is >= 500 or 429;

    private async ValueTask<PlatformExchange?> FindObstacle()
    {
        if (account.Stop(request.Path, ports.Time.GetUtcNow()) is { } stop)
            return new PlatformExchange.NotSent($"{request.Path} is not called until {stop.Until:u}, because the platform answered {stop.Errcode} at {stop.From:u}: {PlatformRemedies.Of(stop.Errcode)}", stop.Until);
        if (request.WithToken)
        {
            var token = ports.Tokens.Current(account.Token);
            if (token is null)
            {
                switch (await Wait(ports.Tokens.Get(account.Token, request.AskedBy, _limit.Token)))
                {
                    case TokenReply.Granted granted:
                        token = granted.Token;
                        break;
                    case TokenReply.Refused refused:
                        return new PlatformExchange.NotSent($"There is no access_token: {refused.Why}", refused.RetryAt);
                    default:
                        return new PlatformExchange.NotSent($"There was no access_token within {CallLimit.Seconds(request.Limit)}; see the account's token.", ports.Time.GetUtcNow() + PlatformPorts.WorthAnother);
                }
            }
            _token = token.Value;
        }
        return null;
    }

    private async ValueTask<PlatformExchange?> WaitForTurn()
    {
        var patience = request.Limit - ports.Time.GetElapsedTime(_begun);
        if (account.Take(endpoint, ports.Ticks, patience > TimeSpan.Zero ? patience : TimeSpan.Zero) is not { } wait)
            return new PlatformExchange.NotSent($"More calls of {request.Path} wait than may begin within {CallLimit.Seconds(request.Limit)}; call less often.", ports.Time.GetUtcNow() + PlatformPorts.WorthAnother);
        if (wait > TimeSpan.Zero)
        {
            _limit.Restart(Timeout.InfiniteTimeSpan);
            await Task.Delay(wait, ports.Time, ct);
        }
        return null;
    }

    private async ValueTask<PlatformExchange> Attempt(Uri server)
    {
        _limit.Restart(request.Limit);
        var begun = ports.Time.GetTimestamp();
        var exchange = await ports.Transport.Attempt(request, server, _token, account.Access.Secret, whole, _limit, ct);
        account.CountersOf(endpoint).Add(exchange, ports.Time.GetElapsedTime(begun));
        if (exchange is not PlatformExchange.NotSent && account.Today.Add(endpoint, ChinaCalendar.DayOf(ports.Time.GetUtcNow())))
        {
            ports.Notice(new PlatformNotice(account.Alias, false, string.Create(CultureInfo.InvariantCulture,
                $"{request.Path} has been called {account.Today.Used(endpoint, ChinaCalendar.DayOf(ports.Time.GetUtcNow()))} times today, nine tenths of the {endpoint.PerDay} that WeChat publishes; see /cgi-bin/openapi/quota/get for this account's own number.")));
        }
        return exchange;
    }

    /// <summary>Reports the token and gets another one.</summary>
    /// <returns>Whether there is one to try again with.</returns>
    private async ValueTask<bool> ReplaceToken(PlatformResponse response)
    {
        var (failed, errcode) = (_token!, response.Errcode);
        if (_tokenReplaced)
        {
            if (account.MayNotice(ports.Ticks))
            {
                ports.Notice(new PlatformNotice(account.Alias, true,
                    $"{request.Path} was refused with {errcode} also with a new access_token: another program takes tokens of this AppID; let it take them from here, or give it an account of its own."));
            }
            return false;
        }
        _limit.Restart(request.Limit);
        var asked = ports.Tokens.Replace(account.Token, failed, errcode, request.AskedBy, _limit.Token);
        var reply = await Wait(asked);
        // The platform may be asked and take the same one after all: then it is tried once more as well.
        if (reply is TokenReply.Granted granted && request.Replayable)
        {
            (_token, _tokenReplaced) = (granted.Token.Value, true);
            return true;
        }
        response.NoToken = reply as TokenReply.Refused;
        return false;
    }

    private async ValueTask<TokenReply?> Wait(ValueTask<TokenReply> asked)
    {
        try
        {
            return await asked;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Note(PlatformResponse response)
    {
        if (response.Errcode != 0)
        {
            if (Errcode.ClassOf(response.Errcode) == ErrcodeClass.Quota) account.Stop(request.Path, response.Errcode, ports.Time.GetUtcNow());
        }
        else if (request.Path is "/cgi-bin/clear_quota" or "/cgi-bin/clear_quota/v2" or "/cgi-bin/openapi/quota/clear" && response.Message.IsSuccessStatusCode)
        {
            account.Go();
        }
    }

    private Uri Other(Uri server) => account.Access.Hosts.Backup is { } backup ? server == backup ? account.Access.Hosts.Api : backup : server;
}
