using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatActors.Simulator;

/// <summary>The platform's API behind one door: reads a call, lets faults have their way, makes the checks that all calls share, asks the
/// endpoint, writes the answer as the platform does, and writes down what happened. The host name of a call does not matter.</summary>
/// <param name="platform">Whose API.</param>
/// <param name="table">What it has.</param>
/// <param name="log">Hears of bugs of the simulator only.</param>
internal sealed partial class ApiDoor(Platform platform, ApiTable table, ILogger log)
{
    private readonly ApiJournal _journal = new(platform);

    /// <summary>Handles one HTTP request, to its end.</summary>
    public async Task Handle(HttpContext context)
    {
        var wall = platform.Clock.Wall;
        var started = wall.GetTimestamp();
        var body = await ApiBody.Read(context.Request, wall);
        if (body is ApiBody.Gone)
        {
            context.Abort();
            return;
        }
        var call = Read(context, (body as ApiBody.Whole)?.Bytes ?? default);
        var account = call.Account(platform);
        WrittenAnswer? answer;
        Func<Task>? after = null;
        try
        {
            answer = await FaultsAt(context, call, account);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        if (answer is null)
        {
            var (said, status) = body is ApiBody.Refused refused ? (ApiAnswer.Fail(refused.Code, refused.Detail), refused.Status) : (await Answer(context, call), StatusCodes.Status200OK);
            after = said.After;
            answer = ApiWriter.Write(said, status, () => platform.Rids.Next(call.At));
        }
        _journal.Keep(call, account, answer, wall.GetElapsedTime(started));
        if (answer.Status == 0)
        {
            context.Abort();
            return;
        }
        // What is left of a refused body would be taken for the next request.
        if (body is ApiBody.Refused) context.Response.Headers.Connection = "close";
        try
        {
            await ApiWriter.Send(answer, context.Response, context.RequestAborted);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The caller left while the answer was on its way.
        }
        if (after is not null) _ = Task.Run(() => Follow(after, call.Path));
    }

    /// <summary>Lets follow what an answer announced. Nobody waits for it.</summary>
    private async Task Follow(Func<Task> after, string path)
    {
        try
        {
            await after();
        }
        catch (Exception error)
        {
            Log.HandlerFailed(log, error, path);
        }
    }

    private IncomingCall Read(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var request = context.Request;
        string? complaint = null;
        var json = body.IsEmpty || ApiBody.IsMultipart(request.ContentType) ? default : WeChatJson.Read(body, out complaint);
        return new IncomingCall
        {
            At = platform.Clock.GetUtcNow(), Method = request.Method, Path = request.Path.Value ?? "/", Query = ApiChecks.Query(request.Query),
            Body = body, ContentType = request.ContentType, ClientIp = context.Connection.RemoteIpAddress?.ToString() ?? "",
            Json = json, Complaint = complaint,
        };
    }

    /// <summary>Lets the faults have their way that this call meets.</summary>
    /// <returns>The answer that a fault gives, with status 0 for a reset; null to go on.</returns>
    private async Task<WrittenAnswer?> FaultsAt(HttpContext context, IncomingCall call, SimulatedAccount? account)
    {
        foreach (var (fault, over) in platform.Faults.Meet(call.Path, account?.Setup.Alias))
        {
            switch (fault.Order.Do)
            {
                case FaultKind.Latency:
                    await Task.Delay(fault.Order.Latency, platform.Clock.Wall, context.RequestAborted);
                    break;
                case FaultKind.Hang:
                    await Over(fault, over, context.RequestAborted);
                    break;
                case FaultKind.Errcode:
                    return ApiWriter.Write(ApiAnswer.Fail(fault.Order.Errcode), StatusCodes.Status200OK, () => platform.Rids.Next(call.At));
                case FaultKind.Reset:
                    return new WrittenAnswer(0, null, default, "(connection reset)", -1, null);
                case FaultKind.Garbage:
                    return Garbage.Of(fault.Hits);
                default:
                    throw new InvalidOperationException($"Nothing carries out {fault.Order.Do}.");
            }
        }
        return null;
    }

    private async Task Over(ApiFault fault, Task removed, CancellationToken left)
    {
        if (fault.Until is not { } until)
        {
            await removed.WaitAsync(left);
            return;
        }
        var clock = platform.Clock;
        while (!removed.IsCompleted)
        {
            var ahead = clock.Ahead;
            var rest = until - clock.GetUtcNow();
            if (rest <= TimeSpan.Zero) return;
            using var end = CancellationTokenSource.CreateLinkedTokenSource(left);
            var over = Task.Delay(rest, clock, end.Token);
            // Had the clock been moved just before the timer was armed, it would be late by as much.
            if (clock.Ahead == ahead) await Task.WhenAny(removed, over);
            await end.CancelAsync();
            left.ThrowIfCancellationRequested();
        }
    }

    private async Task<ApiAnswer> Answer(HttpContext context, IncomingCall call)
    {
        var endpoint = table.Find(call.Path);
        if (ApiChecks.Address(endpoint, call.Method, call.Path) is { } elsewhere) return elsewhere;
        var request = new ApiRequest
        {
            Platform = platform, Query = call.Query, Body = call.Body, ContentType = call.ContentType, Now = call.At, Base = BaseOf(context),
            Cookies = context.Request.Cookies.ToDictionary(StringComparer.Ordinal), Aborted = context.RequestAborted, ClientIp = call.ClientIp,
        };
        SimulatedAccount? account = null;
        if (endpoint!.Needs.HasFlag(ApiNeeds.Token))
        {
            var value = call.Query.GetValueOrDefault("access_token");
            var token = TokenLookup.Of(platform, value ?? "", call.At);
            if (TokenLookup.Refusal(value, token.State) is { } bad) return bad;
            account = token.Account!;
            request = request.With(account);
        }
        (request, var refusal) = await ApiChecks.Body(endpoint, request, call);
        if (refusal is not null) return refusal;
        if (account is not null && (ApiChecks.Rights(account, call.Path) ?? QuotaCheck.Count(account, call.Path, call.At)) is { } notNow) return notNow;
        try
        {
            return await endpoint.Handle(request);
        }
        catch (Exception error) when (!context.RequestAborted.IsCancellationRequested)
        {
            Log.HandlerFailed(log, error, call.Path);
            return ApiAnswer.Fail(-1, "the simulator failed at this call; its log holds the details, please report it");
        }
        catch (OperationCanceledException)
        {
            return ApiAnswer.Fail(-1, "the caller left");
        }
    }

    private static Uri BaseOf(HttpContext context) =>
        Uri.TryCreate($"{context.Request.Scheme}://{context.Request.Host}/", UriKind.Absolute, out var named) ? named
        : new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{context.Connection.LocalPort}/"));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Path} failed in the simulator.")]
        public static partial void HandlerFailed(ILogger log, Exception error, string path);
    }
}
