using WeChatActors.Protocol;
using WeChatActors.Simulator;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>The platform of a world, and the user's phone: delivers packets three times, takes one answer, keeps the windows, shows what arrives.</summary>
internal sealed class WeChatOfWorld(World world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ReplyWindows _windows = new();
    private readonly WindowRules _rules = world.Differs ? WindowRules.Current with { Messages = 2, Taps = 1 } : WindowRules.Current;
    private readonly HashSet<long> _taken = [];
    private long _lastTaken;
    private DateTimeOffset? _leftAt;
    private bool _isUnknown;

    /// <summary>How many messages were pushed to it.</summary>
    public int Pushes => _taken.Count;

    public bool IsFollowed { get; private set; } = true;

    /// <summary>The user does something.</summary>
    public void Push(UserPacket packet)
    {
        switch (packet.Packet)
        {
            case UnsubscribeEvent:
                IsFollowed = false;
                _leftAt = world.Time.Now;
                _windows.Close();
                break;
            case SubscribeEvent:
                IsFollowed = true;
                break;
        }
        _windows.Grant(packet.Packet.Opens, world.Time.Now, _rules);
        Deliver(packet, 1);
        if (world.Chance(3)) Deliver(packet, 1);
    }

    /// <summary>What a push comes to: its outcome; null when the platform did not take it and says to come again.</summary>
    public void Send(Process process, OutboxEntry entry, Action<OutboxOutcome?> ended)
    {
        if (world.Chance(4))
        {
            world.Time.In(world.Latency(), () => ended(null));
            return;
        }
        var isLost = world.Chance(3);
        world.Time.In(world.Latency(), () =>
        {
            var errcode = Take(entry, process);
            if (world.Trace is not null) world.Say($"platform: row {entry.Id} {(errcode == 0 ? "taken" : errcode)}{(isLost ? ", its answer is lost" : "")}");
            if (isLost) world.Time.In(TimeSpan.FromSeconds(10), () => ended(new OutboxOutcome(OutboxState.Unknown, world.Time.Now)));
            else world.Time.In(world.Latency(), () => ended(new OutboxOutcome(errcode == 0 ? OutboxState.Sent : OutboxState.Refused, world.Time.Now, errcode)));
        });
    }

    /// <summary>An answer arrived over a carrier.</summary>
    public void Take(Delivery delivery, Answer answer)
    {
        if (delivery.Packet.IsDone || world.Time.Now > delivery.SentAt + Patience) return;
        delivery.Packet.IsDone = true;
        if (answer.Reply is TextReply text) world.Promises.Seen(text.Content);
    }

    private int Take(OutboxEntry entry, Process process)
    {
        if (entry.Item is not OutboxItem.Message { Content: var message }) return 0;
        Promises.Check(_taken.Add(entry.Id), $"row {entry.Id} was sent twice");
        // What a process had put on the wire when it died may be overtaken.
        Promises.Check(entry.Id > _lastTaken || !process.IsAlive, $"row {entry.Id} was sent after row {_lastTaken}");
        _lastTaken = entry.Id;
        if (world.Differs && world.Chance(10)) return 45015;
        if (world.Chance(3)) return 40003;
        var errcode = !IsFollowed ? 45015 : _windows.Spend(world.Time.Now) switch { SpendResult.Sent => 0, SpendResult.NoWindow => 45015, _ => 45047 };
        // Who leaves takes with him what is owed already.
        var left = _isUnknown || entry.At < _leftAt || (!IsFollowed && !(world.Promises.LeftAt < entry.At));
        Promises.Check(errcode == 0 || world.Differs || left, $"the platform answered {errcode} to row {entry.Id}, of which the ledger thought otherwise");
        if (errcode == 0 && message is TextPush text) world.Promises.Seen(text.Content);
        return errcode;
    }

    private void Deliver(UserPacket packet, int number)
    {
        var delivery = new Delivery(packet, number, world.Time.Now);
        world.Time.In(world.Chance(2) ? TimeSpan.FromSeconds(3) : world.Latency(), () => world.Arrive(delivery));
        world.Time.In(Patience, () =>
        {
            delivery.Process?.Close(delivery);
            if (!packet.IsDone && number < 3) Deliver(packet, number + 1);
            // Nobody ever hears of it.
            if (number == 3 && packet.Packet is UnsubscribeEvent && world.Promises.TakenAt(packet) is null) _isUnknown = true;
        });
    }
}
