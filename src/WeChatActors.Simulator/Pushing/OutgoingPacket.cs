using System.Globalization;
using System.Text;

namespace WeChatActors.Simulator;

/// <summary>One packet on its way to the callback: up to three deliveries of the same bytes, and what the follower sees of the answer.</summary>
internal sealed class OutgoingPacket(
    Platform platform, SimulatedAccount account, SimulatedPacket packet, PushRecord begun, PushSigner? signer, byte[] body, Sentence? obstacle, Crossing crossing)
{
    /// <summary>How often a packet is delivered when no delivery is answered well.</summary>
    public const int Attempts = 3;

    /// <summary>The verdict while the network is cut.</summary>
    public static readonly Sentence CutOff = new(
        "The network between WeChat and the callback is cut (the simulator's weather says so).", "微信与回调之间的网络已断开（由模拟器的网络设置断开）。");

    /// <summary>How much is kept of an answer that does not count, in bytes: a callback that answers every packet with 64 KiB would else fill the memory.</summary>
    public const int KeptOfFailure = 4 * 1024;

    private static readonly Sentence NoSuchAgent = new(
        " But the account has no such agent, so nobody waits; add one with /customservice/kfaccount/add.",
        "但该账号没有这个客服，因此无人排队；请用 /customservice/kfaccount/add 添加。");

    private readonly Lock _gate = new();
    private readonly AnswerRules? _rules = signer is null ? null : new AnswerRules(signer.Setup, signer.Envelope, id => FindMedia(platform, account, id));
    private PushRecord _record = begun;

    /// <summary>The number of its record.</summary>
    public long Number { get; } = begun.Number;

    /// <summary>Keeps the record as it is now, and tells the pages.</summary>
    public void Announce() => Change(static record => record);

    /// <summary>Delivers it until a delivery is answered well, at most three times.</summary>
    /// <returns>The record, complete. Never throws for anything the callback does.</returns>
    public async Task<PushRecord> Deliver()
    {
        if (obstacle is not null || _rules is null) return NotSent(obstacle ?? Sentence.None);
        var weather = platform.Weather;
        if (weather.Delay > TimeSpan.Zero) await Task.Delay(weather.Delay, platform.Clock.Wall);
        var release = weather.Reorder ? await crossing.Pass() : null;
        try
        {
            if (SilentUntil() is { } until)
            {
                return NotSent(new Sentence(
                    $"WeChat keeps silent towards this callback until {Moment(until)}, because too many packets had failed; a successful verification ends it.",
                    $"失败的报文过多，微信暂停向该回调推送，直到 {Moment(until)}；验证成功后立即恢复。"));
            }
            for (var number = 1; number <= Attempts; number++)
            {
                var answers = await Task.WhenAll(Enumerable.Range(0, number == 1 ? Math.Clamp(weather.Copies, 1, 5) : 1).Select(copy => DeliverOnce(number, copy)));
                release?.Invoke();
                release = null;
                if (Array.Find(answers, answer => answer.Outcome != PushOutcome.Failed) is { } taken) return Take(taken, number);
            }
            return GiveUp();
        }
        finally
        {
            release?.Invoke();
        }
    }

    private async Task<PassiveAnswer> DeliverOnce(int number, int copy)
    {
        var delivery = new Delivery { Number = number, At = platform.Clock.GetUtcNow(), Outcome = PushOutcome.Pending };
        var place = 0;
        Change(record =>
        {
            place = record.Deliveries.Count;
            return record with { Deliveries = [.. record.Deliveries, delivery] };
        });
        var answer = PassiveAnswer.Fault(CutOff);
        Exchange? exchange = null;
        if (platform.Weather.Cut)
        {
            delivery = delivery with { Outcome = PushOutcome.NotSent };
        }
        else
        {
            exchange = await CallbackRequest.Send(CallbackRequest.With(signer!.Setup.Callback!, _record.Query), body, platform.Clock.Wall);
            answer = Judge(exchange);
            delivery = delivery with { Outcome = answer.Outcome };
        }
        var failed = answer.Outcome == PushOutcome.Failed;
        delivery = delivery with
        {
            Elapsed = exchange?.Elapsed ?? TimeSpan.Zero,
            Status = exchange?.Status,
            Answer = exchange?.Status is null ? null : Encoding.UTF8.GetString(exchange.Body.AsSpan(0, Math.Min(exchange.Body.Length, failed ? KeptOfFailure : exchange.Body.Length))),
            Decrypted = failed && answer.Decrypted?.Length > KeptOfFailure ? answer.Decrypted[..KeptOfFailure] : answer.Decrypted,
            Verdict = copy == 0 ? answer.Verdict : new Sentence("A further copy of the packet (the simulator's weather): ", "重复投递的报文（模拟器的网络设置）：") + answer.Verdict,
        };
        Change(record => record with { Deliveries = [.. record.Deliveries.Select((known, index) => index == place ? delivery : known)] });
        return answer;
    }

    private PassiveAnswer Judge(Exchange exchange) =>
        (exchange.Failure ?? StatusCheck.FindFault(exchange.Status, exchange.Location)) is { } fault ? PassiveAnswer.Fault(fault) : AnswerCheck.Check(exchange.Body, packet.AnsweredBy(_rules!.Setup.OriginalId), _rules);

    /// <summary>An answer counts: the follower sees what it holds.</summary>
    private PushRecord Take(PassiveAnswer answer, int number)
    {
        if (answer.Content is { } content) Show(ChatOrigin.PassiveReply, content);
        var verdict = number == 1 ? answer.Verdict : new Sentence($"Delivery {number} was answered well. ", $"第 {number} 次投递应答正常。") + answer.Verdict;
        if (answer.HandsOver && !HandOver(answer.Agent)) verdict += NoSuchAgent;
        return Change(record => record with { Outcome = answer.Outcome, Verdict = verdict });
    }

    /// <summary>No delivery was answered well: the follower reads a notice, and the failures are counted.</summary>
    private PushRecord GiveUp()
    {
        if (packet.IsAwaited) Show(ChatOrigin.Notice, new TextContent(Notice(signer!.Setup.Kind)));
        var last = _record.Deliveries[^1];
        if (_record.Deliveries.All(delivery => delivery.Outcome == PushOutcome.NotSent)) return NotSent(last.Verdict);
        var verdict = new Sentence($"None of the {Attempts} deliveries was answered well; the last one: ", $"{Attempts} 次投递均未得到正常应答；最后一次：") + last.Verdict;
        var now = platform.Clock.GetUtcNow();
        bool silent;
        lock (account.Gate) silent = account.Silence.NoteFailure(now);
        if (silent)
        {
            var until = Moment(now + Silence.Length);
            var span = Sentence.Digits((long)Silence.Span.TotalSeconds);
            verdict += new Sentence(
                $" This was the {Silence.Failures}th packet that failed within {span} s: WeChat keeps silent until {until}.",
                $"这是 {span} 秒内失败的第 {Silence.Failures} 条报文：微信暂停推送，直到 {until}。");
        }
        return Change(record => record with { Outcome = PushOutcome.Failed, Verdict = verdict });
    }

    /// <summary>What the phone shows when the service fails.</summary>
    private static string Notice(AccountKind kind) => kind == AccountKind.Service ? "该服务号提供的服务出现故障，请稍后再试" : "该公众号提供的服务出现故障，请稍后再试";

    private void Show(ChatOrigin origin, ChatContent content)
    {
        lock (account.Gate)
        {
            if (account.Find(packet.From) is not { } follower || !follower.Subscribed) return;
            var now = platform.Clock.GetUtcNow();
            if (origin == ChatOrigin.PassiveReply) platform.ShowMessage(account, follower, origin, content, now, Number);
            else platform.Show(account, follower, origin, content, now, Number);
        }
    }

    private bool HandOver(string? agent)
    {
        lock (account.Gate) return account.Find(packet.From) is { } follower && account.Staff.Transfer(follower, agent, platform.Clock.GetUtcNow());
    }

    private DateTimeOffset? SilentUntil()
    {
        lock (account.Gate) return account.Silence.Until(platform.Clock.GetUtcNow());
    }

    private PushRecord NotSent(Sentence why) => Change(record => record with { Outcome = PushOutcome.NotSent, Verdict = why });

    private PushRecord Change(Func<PushRecord, PushRecord> change)
    {
        lock (_gate)
        {
            _record = change(_record);
            account.Pushes.Set(Number, _record);
            platform.Feed.Publish("push", account.Setup.Alias, packet.From, _record);
            return _record;
        }
    }

    private static MediaFile? FindMedia(Platform platform, SimulatedAccount account, string id)
    {
        lock (account.Gate) return account.Media.Find(id, platform.Clock.GetUtcNow());
    }

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
