using System.Collections.Immutable;
using WeChatActors.Actors;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>A process of a world: the real shell of a conversation over the world's disk and clock, with calls that the world ends and a small worker
/// that sends what is owed. All of it is gone when it dies.</summary>
internal sealed class Process : ICalls, IDisposable
{
    private readonly World _world;
    private readonly ConversationHouse _house;
    private readonly HousedAccount _account;
    private readonly TimerService _timers;
    private readonly HashSet<CallId> _calls = [];
    private readonly List<Delivery> _held = [];
    private ConversationActor? _actor;
    private bool _works;

    public Process(World world, string name)
    {
        _world = world;
        Name = name;
        Store = new DiskOf(world.Disk, name, world.Time, turn => world.Committing(this, turn), (turn, before) => world.Committed(this, turn, before));
        _house = new ConversationHouse(Store, world.Time)
        {
            Alarms = new Alarms(world.Time, (_, input) => world.Time.At(world.Time.Now, () => Tell(input))),
            Calls = this,
            Owe = _ => world.Time.At(world.Time.Now, Work),
            IsAlive = Store.IsAlive,
            Step = world.Step,
        };
        _account = new HousedAccount(world.Account, new AdaptiveBudget(TimeSpan.FromSeconds(4.5))) { Setting = world.Setting with { Node = name } };
        _house.Timers = _timers = new TimerService(Store, _house.Alarms, world.Time, static _ => { });
        world.Disk.Alive.Add(name);
    }

    public string Name { get; }

    public DiskOf Store { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>The process is no more; nothing of it was told to anybody.</summary>
    public void Die()
    {
        IsAlive = false;
        _world.Disk.Alive.Remove(Name);
        _house.Alarms.Dispose();
        foreach (var delivery in _held) delivery.IsExcused = true;
        _held.Clear();
    }

    public void Dispose() => Die();

    /// <summary>The conversation leaves memory.</summary>
    public void Passivate() => _actor = null;

    /// <summary>Looks for timers and rows that somebody must care for.</summary>
    public void Look()
    {
        if (!IsAlive) return;
        Sync(_timers.Look());
        Work();
    }

    /// <summary>Gives a delivery to the conversation.</summary>
    public void Deliver(Delivery delivery)
    {
        delivery.Process = this;
        if (Receive(new ConversationInput.Delivery(delivery.Packet.Packet, delivery.Packet.Fingerprint, _world.Time.Now)) is not { } answer)
        {
            delivery.IsExcused = true;
        }
        else if (answer.Held is { } carrier)
        {
            delivery.Carrier = carrier;
            _held.Add(delivery);
            _world.Held(delivery);
            Answer();
        }
        else
        {
            _world.Answered(delivery, answer);
        }
    }

    /// <summary>Nobody waits at a carrier any more.</summary>
    public void Close(Delivery delivery)
    {
        delivery.Carrier?.Close();
        delivery.IsExcused = true;
        _held.Remove(delivery);
    }

    public void Tell(ConversationInput input)
    {
        if (IsAlive) Receive(input);
    }

    /// <summary>Gives an input to the conversation.</summary>
    /// <returns>The answer; null when the process died over it, or could not keep it.</returns>
    public Answer? Receive(ConversationInput input)
    {
        if (_world.Trace is not null) _world.Say($"{Name}: {World.Show(input)}");
        try
        {
            _actor ??= new ConversationActor(Given.Id(), Sync(ConversationActor.Load(Given.Id(), Store, _world.Time)), _house, _account);
            var answer = Sync(_actor.ReceiveAsync(input));
            if (IsAlive) Answer();
            return IsAlive ? answer : null;
        }
        catch (KilledException)
        {
            return null;
        }
        catch (ActorUnavailableException)
        {
            _world.Excuse();
            foreach (var delivery in _held) delivery.IsExcused = true;
            _actor = null;
            return null;
        }
    }

    public void Start(CallTicket ticket)
    {
        if (_world.MayDie(this)) throw new KilledException();
        _calls.Add(ticket.Id);
        var took = _world.Took();
        if (took is not { } wait) return;
        _world.Time.In(wait, () =>
        {
            if (!IsAlive || !_calls.Remove(ticket.Id)) return;
            var result = wait >= _account.Setting.Deadlines.Of(ticket.Order) ? CallFailure.Of("timeout")
                : ticket.Order is LlmOrder model ? Value.Map([new("ok", true), new("text", $"«{model.Prompt}»")])
                : Value.Map([new("ok", true), new("body", "done")]);
            Tell(new ConversationInput.CallEnded(ticket.Id, result, wait, _world.Time.Now));
        });
    }

    public void Cancel(ConversationId to, CallId id)
    {
        // Its result may be on its way already.
        if (!_world.Chance(20)) _calls.Remove(id);
    }

    public TimeSpan? Expected(CallOrder order) => _world.Expected;

    public StreamedText? Stream(ConversationId to, long turn) => null;

    /// <summary>Writes what carriers were answered with.</summary>
    private void Answer()
    {
        for (var i = _held.Count - 1; i >= 0; i--)
        {
            if (i >= _held.Count) continue;
            var delivery = _held[i];
            if (!delivery.Carrier!.Answered.IsCompleted) continue;
            _held.RemoveAt(i);
            _world.Answered(delivery, Sync(delivery.Carrier.Answered));
        }
    }

    /// <summary>Goes on with the first row that is owed. One at a time.</summary>
    private void Work()
    {
        if (!IsAlive || _works || !_world.Setting.CanPush) return;
        var due = Sync(Store.Due("demo", _world.Time.Now, 1));
        if (due.IsEmpty) return;
        // Between reading and claiming another one may be faster.
        _works = true;
        _world.Time.In(TimeSpan.FromMilliseconds(_world.Chance(20) ? 20 : 1), () => Handle(due[0]));
    }

    private void Handle(OutboxRow row)
    {
        _works = false;
        if (!IsAlive) return;
        var (entry, now) = (row.Entry, _world.Time.Now);
        var canRepeat = entry.Item is not OutboxItem.Message;
        if (row.Outcome.State == OutboxState.Sending && !_world.Breaks(Mutation.UnknownIsSentAgain))
        {
            if (canRepeat) Sync(Store.PutOff(entry.To, entry.Id, now, "Its process died."));
            else Tell(new ConversationInput.PushEnded(entry, new OutboxOutcome(OutboxState.Unknown, now), now));
            if (IsAlive) _world.Time.In(TimeSpan.FromMilliseconds(50), Work);
            return;
        }
        if (row.Outcome.State == OutboxState.Sending) _world.Disk.Find(entry.Id)!.Outcome = new OutboxOutcome(OutboxState.Waiting, now);
        if (!Sync(Store.Claim(entry.To, entry.Id, now, now + TimeSpan.FromSeconds(60)))) return;
        if (_world.MayDie(this)) return;
        _works = true;
        if (now >= entry.ExpiresAt) End(entry, new OutboxOutcome(OutboxState.Expired, now));
        else _world.WeChat.Send(this, entry, outcome => End(entry, outcome));
    }

    private void End(OutboxEntry entry, OutboxOutcome? outcome)
    {
        if (!IsAlive) return;
        if (outcome is null)
        {
            Sync(Store.PutOff(entry.To, entry.Id, _world.Time.Now + TimeSpan.FromSeconds(3), "The platform is busy."));
            _works = false;
        }
        else if (Receive(new ConversationInput.PushEnded(entry, outcome, _world.Time.Now)) is not null)
        {
            _works = false;
            Work();
        }
        else if (IsAlive)
        {
            _world.Time.In(TimeSpan.FromSeconds(1), () => End(entry, outcome));
        }
    }

    // Nothing in a world waits: its disk answers at once.
    private static T Sync<T>(ValueTask<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("Something waits.");

    private static T Sync<T>(Task<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("Something waits.");

    private static void Sync(ValueTask task)
    {
        if (!task.IsCompleted) throw new InvalidOperationException("Something waits.");
        task.GetAwaiter().GetResult();
    }
}

/// <summary>A process was killed.</summary>
internal sealed class KilledException : Exception;

/// <summary>One delivery of a packet.</summary>
internal sealed class Delivery(UserPacket packet, int number, DateTimeOffset sentAt)
{
    public UserPacket Packet { get; } = packet;

    public int Number { get; } = number;

    public DateTimeOffset SentAt { get; } = sentAt;

    public DateTimeOffset ArrivedAt { get; set; }

    public Process? Process { get; set; }

    public HeldCarrier? Carrier { get; set; }

    /// <summary>Whether the engine answered it.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>Whether nobody need answer it: its process died, or its disk was full.</summary>
    public bool IsExcused { get; set; }
}

/// <summary>A packet that the platform delivers.</summary>
internal sealed class UserPacket(Packet packet, string word)
{
    public Packet Packet { get; } = packet;

    public PacketFingerprint Fingerprint { get; } = PacketFingerprint.Of(packet.Key);

    public string Word { get; } = word;

    /// <summary>Whether the platform has its answer.</summary>
    public bool IsDone { get; set; }

    /// <summary>Deliveries that arrived.</summary>
    public int Arrived { get; set; }

    public DateTimeOffset FirstArrival { get; set; }

    /// <summary>The answer that was given first.</summary>
    public Answer? Answer { get; set; }
}
