using System.Text;
using WeChatActors.Testing;

namespace WeChatActors.Replay.Tests.Playing;

/// <summary>A delivery as a target sees it.</summary>
/// <param name="At">When it came, since the target was made.</param>
/// <param name="Query">The query string.</param>
/// <param name="Body">The body.</param>
internal sealed record ScriptedDelivery(TimeSpan At, string Query, string Body)
{
    public string OpenId => Body.Split("<FromUserName><![CDATA[")[1].Split("]]")[0];

    public string MsgId => Body.Split("<MsgId>")[1].Split('<')[0];

    public string Content => Body.Split("<Content><![CDATA[")[1].Split("]]")[0];
}

/// <summary>A target in virtual time: what it answers and when, a test says.</summary>
internal sealed class ScriptedTarget(VirtualTime time, Func<ScriptedDelivery, (TimeSpan Delay, WireAnswer Answer)> script) : IWire
{
    private readonly long _begun = time.GetTimestamp();

    public static readonly WireAnswer Success = Ok("success");

    public List<ScriptedDelivery> Deliveries { get; } = [];

    /// <summary>How many exchanges are under way, and were at most.</summary>
    public (int Now, int Most) UnderWay { get; private set; }

    public static WireAnswer Ok(string body, int status = 200) => new(DeliveryFault.None, "", status, null, Encoding.UTF8.GetBytes(body));

    public IWireConnection Create() => new Connection(this);

    private ValueTask<WireAnswer> Answer(Connection connection, ReadOnlyMemory<byte> request)
    {
        var text = Encoding.UTF8.GetString(request.Span);
        var delivery = new ScriptedDelivery(time.GetElapsedTime(_begun), text.Split(' ')[1].Split('?')[1], text.Split("\r\n\r\n", 2)[1]);
        Deliveries.Add(delivery);
        UnderWay = (UnderWay.Now + 1, Math.Max(UnderWay.Most, UnderWay.Now + 1));
        var (delay, answer) = script(delivery);
        if (delay == TimeSpan.Zero)
        {
            UnderWay = UnderWay with { Now = UnderWay.Now - 1 };
            return new(answer);
        }
        // Goes on where the clock is moved, so that a run in virtual time has one thread.
        var coming = new TaskCompletionSource<WireAnswer>();
        connection.Ended = ending =>
        {
            if (coming.Task.IsCompleted) return;
            UnderWay = UnderWay with { Now = UnderWay.Now - 1 };
            coming.SetResult(ending);
        };
        if (delay < TimeSpan.MaxValue) _ = time.CreateTimer(_ => connection.Ended(answer), null, delay, Timeout.InfiniteTimeSpan);
        return new(coming.Task);
    }

    private sealed class Connection(ScriptedTarget target) : IWireConnection
    {
        public Action<WireAnswer>? Ended { get; set; }

        public ValueTask<WireAnswer> Exchange(ReadOnlyMemory<byte> request, bool rested) => target.Answer(this, request);

        public void Abort() => Ended?.Invoke(WireAnswer.Failed(DeliveryFault.Late, "late"));

        public void Dispose()
        {
        }
    }
}
