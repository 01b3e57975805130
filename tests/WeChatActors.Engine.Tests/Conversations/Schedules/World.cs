using System.Globalization;
using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>One conversation, one to three processes, a disk, the platform and a user, on virtual time, driven by a seed: what users and operators do,
/// how long calls take, what is lost on the wire, which process dies and when. The same seed gives the same world.</summary>
internal sealed class World
{
    private static readonly TimeSpan[] Times =
        [.. new[] { 0, 0.1, 0.6, 2, 4.4, 4.6, 5.2, 9.9, 14.4, 14.7, 20, 40, 60 }.Select(TimeSpan.FromSeconds)];

    private readonly Random _random;
    private readonly List<UserAct> _acts;
    private readonly Process?[] _processes;
    private readonly int _deaths;
    private readonly int _failures;
    private bool _calm;
    private bool _racing;
    private DateTimeOffset? _looksAt;
    private int _incarnation;

    /// <param name="seed">Everything that is left to chance.</param>
    /// <param name="broken">What is broken on purpose.</param>
    /// <param name="acts">What happens, when it is less than the seed says.</param>
    /// <param name="traces">Whether it is told what happens.</param>
    /// <param name="days">Whether it is four days of one follower whom much is pushed to, instead of a few minutes in which everything happens at once.</param>
    public World(int seed, Mutation broken = Mutation.None, List<UserAct>? acts = null, bool traces = false, bool days = false)
    {
        _random = new Random(seed);
        Broken = broken;
        if (traces) Trace = new StringBuilder();
        Time = new WorldTime(Given.Noon);
        _processes = new Process[1 + _random.Next(3)];
        Differs = _random.Next(8) == 0;
        _deaths = _random.Next(3) switch { 0 => 0, 1 => 10, _ => 30 };
        _failures = _random.Next(4) == 0 ? 10 : 0;
        Expected = _random.Next(3) == 0 ? TimeSpan.FromSeconds(_random.Next(30)) : null;
        var slow = (SlowMode)Math.Max(0, _random.Next(10) - 6);
        Slow = days ? SlowMode.Auto : slow;
        var script = days ? WorldRules.Days : WorldRules.Of((BusyMode)Math.Max(0, _random.Next(10) - 6), slow);
        Account = Given.Account(script: script);
        Setting = new AccountSetting { View = Account.View, CanPush = days || _random.Next(3) > 0, Ledger = Breaks(Mutation.WindowsCloseLate) ? Late : new LedgerRules() };
        Disk = new Disk(asJson: seed % 16 == 0)
        {
            IgnoresVersions = Breaks(Mutation.CommitsIgnoreVersions), ForgetsWork = Breaks(Mutation.WorkRowsAreNotWritten),
            IgnoresClaims = Breaks(Mutation.ClaimsAreIgnored), ForgetsSpending = Breaks(Mutation.SpendingIsForgottenOnLoad),
            Loses = LosesCommit,
        };
        Promises = new Promises(this);
        WeChat = new WeChatOfWorld(this);
        FreeSince = Time.Now;
        var drawn = days ? UserAct.DrawDays(_random) : UserAct.Draw(_random);
        _acts = acts ?? drawn;
        for (var i = 0; i < _processes.Length; i++) Begin(i);
    }

    private static LedgerRules Late { get; } = new() { MenuClick = new GrantRule(3, TimeSpan.FromMinutes(2), default), UserMessage = new GrantRule(7, TimeSpan.FromHours(48), default) };

    public Mutation Broken { get; }

    public StringBuilder? Trace { get; }

    public WorldTime Time { get; }

    public Disk Disk { get; }

    public Promises Promises { get; }

    public WeChatOfWorld WeChat { get; }

    public Account Account { get; }

    public AccountSetting Setting { get; }

    /// <summary>How long calls take as a rule.</summary>
    public TimeSpan? Expected { get; }

    /// <summary>Whether the platform gives less than the ledger thinks.</summary>
    public bool Differs { get; }

    /// <summary>Since when nothing has kept timers from running.</summary>
    public DateTimeOffset FreeSince { get; private set; }

    /// <summary>What happens in it.</summary>
    public List<UserAct> Acts => _acts;

    private SlowMode Slow { get; }

    public bool Breaks(Mutation mutation) => Broken == mutation;

    /// <summary>Lets everything happen.</summary>
    /// <exception cref="BrokenPromiseException">A promise was broken.</exception>
    public void Run()
    {
        var at = Time.Now;
        foreach (var act in _acts)
        {
            at += act.After;
            Time.At(at, () => Do(act));
        }
        Go(at + TimeSpan.FromSeconds(90));
        Calm();
        Go(Time.Now + TimeSpan.FromHours(1));
        Promises.Rests(Disk.State);
        FetchAll();
        Promises.End(Disk.State);
    }

    public bool Chance(int percent) => !_calm && _random.Next(100) < percent;

    public TimeSpan Latency() => TimeSpan.FromMilliseconds(_random.Next(1, 200));

    /// <summary>How long a call takes; null when its result never comes.</summary>
    public TimeSpan? Took() => Chance(2) ? null : Times[_random.Next(Times.Length)] + TimeSpan.FromMilliseconds(_random.Next(3));

    public StepResult Step(Conversation state, ConversationInput input, in StepContext context) =>
        Broken == Mutation.None ? Conversation.Step(state, input, context) : Mutations.Step(Broken, state, input, context);

    /// <summary>Whether a process dies now; it is dead then.</summary>
    public bool MayDie(Process process)
    {
        if (_calm || _deaths == 0 || _random.Next(1000) >= _deaths) return false;
        Kill(process);
        return true;
    }

    /// <summary>A process is about to commit.</summary>
    /// <returns>False when the disk takes nothing.</returns>
    public bool Committing(Process process, Turn turn)
    {
        if (MayDie(process)) throw new KilledException();
        if (!_racing && Chance(4) && Other(process) is { } other) Race(other, turn);
        if (_failures == 0 || _calm || _random.Next(1000) >= _failures) return true;
        Say($"{process.Name}: line {turn.Seq} is refused by the disk");
        return false;
    }

    /// <summary>A commit is on disk.</summary>
    public void Committed(Process process, Turn turn, Conversation before)
    {
        if (Trace is not null) Say($"{process.Name}: {Show(turn)}");
        Promises.Committed(turn, before, Disk.State, Disk.Ledger);
        if (before.Running is not null || before.Pause is not null || before.Queue.Length > 0) FreeSince = Time.Now;
        EnsureLooks();
        if (MayDie(process)) throw new KilledException();
    }

    /// <summary>What happened keeps timers from running, for which nobody can do anything.</summary>
    public void Excuse() => FreeSince = Time.Now + TimeSpan.FromSeconds(63);

    /// <summary>A delivery arrives at one of the processes.</summary>
    public void Arrive(Delivery delivery)
    {
        delivery.Packet.Arrived++;
        if (delivery.Packet.Arrived == 1) delivery.Packet.FirstArrival = Time.Now;
        delivery.ArrivedAt = Time.Now;
        var process = _processes[_random.Next(4) == 0 ? _random.Next(_processes.Length) : 0] ?? Array.Find(_processes, static process => process is not null);
        if (process is null || MayDie(process)) return;
        if (Chance(3)) process.Passivate();
        process.Deliver(delivery);
    }

    /// <summary>A carrier is held: it must be answered in time, or left on purpose.</summary>
    public void Held(Delivery delivery)
    {
        // The budget ends between the first and the last of these.
        var reason = "";
        Time.In(TimeSpan.FromSeconds(3.4), () => reason = WhyNow(delivery.Packet));
        Time.In(TimeSpan.FromSeconds(4.49), () => reason = WhyNow(delivery.Packet) == reason ? reason : "");
        Time.In(TimeSpan.FromSeconds(4.75), () =>
        {
            if (delivery.IsAnswered || delivery.IsExcused || Broken is not (Mutation.None or Mutation.CarriersAreForgotten)) return;
            if (reason.Length > 0 && WhyNow(delivery.Packet) == reason) throw new BrokenPromiseException($"a delivery of {delivery.Packet.Packet.Key} got no answer, although {reason}");
        });
    }

    /// <summary>Why a carrier must be answered when its budget ends; empty when it may be left to the next delivery.</summary>
    private string WhyNow(UserPacket packet)
    {
        if (Promises.TakenAt(packet) is { } first && Time.Now - first >= TimeSpan.FromSeconds(12)) return "it is the last";
        var running = Disk.State.Running;
        var runs = running is not null && (running.Packet?.Fingerprint == packet.Fingerprint || running.Pulled.Any(pulled => pulled.Fingerprint == packet.Fingerprint));
        var slow = runs ? running!.Slow : Slow;
        if (slow == SlowMode.Placeholder) return "it is to get a placeholder";
        return slow is SlowMode.Auto or SlowMode.Push && Setting.CanPush && Disk.Ledger.Left(Time.Now) > 1 ? "its answer can be pushed" : "";
    }

    /// <summary>The engine answered a delivery.</summary>
    public void Answered(Delivery delivery, Answer answer)
    {
        delivery.IsAnswered = true;
        if (Trace is not null) Say($"{delivery.Process!.Name}: {delivery.Packet.Packet.Key} is answered: {Show(answer.Reply)}");
        Promises.Answered(delivery.Packet, answer);
        if (MayDie(delivery.Process!) || Chance(3)) Say("... which is lost on the wire");
        else Time.In(Chance(3) ? TimeSpan.FromSeconds(_random.Next(1, 7)) : Latency(), () => WeChat.Take(delivery, answer));
    }

    public void Say(string what) => Trace?.AppendLine(CultureInfo.InvariantCulture, $"{(Time.Now - Given.Noon).TotalSeconds,9:0.000}  {what}");

    public static string Show(PassiveReply? reply) => reply switch
    {
        null => "success",
        TextReply { Content: var text } => text.Length <= 60 ? text.ReplaceLineEndings("/") : string.Concat(text.AsSpan(0, 25), "...", text.AsSpan(text.Length - 30)).ReplaceLineEndings("/"),
        _ => reply.MsgType,
    };

    public static string Show(ConversationInput input) => input switch
    {
        ConversationInput.Delivery { Packet: var packet } => $"delivery of {packet.Key} {packet.Text ?? (packet as Event)?.Name}",
        ConversationInput.CarriersDue => "carriers due",
        ConversationInput.Commanded { Command: var command } => $"command {command.GetType().Name}",
        ConversationInput.PushEnded { Entry.Id: var id, Outcome: var outcome } => $"row {id} ended: {outcome.State} {outcome.Errcode}",
        _ => input.Key,
    };

    private static string Show(Turn turn)
    {
        var line = new StringBuilder($"line {turn.Seq} ({turn.Cause.GetType().Name})");
        if (turn.Timer is not null) line.Append(" timer ").Append(turn.Timer);
        if (!turn.Rules.IsEmpty) line.Append(" rule ").AppendJoin('+', turn.Rules);
        if (turn.IsOpen) line.Append(" open");
        else if (turn.Reply is not null) line.Append(" reply ").Append(Show(turn.Reply));
        foreach (var settled in turn.Settled) line.Append(CultureInfo.InvariantCulture, $"; {settled.Key} of line {settled.Seq} {settled.How}: {Show(settled.Reply)}");
        if (turn.Call is { } call) line.Append("; calls ").Append(call.Id);
        if (turn.Writes is { } writes)
        {
            foreach (var owed in writes.Owed) line.Append(CultureInfo.InvariantCulture, $"; owes {owed.Id} {(owed.Item is OutboxItem.Message { Content: TextPush text } ? Show(new TextReply(text.Content)) : owed.Item.GetType().Name)} ({owed.Grant.Scene})");
            foreach (var (name, due, node) in writes.Armed) line.Append(CultureInfo.InvariantCulture, $"; arms {name} {(due - Given.Noon).TotalSeconds:0.000} {node}");
            foreach (var name in writes.Disarmed) line.Append("; disarms ").Append(name);
        }
        foreach (var note in turn.Notes) line.Append(" [").Append(note).Append(']');
        return line.ToString();
    }

    private void Do(UserAct act)
    {
        Say($"user: {act}");
        if (act.Command is { } command) Array.Find(_processes, static process => process is not null)?.Tell(new ConversationInput.Commanded(act.Name, command(), Time.Now));
        else Push(act);
    }

    private void Push(UserAct act)
    {
        // Who does not follow can only follow.
        if (!WeChat.IsFollowed && act.Event is not "subscribe") return;
        var packet = new UserPacket(act.Packet(Time.Now), act.Word);
        Promises.Know(packet, act.Name);
        WeChat.Push(packet);
    }

    /// <summary>Nothing goes wrong any more, and everybody is there.</summary>
    private void Calm()
    {
        _calm = true;
        Say("calm");
        for (var i = 0; i < _processes.Length; i++)
            if (_processes[i] is null) Begin(i);
        EnsureLooks();
    }

    /// <summary>The user asks for everything that waits for him, until nothing does.</summary>
    private void FetchAll()
    {
        Tell(new ConversationCommand.Resume());
        Go(Time.Now + TimeSpan.FromMinutes(5));
        if (!WeChat.IsFollowed) Push(new UserAct(default, "back", "event", "subscribe"));
        for (var i = 0; i < 30 && !Disk.State.Parked.IsEmpty; i++)
        {
            Push(UserAct.Say(900_000 + i, "1"));
            Go(Time.Now + TimeSpan.FromSeconds(30));
        }
    }

    private void Tell(ConversationCommand command) => _processes[0]!.Tell(new ConversationInput.Commanded(command.GetType().Name, command, Time.Now));

    private void Go(DateTimeOffset until)
    {
        while (Time.Go(until))
            if (Time.Happened > 20_000) throw new BrokenPromiseException("it never comes to rest");
    }

    private void Begin(int place)
    {
        if (Array.TrueForAll(_processes, static other => other is null) && Time.Now > FreeSince) FreeSince = Time.Now;
        var process = _processes[place] = new Process(this, $"n{place}.{++_incarnation}");
        Say($"{process.Name}: begins");
        process.Look();
        EnsureLooks();
    }

    private void Kill(Process process)
    {
        Say($"{process.Name}: dies");
        process.Die();
        var place = Array.IndexOf(_processes, process);
        _processes[place] = null;
        // It looks at once when it begins again; another one may have looked in vain while this one was busy, and looks again after a minute.
        var soon = Time.Now + TimeSpan.FromSeconds(Array.TrueForAll(_processes, static other => other is null) ? 2 : 62);
        if (soon > FreeSince) FreeSince = soon;
        Time.In(TimeSpan.FromMilliseconds(_random.Next(10, 20_000)), () =>
        {
            if (_processes[place] is null) Begin(place);
        });
    }

    private bool LosesCommit(string node)
    {
        if (!Breaks(Mutation.AnswersBeforeTheyAreKept) || !Chance(10)) return false;
        Time.In(TimeSpan.FromMilliseconds(50), () =>
        {
            if (Array.Find(_processes, process => process?.Name == node) is { } process) Kill(process);
        });
        return true;
    }

    private Process? Other(Process process)
    {
        var other = _processes[_random.Next(_processes.Length)];
        return other == process ? null : other;
    }

    /// <summary>Another process is faster.</summary>
    private void Race(Process other, Turn turn)
    {
        _racing = true;
        Say($"{other.Name} is faster");
        if (turn.Cause is ConversationInput.Delivery { Packet: var packet } && Promises.Find(packet) is { } known) other.Deliver(new Delivery(known, 1, Time.Now) { ArrivedAt = Time.Now });
        else other.Tell(new ConversationInput.Continue(Time.Now));
        _racing = false;
    }

    /// <summary>Processes look for timers and rows every two seconds, as long as there is anything to look for.</summary>
    private void EnsureLooks() => LookAt(Time.Now + TimeSpan.FromMilliseconds(_random.Next(2000)));

    private void LookAt(DateTimeOffset at)
    {
        if (_looksAt <= Time.Now + TimeSpan.FromSeconds(2) && _looksAt >= Time.Now) return;
        _looksAt = at;
        Time.At(at, () =>
        {
            if (_looksAt == at) Look();
        });
    }

    private void Look()
    {
        _looksAt = null;
        foreach (var process in _processes) process?.Look();
        DateTimeOffset? first = Disk.FirstOwed is null ? null : Time.Now;
        foreach (var (due, _) in Disk.Timers.Values)
            if (first is null || due < first) first = due;
        if (first is not { } next) return;
        var soon = Time.Now + TimeSpan.FromSeconds(2);
        LookAt(next - TimeSpan.FromSeconds(31) > soon ? next - TimeSpan.FromSeconds(31) : soon);
    }
}
