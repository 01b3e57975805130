using System.Buffers;
using System.Net;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Asks models. Whatever comes of it is a value; what was said before it broke is kept.</summary>
/// <param name="http">Sends the questions.</param>
/// <param name="options">How.</param>
/// <param name="models">The models by name.</param>
/// <param name="targets">What they count to.</param>
internal sealed class LlmCaller(HttpMessageInvoker http, CallOptions options, IReadOnlyDictionary<string, ModelOptions> models, CallTargets targets)
{
    private const int Piece = 4096;

    /// <summary>What became of a question.</summary>
    /// <param name="Result">The result.</param>
    /// <param name="Failed">Whether the model failed; null when nobody can tell.</param>
    private readonly record struct Said(Value Result, bool? Failed);

    /// <summary>Asks.</summary>
    public async ValueTask<Value> Make(RunningCall call, LlmOrder order)
    {
        var known = models.TryGetValue(order.Model, out var model);
        var target = call.Target = known ? targets.Of(order.Target) : targets.None;
        target.Counters.Start();
        if (!known) return Failed(CallError.UnknownModel);
        int? entered;
        try
        {
            entered = await target.Enter(call.Token);
        }
        catch (OperationCanceledException)
        {
            return Failed(call.Why);
        }
        if (entered is not { } era) return Failed(CallError.CircuitOpen);
        var said = default(Said);
        try
        {
            said = await Ask(call, model!, order);
            call.ReachedTarget = said.Failed is not null;
            return said.Result;
        }
        finally
        {
            target.Leave(era, said.Failed);
        }
    }

    /// <summary>The result of a question to which nothing was said.</summary>
    public static Value Failed(string error) => Result("", error, null, null, null);

    private static Value Result(string text, string? error, string? finish, string? model, int? status) => Value.Map(
    [
        new("ok", error is null), new("text", text), new("error", error), new("finish", finish), new("model", model),
        new("status", status is { } number ? Value.Of((long)number) : Value.Null),
    ]);

    private async ValueTask<Said> Ask(RunningCall call, ModelOptions model, LlmOrder order)
    {
        var answer = new ChatAnswer(call.Text!, options.MaxBytes);
        int? status = null;
        try
        {
            using var message = Message(call.Ticket, model, order);
            using var response = await http.SendAsync(message, call.Token);
            status = (int)response.StatusCode;
            if (status is < 200 or >= 300)
                return new Said(Result("", status is >= 300 and < 400 ? CallError.Redirect : CallError.Status, null, null, status), status >= 500);
            call.WatchForStall(model.Stall);
            await Listen(response, answer, call);
        }
        catch (Exception error) when (TransportError.IsOne(error))
        {
            answer.Break(call.Token.IsCancellationRequested ? call.Why : TransportError.Of(error));
        }
        var failed = answer.Error is { } word && TransportError.IsFailureOfTarget(word);
        return new Said(Result(call.Text!.ToString(), answer.Error, answer.Finish, answer.Model, status), answer.Error == CallError.Cancelled ? null : failed);
    }

    private async ValueTask Listen(HttpResponseMessage response, ChatAnswer answer, RunningCall call)
    {
        // Only these show where a body ends; else the end of the connection does, which looks the same when it breaks.
        var isWhole = response.Headers.TransferEncodingChunked == true || response.Content.Headers.ContentLength is not null || response.Version.Major >= 2;
        // Signs of life without end would keep it from standing still.
        var left = 32L * options.MaxBytes;
        await using var stream = await response.Content.ReadAsStreamAsync(call.Token);
        while (true)
        {
            await BoundedBody.Arrival(stream, call.Token);
            var buffer = ArrayPool<byte>.Shared.Rent(Piece);
            bool more;
            try
            {
                var got = await stream.ReadAsync(buffer.AsMemory(0, Piece), call.Token);
                call.GotBytes();
                left -= got;
                more = got > 0 && answer.Feed(buffer.AsSpan(0, got));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
            if (more && left < 0)
            {
                answer.Break(CallError.TooLarge);
                return;
            }
            if (more) continue;
            answer.End(isWhole);
            return;
        }
    }

    private static HttpRequestMessage Message(CallTicket ticket, ModelOptions model, LlmOrder order)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, model.Endpoint)
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower, Content = new ChatContent(model, order, ticket.History),
        };
        message.Headers.TryAddWithoutValidation("Accept", "text/event-stream, application/json");
        message.Headers.TryAddWithoutValidation("User-Agent", "WeChatActors");
        if (model.Key is { } key) message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key.Reveal()}");
        return message;
    }
}
