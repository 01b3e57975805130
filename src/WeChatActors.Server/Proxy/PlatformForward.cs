using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>One call to be passed on.</summary>
/// <param name="Account">For which account; it has <see cref="Account.Platform"/>.</param>
/// <param name="Path">The platform's path.</param>
/// <param name="Query">Without question mark and without the account's access_token. May hold credentials.</param>
/// <param name="WithToken">Whether the account's access_token is added.</param>
/// <param name="AskedBy">Who calls, for the audit of tokens.</param>
internal sealed record ForwardedCall(Account Account, string Path, string Query, bool WithToken, string AskedBy)
{
    /// <summary>What is sent in the place of the caller's body; null for that.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>Account and path; the query is left out: it may hold credentials.</summary>
    public override string ToString() => $"{Account.Alias} {Path}";
}

/// <summary>Passes calls on to the platform and its answers back, both as they arrive.</summary>
/// <param name="client">Calls the platform.</param>
/// <param name="options">Its limits.</param>
/// <param name="time">The clock.</param>
internal sealed class PlatformForward(PlatformClient client, ProxyOptions options, TimeProvider time)
{
    private readonly AllowedHosts _hosts = new(options.Hosts);

    /// <summary>Passes one call on.</summary>
    /// <param name="context">The caller's request.</param>
    /// <param name="call">What is called.</param>
    /// <param name="refuse">Tells the caller why there is no answer.</param>
    public async Task Pass(HttpContext context, ForwardedCall call, Refuse refuse)
    {
        var hosts = call.Account.Platform!.Hosts;
        var address = _hosts.Find(hosts, call.Path, out var elsewhere);
        if ((elsewhere ?? Unfit(context.Request)) is { } unfit)
        {
            await refuse(context, unfit);
            return;
        }
        CallerBody? body = null;
        try
        {
            body = call.Body is { } instead ? new CallerBody(instead, null) : await CallerBody.Read(context, options);
            var exchange = await client.Send(Request(context.Request, call, body), context.RequestAborted);
            await Answer(context, exchange, hosts, address, body.Stream?.CallerFault, refuse);
        }
        catch (BadHttpRequestException error)
        {
            await refuse(context, Refusal.Body(error));
        }
        catch (Exception) when (body?.Stream?.CallerFault is BadHttpRequestException fault)
        {
            await refuse(context, Refusal.Body(fault));
        }
        catch (Exception error) when (error is IOException or OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to be told.
            context.Abort();
        }
    }

    private PlatformRequest Request(HttpRequest request, ForwardedCall call, CallerBody body) => new()
    {
        Account = call.Account.Alias,
        Method = Method(request.Method),
        Path = call.Path,
        Query = call.Query,
        Content = body.Content,
        Replayable = body.Stream is null,
        // What takes the AppSecret spends codes and quotas.
        Idempotent = CallCredentials.Of(call.Path) == CallCredential.Secret ? false : null,
        WithToken = call.WithToken,
        Headers = ProxyHeaders.ForPlatform(request.Headers),
        AskedBy = call.AskedBy,
        Limit = options.AnswerWithin,
    };

    private Task Answer(HttpContext context, PlatformExchange exchange, PlatformHosts hosts, Uri address, Exception? callerFault, Refuse refuse)
    {
        switch (exchange)
        {
            case PlatformExchange.Answered answered:
                return Copy(context, answered.Response, hosts, address, refuse);
            case var _ when callerFault is BadHttpRequestException fault:
                return refuse(context, Refusal.Body(fault));
            case var _ when callerFault is not null || context.RequestAborted.IsCancellationRequested:
                context.Abort();
                return Task.CompletedTask;
            case PlatformExchange.NotSent notSent:
                return refuse(context, (notSent.Unreachable
                    ? new Refusal(StatusCodes.Status502BadGateway, -1, "The platform cannot be reached", notSent.Why)
                    : new Refusal(StatusCodes.Status503ServiceUnavailable, -1, "The call cannot be made now", notSent.Why)) with { RetryAfter = notSent.RetryAt - time.GetUtcNow() });
            case PlatformExchange.Unknown unknown:
                return refuse(context, new Refusal(
                    unknown.TooSlow ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway, -1,
                    unknown.TooSlow ? "The platform is too slow" : "The platform gave no answer", $"{unknown.Why} Whether the call was done nobody knows.") { Outcome = "unknown" });
            default:
                throw new InvalidOperationException($"No answer for {exchange.GetType().Name}.");
        }
    }

    private async Task Copy(HttpContext context, PlatformResponse response, PlatformHosts hosts, Uri address, Refuse refuse)
    {
        using var _ = response;
        var message = response.Message;
        string? location = null;
        if (message.Headers.NonValidated.Contains("Location") && !MayLead(message, hosts, address, out location))
        {
            await refuse(context, new Refusal(StatusCodes.Status502BadGateway, -1, "The platform's answer leads elsewhere",
                "It redirects to a host that 'proxy: hosts' of the configuration does not list, or with a credential in the address; the call may have been done.") { Outcome = "unknown" });
            return;
        }
        context.Response.StatusCode = (int)message.StatusCode;
        ProxyHeaders.ForCaller(message, context.Response.Headers);
        if (location is not null) context.Response.Headers.Location = location;
        if (HttpMethods.IsHead(context.Request.Method) || context.Response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified) return;
        await AnswerBody.Copy(context, response.Body);
    }

    private bool MayLead(HttpResponseMessage message, PlatformHosts hosts, Uri address, out string? location)
    {
        // Led to by a relative address, the caller would come back to this listener with its key.
        var named = message.Headers.NonValidated["Location"];
        location = named.Count == 1 && Uri.TryCreate(address, named.ToString(), out var target) && _hosts.Allows(hosts, target) ? target.AbsoluteUri : null;
        return location is not null && ProxyQuery.Find(new Uri(location).Query.TrimStart('?'), "access_token") is null;
    }

    private static Refusal? Unfit(HttpRequest request) =>
        ProxyHeaders.Wrong(request.Headers) is { } header
            ? new Refusal(StatusCodes.Status400BadRequest, 40035, "A header cannot be passed on", $"'{header}' holds a control character or one beyond ASCII.")
        : HttpMethods.IsTrace(request.Method) || HttpMethods.IsConnect(request.Method)
            ? new Refusal(StatusCodes.Status405MethodNotAllowed, 43002, "This method is not passed on", "Call with the method that WeChat's documents name, GET or POST.")
        : null;

    private static HttpMethod Method(string name) =>
        HttpMethods.IsGet(name) ? HttpMethod.Get : HttpMethods.IsPost(name) ? HttpMethod.Post : HttpMethods.IsHead(name) ? HttpMethod.Head : new HttpMethod(name);
}
