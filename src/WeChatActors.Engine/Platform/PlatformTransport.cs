namespace WeChatActors.Engine;

/// <summary>Makes one attempt at a call: sends it, waits for the head of the answer and looks at the beginning of its body. Failures are
/// results here; none of their sentences holds an address with its query.</summary>
/// <param name="http">Sends requests; it follows no redirects and keeps no cookies.</param>
/// <param name="stall">How long a body may stand still.</param>
/// <param name="time">The clock.</param>
internal sealed class PlatformTransport(HttpMessageInvoker http, TimeSpan stall, TimeProvider time)
{
    /// <summary>So much of a JSON body is looked at for its errcode, in bytes.</summary>
    public const int LookedAt = 64 * 1024;

    /// <summary>The longest JSON body that is read as a whole, in bytes.</summary>
    public const int MaxWhole = 8 * 1024 * 1024;

    // What a caller has escaped, and how, is the platform's to read.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Makes an attempt.</summary>
    /// <param name="request">The call.</param>
    /// <param name="server">Where to, without path.</param>
    /// <param name="token">The access_token; null for a call without.</param>
    /// <param name="secret">The account's AppSecret, which no words of the platform may show.</param>
    /// <param name="whole">Whether the body is read to its end.</param>
    /// <param name="limit">Begun by the caller; ends the attempt.</param>
    /// <param name="ct">The caller's own: its cancellation is thrown.</param>
    public async ValueTask<PlatformExchange> Attempt(PlatformRequest request, Uri server, string? token, AppSecret secret, bool whole, CallLimit limit, CancellationToken ct)
    {
        HttpResponseMessage? response = null;
        try
        {
            using (var message = Message(request, server, token, limit)) response = await http.SendAsync(message, limit.Token);
            // It would keep the address with the token.
            response.RequestMessage = null;
            return await Look(response, token, secret, whole, limit.Token);
        }
        catch (OperationCanceledException)
        {
            response?.Dispose();
            ct.ThrowIfCancellationRequested();
            // Nobody's limit but that for connecting, so nothing was sent.
            if (!limit.Token.IsCancellationRequested) return NotConnected($"No connection to {server.Authority} came about within 5 s");
            return new PlatformExchange.Unknown(response is null
                ? $"{server.Authority} did not answer within {CallLimit.Seconds(request.Limit)}, or its body stood still for {CallLimit.Seconds(stall)}."
                : $"{server.Authority} began an answer and did not end it within {CallLimit.Seconds(request.Limit)}.") { TooSlow = true };
        }
        catch (HttpRequestException error)
        {
            response?.Dispose();
            return Failed(error, server);
        }
        catch (IOException)
        {
            response?.Dispose();
            return new PlatformExchange.Unknown($"The connection to {server.Authority} broke before the answer was complete.");
        }
    }

    private HttpRequestMessage Message(PlatformRequest request, Uri server, string? token, CallLimit limit)
    {
        var query = request.Query;
        if (token is not null) query = query.Length == 0 ? $"access_token={Uri.EscapeDataString(token)}" : $"access_token={Uri.EscapeDataString(token)}&{query}";
        var message = new HttpRequestMessage(request.Method, new Uri(
            query.Length == 0
                ? string.Concat(server.GetLeftPart(UriPartial.Authority), request.Path)
                : string.Concat(server.GetLeftPart(UriPartial.Authority), request.Path, "?", query),
            AsWritten));
        if (request.Content is not null) message.Content = UploadContent.Of(request.Content(), limit, stall, request.Limit);
        // A request without body is sent up to three times more by the client itself when a connection dies before the answer begins; one with
        // an empty body is not.
        else if (!PlatformClient.IsIdempotent(request)) message.Content = new ByteArrayContent([]);
        foreach (var (name, value) in request.Headers)
        {
            // In compressed answers no errcode would be seen, and what is no ASCII cannot be sent.
            if (!name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase) && !value.AsSpan().ContainsAnyExceptInRange(' ', '~')) message.Headers.TryAddWithoutValidation(name, value);
        }
        return message;
    }

    private async ValueTask<PlatformExchange> Look(HttpResponseMessage response, string? token, AppSecret secret, bool whole, CancellationToken ct)
    {
        var stream = await response.Content.ReadAsStreamAsync(ct);
        var most = whole ? MaxWhole + 1 : LookedAt;
        var length = response.Content.Headers.ContentLength;
        // One byte more than announced, so that the end shows.
        var buffer = GC.AllocateUninitializedArray<byte>((int)Math.Clamp(length + 1 ?? 4096, 512, LookedAt));
        var (held, ended) = (0, length == 0);
        while (!ended && held < most)
        {
            if (held == buffer.Length) Array.Resize(ref buffer, Math.Min(most, 2 * buffer.Length));
            var got = await stream.ReadAsync(buffer.AsMemory(held), ct);
            held += got;
            ended = got == 0 || held == length;
            // A file is passed on, and what is no JSON is not read as such.
            if (!ErrcodeInJson.MayBeJson(buffer.AsSpan(0, held))) break;
        }
        var seen = buffer.AsMemory(0, held);
        var (errcode, errmsg) = ErrcodeInJson.BeginsAsJson(seen.Span) ? ErrcodeInJson.Find(seen.Span, ended) : (0, "");
        return new PlatformExchange.Answered(new PlatformResponse(response, seen, ended ? null : stream, errcode, PlatformErrmsg.Clean(errmsg, token ?? "", secret.Reveal()), stall, time));
    }

    private PlatformExchange Failed(HttpRequestException error, Uri server) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => NotConnected($"The name {server.Host} cannot be resolved"),
        HttpRequestError.ConnectionError => NotConnected($"No connection to {server.Authority} could be made"),
        HttpRequestError.SecureConnectionError => NotConnected($"No TLS connection to {server.Authority} could be made: its certificate is not trusted here, or something stands between"),
        HttpRequestError.ProxyTunnelError => NotConnected($"This machine's proxy did not open the way to {server.Authority}"),
        HttpRequestError.ResponseEnded => new PlatformExchange.Unknown($"{server.Authority} closed the connection before a complete answer had come."),
        HttpRequestError.InvalidResponse => new PlatformExchange.Unknown($"{server.Authority} answered something that is no HTTP."),
        HttpRequestError.ConfigurationLimitExceeded => new PlatformExchange.Unknown($"{server.Authority} answered with headers of more than 64 KB."),
        _ => new PlatformExchange.Unknown($"The connection to {server.Authority} broke before an answer had come."),
    };

    private PlatformExchange.NotSent NotConnected(string cause) =>
        new($"{cause}; check this machine's network and the account's api.", time.GetUtcNow() + PlatformPorts.WorthAnother) { Unreachable = true };
}
