using System.Net;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Makes rules' HTTP requests. Whatever comes of one is a value.</summary>
/// <param name="http">Sends them; it reaches only what is allowed.</param>
/// <param name="options">What is allowed, and how.</param>
/// <param name="targets">The hosts.</param>
/// <param name="time">The clock.</param>
internal sealed class HttpCaller(HttpMessageInvoker http, CallOptions options, CallTargets targets, TimeProvider time)
{
    /// <summary>What became of an attempt.</summary>
    /// <param name="Result">The result, if it is the last.</param>
    /// <param name="Failed">Whether the host failed; null when nobody can tell.</param>
    private readonly record struct Attempt(Value Result, bool? Failed)
    {
        /// <summary>Whether another one may fare better.</summary>
        public bool Again { get; init; }

        /// <summary>How long the host asks to wait before that.</summary>
        public TimeSpan After { get; init; }
    }

    /// <summary>Makes a request with all its attempts.</summary>
    public async ValueTask<Value> Make(RunningCall call, HttpOrder order)
    {
        var refusal = Check(order, out var uri, out var host);
        var target = call.Target = refusal is null ? targets.Of(order, host!) : targets.None;
        target.Counters.Start();
        if (refusal is not null) return Failed(refusal);
        var more = order.Once || order.Method is "GET" or "PUT" or "DELETE" or "HEAD" ? order.Retries : 0;
        for (var number = 0; ; number++)
        {
            var attempt = await Try(call, order, uri!, target);
            if (!attempt.Again || number >= more) return attempt.Result;
            var pause = PauseAfter(number, call.Ticket.Id);
            if (attempt.After > pause) pause = attempt.After;
            if (pause >= call.Left) return attempt.Result;
            try
            {
                await Task.Delay(pause, time, call.Token);
            }
            catch (OperationCanceledException)
            {
                return attempt.Result;
            }
        }
    }

    /// <summary>The result of a request that was not answered.</summary>
    public static Value Failed(string error) => Result(null, Value.Null, error);

    private static Value Result(int? status, Value body, string? error) => Value.Map(
    [
        new("ok", error is null), new("status", status is { } number ? Value.Of((long)number) : Value.Null), new("body", body), new("error", error),
    ]);

    private string? Check(HttpOrder order, out Uri? uri, out AllowedHost? host)
    {
        host = null;
        if (!Uri.TryCreate(order.Url, UriKind.Absolute, out uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Host.Length == 0) return CallError.BadUrl;
        host = options.Find(uri);
        if (host is null) return CallError.HostNotAllowed;
        foreach (var (name, value) in order.Headers)
            if (!RequestHeader.IsAllowed(name, value)) return CallError.BadHeader;
        return null;
    }

    private async ValueTask<Attempt> Try(RunningCall call, HttpOrder order, Uri uri, CallTarget target)
    {
        int? entered;
        try
        {
            entered = await target.Enter(call.Token);
        }
        catch (OperationCanceledException)
        {
            return new Attempt(Failed(call.Why), null);
        }
        if (entered is not { } era) return new Attempt(Failed(CallError.CircuitOpen), null);
        var attempt = default(Attempt);
        try
        {
            attempt = await Send(call, order, uri);
            call.ReachedTarget |= attempt.Failed is not null;
            return attempt;
        }
        finally
        {
            target.Leave(era, attempt.Failed);
        }
    }

    private async ValueTask<Attempt> Send(RunningCall call, HttpOrder order, Uri uri)
    {
        try
        {
            using var message = Message(call.Ticket, order, uri);
            using var response = await http.SendAsync(message, call.Token);
            return await Read(response, call.Token);
        }
        catch (Exception error) when (TransportError.IsOne(error))
        {
            return call.Token.IsCancellationRequested ? new Attempt(Failed(call.Why), call.Why == CallError.Cancelled ? null : true) : Unanswered(TransportError.Of(error));
        }
    }

    private static Attempt Unanswered(string error) =>
        new(Failed(error), error == CallError.PrivateAddress ? null : TransportError.IsFailureOfTarget(error)) { Again = TransportError.IsFailureOfTarget(error) };

    private static HttpRequestMessage Message(CallTicket ticket, HttpOrder order, Uri uri)
    {
        var message = new HttpRequestMessage(new HttpMethod(order.Method), uri) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        if (order.Body is { } body) message.Content = new TextContent(body, order.ContentType);
        // A request without body is sent again by the client itself when a connection dies before the answer begins; one with an empty body is not.
        else if (order.Method is not "GET") message.Content = new ByteArrayContent([]);
        foreach (var (name, value) in order.Headers)
        {
            if (message.Headers.TryAddWithoutValidation(name, value) || message.Content is not { } content) continue;
            content.Headers.Remove(name);
            content.Headers.TryAddWithoutValidation(name, value);
        }
        if (!message.Headers.Contains("User-Agent")) message.Headers.TryAddWithoutValidation("User-Agent", "WeChatActors");
        if (order.Once) message.Headers.TryAddWithoutValidation("Idempotency-Key", ticket.Key);
        return message;
    }

    private async ValueTask<Attempt> Read(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400) return new Attempt(Result(status, Value.Null, CallError.Redirect), false);
        ReadOnlyMemory<byte>? bytes;
        try
        {
            bytes = await BoundedBody.Read(response.Content, options.MaxBytes, ct);
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            // How the framework's decompressors say that something is not what it claims to be.
            return new Attempt(Result(status, Value.Null, CallError.BadAnswer), false);
        }
        if (bytes is not { } whole) return new Attempt(Result(status, Value.Null, CallError.TooLarge), false);
        var (body, isBroken) = AnswerValue.Read(whole.Span, response.Content.Headers.ContentType);
        var ok = status is >= 200 and < 300;
        return new Attempt(Result(status, body, !ok ? CallError.Status : isBroken ? CallError.BadJson : null), status >= 500)
        {
            Again = status is 502 or 503 or 504,
            After = response.Headers.RetryAfter is { Delta: { } delta } ? delta : TimeSpan.Zero,
        };
    }

    // The same call pauses for the same time again, and others for another.
    private TimeSpan PauseAfter(int number, CallId id)
    {
        var chance = (ulong)(uint)options.Seed ^ ((ulong)id.Turn * SplitMix64.Step) ^ ((ulong)(uint)id.Number << 40) ^ ((ulong)(uint)number << 48);
        return options.Pause * (1 << number) * (0.75 + SplitMix64.Unit(SplitMix64.Mix(chance)) / 2);
    }
}
