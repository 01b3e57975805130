using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WeChatActors.Actors;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>What WeChat reaches: verifies, reads, hands the packet to its conversation and writes the answer. Holds no other logic.</summary>
public sealed class CallbackEndpoint(
    ConversationHost conversations, SetAsides setAsides, CallbackOptions options, EdgeCounters counters, TimeProvider time, ILogger<CallbackEndpoint> log,
    IDeliveryRecorder? recorder = null)
{
    /// <summary>Where the callbacks of all accounts begin; the alias follows.</summary>
    public const string Path = "/wechat/";

    private readonly LogGate _gate = new(time, perSecond: 20);

    /// <summary>Answers one request of the public listener.</summary>
    public Task Handle(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith(Path, StringComparison.Ordinal) || !conversations.Accounts.TryGetValue(path[Path.Length..], out var account))
            return Refuse(context, StatusCodes.Status404NotFound, "unknown-account", $"no account answers at {LogText.Clean(path)}");
        if (HttpMethods.IsPost(context.Request.Method)) return Receive(context, account);
        if (HttpMethods.IsGet(context.Request.Method)) return VerifyUrl(context, account);
        context.Response.Headers.Allow = "GET, POST";
        return Refuse(context, StatusCodes.Status405MethodNotAllowed, "method", $"{LogText.Clean(context.Request.Method)} is not a callback");
    }

    private Task VerifyUrl(HttpContext context, Account account)
    {
        if (!IsGenuine(context, account, time.GetUtcNow(), out var query, out var refusal)) return refusal;
        return query.EchoStr is { Length: > 0 } echo
            ? CallbackAnswer.Echo(context.Response, echo)
            : Refuse(context, StatusCodes.Status400BadRequest, "no-echostr", "a URL verification came without echostr");
    }

    // Nearly every body came with its headers: then only the wait for the conversation takes an object.
    private Task Receive(HttpContext context, Account account)
    {
        var receivedAt = time.GetUtcNow();
        if (!IsGenuine(context, account, receivedAt, out var query, out var refusal)) return refusal;
        var reading = CallbackBody.Read(context.Request, options.BodyDeadline, time);
        return reading.IsCompletedSuccessfully ? Take(context, account, query, receivedAt, reading.Result) : TakeLater(context, account, query, receivedAt, reading);
    }

    private async Task TakeLater(
        HttpContext context, Account account, CallbackQuery query, DateTimeOffset receivedAt, ValueTask<(BodyRead Read, ReadOnlySequence<byte> Body)> reading) =>
        await Take(context, account, query, receivedAt, await reading);

    private Task Take(HttpContext context, Account account, in CallbackQuery query, DateTimeOffset receivedAt, (BodyRead Read, ReadOnlySequence<byte> Body) read)
    {
        var body = read.Body;
        switch (read.Read)
        {
            case BodyRead.Complete: break;
            case BodyRead.TooLarge: return Refuse(context, StatusCodes.Status413PayloadTooLarge, nameof(PacketFault.TooLarge), $"a body is longer than {Callback.MaxBodyBytes} bytes");
            case BodyRead.Broken: return Refuse(context, StatusCodes.Status400BadRequest, "broken-body", $"{account.Alias}: a body broke off");
            default: return GiveUpOnBody(context);
        }
        var result = ReadPacket(body, query, account, receivedAt);
        // The bytes are only needed again for a packet that is set aside.
        ReadOnlyMemory<byte> kept = NeedsBytes(result.Packet) ? SetAsides.Take(body) : default;
        var recording = recorder is null ? null : Recording.Begin(recorder, account, context.Request.QueryString.Value ?? "", query, result, body, receivedAt, time);
        context.Request.BodyReader.AdvanceTo(body.End);

        if (result.Packet is not PacketResult.Parsed(var packet, var warnings)) return AnswerRejected(context, account, (PacketResult.Rejected)result.Packet, receivedAt, kept, recording);
        if (warnings != PacketWarnings.None) Tolerated(account, packet, warnings);
        return packet.Conversation is { } openId
            ? Answer(context, account, query, openId, packet, result.KeyIndex, receivedAt, recording)
            : AnswerAccountLevel(context, account, packet, receivedAt, kept, recording);
    }

    private static bool NeedsBytes(PacketResult result) => result is not PacketResult.Parsed { Packet.Conversation: not null };

    private static BodyResult ReadPacket(in ReadOnlySequence<byte> body, in CallbackQuery query, Account account, DateTimeOffset now)
    {
        if (body.IsSingleSegment) return Callback.ReadBody(body.FirstSpan, query, account.Security, now);
        var length = (int)body.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        body.CopyTo(rented);
        var result = Callback.ReadBody(rented.AsSpan(0, length), query, account.Security, now);
        ArrayPool<byte>.Shared.Return(rented);
        return result;
    }

    private async Task Answer(
        HttpContext context, Account account, CallbackQuery query, OpenId openId, Packet packet, int keyIndex, DateTimeOffset receivedAt, Recording? recording)
    {
        var asked = await conversations.Deliver(account, openId, packet, receivedAt, options.ReplyDeadline - (time.GetUtcNow() - receivedAt));
        if (!asked.TryGetReply(out var answer))
        {
            recording?.End(StatusCodes.Status503ServiceUnavailable);
            await Unavailable(context, account, asked);
            return;
        }
        if (answer.Held is { } held) await Hold(context, account, query, packet, keyIndex, receivedAt, held, recording);
        else await Write(context, account, query, packet, keyIndex, answer, recording);
    }

    private Task Write(HttpContext context, Account account, in CallbackQuery query, Packet packet, int keyIndex, in Answer answer, Recording? recording)
    {
        if (answer.Reply is null)
        {
            recording?.End(answer, "success"u8);
            counters.Acknowledged();
            return CallbackAnswer.Success(context.Response);
        }
        counters.Replied();
        return CallbackAnswer.Reply(context.Response, answer, packet, keyIndex, query, account.Security, recording);
    }

    /// <summary>Waits at a carrier whose answer is not there yet. When it comes to nothing, the platform delivers the packet again.</summary>
    private async Task Hold(
        HttpContext context, Account account, CallbackQuery query, Packet packet, int keyIndex, DateTimeOffset receivedAt, HeldCarrier held, Recording? recording)
    {
        counters.Holds(1);
        Answer? answer;
        try
        {
            answer = await CarrierWait.Until(held, receivedAt + options.HoldLimit - time.GetUtcNow(), time, context.RequestAborted);
        }
        finally
        {
            counters.Holds(-1);
        }
        if (answer is { } found)
        {
            await Write(context, account, query, packet, keyIndex, found, recording);
            return;
        }
        recording?.End(status: null);
        counters.NotAcknowledged("stretched");
        context.Abort();
    }

    /// <summary>Account-level and unknown packets wake no conversation; they are kept before they are acknowledged.</summary>
    private async Task AnswerAccountLevel(HttpContext context, Account account, Packet packet, DateTimeOffset receivedAt, ReadOnlyMemory<byte> kept, Recording? recording)
    {
        var unknown = packet is UnknownMessage or UnknownEvent;
        var news = AccountNews.Of(packet);
        if (unknown) counters.Refused("unknown");
        var reason = unknown ? SetAsideReason.Unknown : SetAsideReason.AccountLevel;
        var left = options.ReplyDeadline - (time.GetUtcNow() - receivedAt);
        var result = await setAsides.Keep(new SetAsidePacket(account.Alias, receivedAt, reason, news.Detail, kept), left);
        if (result.Outcome != CommitOutcome.Committed)
        {
            recording?.End(StatusCodes.Status503ServiceUnavailable);
            await Refuse(context, StatusCodes.Status503ServiceUnavailable, "unavailable", result.Why ?? "the store refused a packet", LogLevel.Error);
            return;
        }
        if (news is { Urgent: true, Summary: { } summary } && MaySpeak()) Log.AccountEvent(log, LogLevel.Error, account.Alias, news.Kind, summary);
        recording?.Acknowledged();
        counters.Acknowledged();
        await CallbackAnswer.Success(context.Response);
    }

    private Task AnswerRejected(HttpContext context, Account account, PacketResult.Rejected rejected, DateTimeOffset receivedAt, ReadOnlyMemory<byte> kept, Recording? recording)
    {
        var detail = rejected.Line > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{rejected.Detail} (line {rejected.Line}, column {rejected.Column})")
            : rejected.Detail;
        setAsides.Sample(new SetAsidePacket(account.Alias, receivedAt, SetAsideReason.Malformed, $"{rejected.Fault}: {detail}", kept));
        var status = rejected.Outcome switch
        {
            PacketOutcome.AcknowledgeBad => StatusCodes.Status200OK,
            PacketOutcome.RejectSignature => StatusCodes.Status403Forbidden,
            PacketOutcome.TooLarge => StatusCodes.Status413PayloadTooLarge,
            _ => StatusCodes.Status400BadRequest,
        };
        if (status != StatusCodes.Status200OK)
        {
            recording?.End(status);
            return Refuse(context, status, rejected.Fault.ToString(), $"{account.Alias}: {detail}");
        }
        recording?.Acknowledged();
        counters.Refused(rejected.Fault.ToString());
        counters.Acknowledged();
        if (MaySpeak()) Log.Acknowledged(log, account.Alias, rejected.Fault, detail);
        return CallbackAnswer.Success(context.Response);
    }

    /// <summary>The packet is not on disk, so it must not be acknowledged: WeChat delivers it again.</summary>
    private Task Unavailable(HttpContext context, Account account, AskResult<Answer> asked)
    {
        var why = asked.Error?.Message ?? asked.Outcome switch
        {
            AskOutcome.MailboxFull => "the conversation's mailbox is full",
            AskOutcome.DeadlinePassed => "the reply deadline passed before the turn was on disk",
            _ => "the server is stopping",
        };
        return Refuse(context, StatusCodes.Status503ServiceUnavailable, $"unavailable-{asked.Outcome}", $"{account.Alias}: {why}", LogLevel.Error);
    }

    private bool IsGenuine(HttpContext context, Account account, DateTimeOffset now, out CallbackQuery query, out Task refusal)
    {
        CallbackQuery.TryParse(context.Request.QueryString.Value, out query);
        var verdict = Callback.Verify(query, account.Security, now, options.TimestampTolerance);
        refusal = verdict switch
        {
            QueryVerdict.Genuine => Task.CompletedTask,
            QueryVerdict.Malformed => Refuse(context, StatusCodes.Status400BadRequest, "query-malformed", $"{account.Alias}: the query string is unusable: {query.Fault}"),
            QueryVerdict.Stale => Refuse(context, StatusCodes.Status403Forbidden, "query-stale",
                $"{account.Alias}: the timestamp is more than {options.TimestampTolerance.TotalMinutes:0} min from our clock; is the clock right?"),
            _ => Refuse(context, StatusCodes.Status403Forbidden, "query-forged", $"{account.Alias}: the signature is wrong; is the token the one in the console?"),
        };
        return verdict == QueryVerdict.Genuine;
    }

    private Task GiveUpOnBody(HttpContext context)
    {
        counters.Refused("slow-body");
        if (MaySpeak()) Log.Refused(log, LogLevel.Warning, 0, "slow-body", $"a body took more than {options.BodyDeadline.TotalSeconds:0.#} s");
        context.Abort();
        return Task.CompletedTask;
    }

    private Task Refuse(HttpContext context, int status, string fault, string detail, LogLevel level = LogLevel.Warning)
    {
        counters.Refused(fault);
        counters.NotAcknowledged(status == StatusCodes.Status503ServiceUnavailable ? "unavailable" : "refused");
        if (MaySpeak()) Log.Refused(log, level, status, fault, detail);
        // The answer says nothing: whoever is not WeChat learns nothing from it.
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        // What is left of the body is not read; the connection closes instead.
        if (status == StatusCodes.Status413PayloadTooLarge) context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }

    private void Tolerated(Account account, Packet packet, PacketWarnings warnings)
    {
        counters.Tolerated(warnings.ToString());
        if (MaySpeak()) Log.ToleratedPacket(log, account.Alias, packet.Key, warnings);
    }

    /// <summary>Whether a line about traffic from outside may be logged now; says how many could not be.</summary>
    private bool MaySpeak()
    {
        if (!_gate.Opens(out var muted)) return false;
        if (muted > 0) Log.HeldBack(log, muted);
        return true;
    }
}
