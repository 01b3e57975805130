using System.Collections.Immutable;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>One step of a conversation that does more than answer a packet: gathers what changes and what must be done, and gives both at the
/// end. Lives for one step; pure as the step is.</summary>
internal sealed partial class ConversationStep
{
    private readonly Conversation _before;
    private readonly ConversationInput _input;
    private readonly StepContext _context;
    private readonly DateTimeOffset _now;
    private readonly long _seq;
    private readonly List<Effect> _effects = [];
    private Conversation _state;
    private ConversationInput _cause;
    private bool _commits;
    private bool _ofPacket;

    // The line of the log.
    private ImmutableArray<string> _rules = [];
    private PassiveReply? _reply;
    private bool _isOpen;
    private bool _standsIn;
    private CallTicket? _call;
    private string? _timer;
    private int _timers;
    private bool _isSecret;
    private readonly List<string> _notes = [];
    private readonly List<SettledPacket> _settled = [];
    private readonly List<ParkedAnswer> _parked = [];
    private readonly List<RuleStep.Count> _counts = [];

    // What is written beside it.
    private readonly List<OutboxEntry> _owed = [];
    private readonly List<(long, OutboxOutcome)> _ended = [];
    private readonly List<(string, string)> _delivered = [];
    private bool _erases;

    public ConversationStep(Conversation before, ConversationInput input, in StepContext context)
    {
        (_before, _state) = (before, before);
        (_input, _cause) = (input, input);
        (_context, _now, _seq) = (context, context.Now, _before.Version + 1);
    }

    private AccountSetting Setting => _context.Setting;

    private ScriptDefaults Defaults => _context.Script.Defaults;

    /// <summary>What came of it.</summary>
    public StepResult End()
    {
        if (!_commits) return new(_state, [.. _effects]);
        var next = _state with
        {
            Version = _seq,
            Since = _state.Since ?? _now,
            OtherLines = _state.OtherLines + (_ofPacket ? 0 : 1),
        };
        next = next with { WorkDue = WorkDueOf(next), SecretFrom = HoldsSecrets(next) ? next.SecretFrom : 0 };
        var turn = new Turn(_seq, _now, _cause, _rules, _reply, [.. _notes])
        {
            IsOpen = _isOpen, StandsIn = _standsIn, Settled = [.. _settled], Parked = [.. _parked], Call = _call, Timer = _timer, Counts = [.. _counts], IsSecret = _isSecret, Writes = Writes(next),
        };
        return new(next, [new Effect.Commit(turn), .. _effects]);
    }

    private TurnWrites? Writes(Conversation next)
    {
        var armed = new List<(string, DateTimeOffset, string?)>();
        var disarmed = new List<string>();
        if (next.WorkDue is { } due)
        {
            if (due != _before.WorkDue || WorkerOf(next) != WorkerOf(_before)) armed.Add((ConversationTimer.Work, due, WorkerOf(next)));
        }
        else if (_before.WorkDue is not null)
        {
            disarmed.Add(ConversationTimer.Work);
        }
        if (next.Timers != _before.Timers)
        {
            foreach (var timer in next.Timers)
                if (_before.Timers.FirstOrDefault(old => old.Name == timer.Name)?.Due != timer.Due) armed.Add((timer.Name, timer.Due, null));
            foreach (var timer in _before.Timers)
                if (next.Timers.All(kept => kept.Name != timer.Name)) disarmed.Add(timer.Name);
        }
        // An erased person has no states left to forget.
        var forgetsFrom = next.SecretFrom == 0 && !_erases ? _state.SecretFrom : 0;
        if (armed.Count + disarmed.Count + _owed.Count + _ended.Count + _delivered.Count == 0 && !_erases && forgetsFrom == 0) return null;
        return new TurnWrites
        {
            Owed = [.. _owed], Settled = [.. _ended], Delivered = [.. _delivered], Armed = [.. armed], Disarmed = [.. disarmed], Erases = _erases, ForgetsFrom = forgetsFrom,
        };
    }

    /// <summary>When somebody must look after unfinished work at the latest; null when there is none.</summary>
    private static DateTimeOffset? WorkDueOf(Conversation state)
    {
        DateTimeOffset? due = state.Running?.CallDue + WaitingLimits.CallGrace;
        foreach (var packet in state.Unclaimed) due = Earlier(due, packet.FirstAt + WaitingLimits.Unclaimed);
        foreach (var given in state.Given) due = Earlier(due, given.At + WaitingLimits.Given);
        if (state.Running is null && !state.Queue.IsEmpty) due = Earlier(due, state.Queue[0].CollectUntil ?? state.Queue[0].FirstAt);
        return due;
    }

    /// <summary>The process after whose death somebody must look after the work at once; null for none.</summary>
    private static string? WorkerOf(Conversation state) => state.Running?.Node ?? (state.Given.IsEmpty ? null : state.Given[0].Node);

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one is { } first && first < other ? first : other;

    /// <summary>Gives a packet its answer, which every delivery of it gets from now on.</summary>
    private void Settle(OpenPacket packet, PassiveReply? reply, string how)
    {
        _commits = true;
        _state = _state with { Answered = _state.Answered.Add(new AnsweredPacket(packet.Fingerprint, _now, packet.Seq, reply)) };
        var answer = new Answer(reply, _now) { Rules = how is "answer" or "placeholder" or "acknowledged" ? _rules : [], IsSecret = packet.IsSecret || _isSecret, Secrets = Secrets() };
        if (packet.Seq == _seq)
        {
            _reply = reply;
            _isOpen = false;
            _standsIn = how == "placeholder";
            _effects.Add(new Effect.AnswerCarrier(answer));
            return;
        }
        _settled.Add(new SettledPacket(packet.Packet.Key, packet.Seq, reply, how));
        if (reply is not null && how == "answer" && _now - packet.FirstAt >= WaitingLimits.Carrier)
            _state = _state with { Given = _state.Given.Add(new GivenAnswer(packet.Seq, reply, _now, Setting.Node)) };
        if (_input is ConversationInput.Delivery delivery && delivery.Fingerprint == packet.Fingerprint) _effects.Add(new Effect.AnswerCarrier(answer));
        _effects.Add(new Effect.AnswerHeld(packet.Fingerprint, answer));
    }

    /// <summary>Whether a carrier of a packet can be answered now.</summary>
    private bool HasCarrier(OpenPacket packet) =>
        (_input is ConversationInput.Delivery delivery && delivery.Fingerprint == packet.Fingerprint) || _context.Held.Contains(packet.Fingerprint);

    private RuleInput InputOf(Packet? packet, RuleStart? start, ulong seed) =>
        new(packet, _state.View, Setting.View, _now, seed) { Start = start, Window = Setting.WindowOf(_state.Ledger, _now), Media = Setting.Media, Trace = _context.Trace };

    private void Note(string sentence) => _notes.Add(sentence);
}

/// <summary>How long unfinished work may wait.</summary>
internal static class WaitingLimits
{
    /// <summary>The platform waits so long for an answer, and then delivers again, three times in all.</summary>
    public static readonly TimeSpan Carrier = TimeSpan.FromSeconds(5);

    /// <summary>Carriers that are due so long after the first delivery are the platform's last: its third comes after 10 s and is due before 15.</summary>
    public static readonly TimeSpan LastDue = TimeSpan.FromSeconds(12);

    /// <summary>The deliveries of one packet.</summary>
    public const int Deliveries = 3;

    /// <summary>After it no delivery of a packet comes any more.</summary>
    public static readonly TimeSpan Unclaimed = TimeSpan.FromSeconds(16);

    /// <summary>A process that lives so long after it gave an answer has written it.</summary>
    public static readonly TimeSpan Given = TimeSpan.FromSeconds(2);

    /// <summary>A call that says nothing so long after its deadline is lost.</summary>
    public static readonly TimeSpan CallGrace = TimeSpan.FromSeconds(5);

    /// <summary>Answers that take longer are not waited for with silence.</summary>
    public static readonly TimeSpan Stretch = TimeSpan.FromSeconds(13);

    /// <summary>Texts that follow each other within it become one.</summary>
    public static readonly TimeSpan Collect = TimeSpan.FromSeconds(1.2);

    /// <summary>Texts are collected for no longer.</summary>
    public static readonly TimeSpan CollectMost = TimeSpan.FromSeconds(3);

    /// <summary>Packets of one conversation that wait for their turn; further ones are answered and logged, but not run.</summary>
    public const int Queue = 50;

    /// <summary>How often a call is begun, when processes keep dying under it.</summary>
    public const int CallAttempts = 3;

    /// <summary>Answers kept for a user who does not fetch them; the oldest goes first.</summary>
    public const int Parked = 20;

    /// <summary>Timers of one conversation.</summary>
    public const int Timers = 100;

    /// <summary>Exchanges with models that are kept.</summary>
    public const int History = 20;

    /// <summary>A human's session that nobody closes ends here: the platform stops forwarding then.</summary>
    public static readonly TimeSpan HumanSession = TimeSpan.FromMinutes(30);
}
