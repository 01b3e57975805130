using System.Collections.Immutable;
using WeChatActors.Actors;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>One follower, one account, the platform and the real host of conversations over a disk in memory, on virtual time. The host can be killed at
/// any write; another one begins over the same disk a second later.</summary>
internal sealed class Stage : IDisposable
{
    private const string Rules = """
        version: 1
        rules:
          - {id: ask, exact: ask, do: [{http: {get: 'https://a.example/', deadline: 60s, into: r}}, {reply: "the answer to {{ msg.id }}"}]}
          - {id: rest, default: true, do: [{reply: none}]}
        """;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly VirtualTime _time = new();
    private readonly Disk _disk = new(asJson: true);
    private readonly Account _account = Given.Account(script: Given.Script(Rules.Replace("reply: none", "reply: {none: true}", StringComparison.Ordinal)));
    private readonly TimeSpan _took;
    private readonly bool _canPush;
    private readonly int _lastWrite;
    private readonly bool _isWritten;
    private readonly List<(DateTimeOffset Due, Action What)> _later = [];
    private readonly List<string> _shown = [];
    private readonly List<Answer> _answers = [];
    private Lived? _host;
    private int _incarnation;
    private int _toLose;

    /// <param name="took">How long the call takes.</param>
    /// <param name="canPush">Whether the account can push.</param>
    /// <param name="lastWrite">The write at which the first host dies, counted from 1; 0 for none.</param>
    /// <param name="isWritten">Whether that write reaches the disk.</param>
    public Stage(TimeSpan took, bool canPush, int lastWrite = 0, bool isWritten = false)
    {
        (_took, _canPush, _lastWrite, _isWritten) = (took, canPush, lastWrite, isWritten);
        _time.Advance(Given.Noon - DateTimeOffset.UnixEpoch);
        Begin();
    }

    /// <summary>What the user has seen, oldest first.</summary>
    public IReadOnlyList<string> Shown => _shown;

    /// <summary>What carriers were answered with, oldest first, whether it arrived or not.</summary>
    public IReadOnlyList<Answer> Answers => _answers;

    /// <summary>How many writes there were.</summary>
    public int Writes { get; private set; }

    /// <summary>How often the user saw the answer to a question.</summary>
    public int Seen(long question) => _shown.Count(text => text.Contains($"the answer to {question}", StringComparison.Ordinal));

    /// <summary>The next answers over carriers are lost on the wire.</summary>
    public void Lose(int answers) => _toLose = answers;

    /// <summary>The user says something, and the platform delivers it.</summary>
    public void Say(string text, long id) => Deliver(Given.Text(text, id), 1);

    /// <summary>Lets time go on.</summary>
    public void Wait(double seconds)
    {
        for (var end = _time.GetUtcNow() + TimeSpan.FromSeconds(seconds); _time.GetUtcNow() < end;)
        {
            _time.Advance(Tick);
            for (var i = 0; i < _later.Count; i++)
            {
                if (_later[i].Due > _time.GetUtcNow()) continue;
                var what = _later[i].What;
                _later.RemoveAt(i--);
                what();
            }
        }
    }

    /// <summary>The host is gone, whatever it was doing; another one begins in a second.</summary>
    public void Kill()
    {
        if (_host is not { } host) return;
        host.IsDead = true;
        _disk.Alive.Remove(host.Name);
        _host = null;
        Later(TimeSpan.FromSeconds(1), Begin);
    }

    public void Dispose()
    {
        if (_host is { } host) host.IsDead = true;
    }

    private void Begin()
    {
        var host = new Lived(this, $"host{++_incarnation}");
        _disk.Alive.Add(host.Name);
        _host = host;
        host.Begin();
    }

    private void Later(TimeSpan wait, Action what) => _later.Add((_time.GetUtcNow() + wait, what));

    private void Deliver(Packet packet, int number)
    {
        var isDone = false;
        _host?.Deliver(packet, answer =>
        {
            _answers.Add(answer);
            if (isDone || _toLose-- > 0) return;
            isDone = true;
            if (answer.Reply is TextReply text) _shown.Add(text.Content);
        });
        Later(TimeSpan.FromSeconds(5), () =>
        {
            if (isDone) return;
            isDone = true;
            if (number < 3) Deliver(packet, number + 1);
        });
    }

    /// <summary>A host and what belongs to it: calls, and a small worker of the outbox. When it is dead nothing of it goes on.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "A host that is killed is not tidied up.")]
    private sealed class Lived : ICalls
    {
        private readonly Stage _stage;
        private readonly MortalStore _store;
        private readonly ConversationHost _conversations;
        private readonly HashSet<CallId> _calls = [];
        private bool _works;

        public Lived(Stage stage, string name)
        {
            (_stage, Name) = (stage, name);
            _store = new MortalStore(new DiskOf(stage._disk, name, stage._time, static _ => true, static (_, _) => { }), this, stage);
            _conversations = new ConversationHost([stage._account], _store, new ActorOptions(), stage._time, static (_, error) => throw new InvalidOperationException("A conversation failed.", error));
        }

        public string Name { get; }

        public bool IsDead { get; set; }

        public void Begin()
        {
            _conversations.Use("demo", setting => setting with { CanPush = _stage._canPush });
            _conversations.Connect(_store, this, _ => Work(), static _ => new Dictionary<string, string>(), static _ => { });
            Work();
        }

        public void Deliver(Packet packet, Action<Answer> answered)
        {
            var asked = _conversations.Deliver(_stage._account, new OpenId("oAnn"), packet, _stage._time.GetUtcNow(), TimeSpan.FromSeconds(5)).AsTask();
            if (!asked.IsCompleted || IsDead || !asked.Result.TryGetReply(out var answer)) return;
            if (answer.Held is not { } carrier) answered(answer);
            else Watch(carrier, _stage._time.GetUtcNow() + TimeSpan.FromSeconds(5), answered);
        }

        public void Start(CallTicket ticket)
        {
            if (IsDead) return;
            _calls.Add(ticket.Id);
            _stage.Later(_stage._took, () =>
            {
                if (!IsDead && _calls.Remove(ticket.Id)) _conversations.CallEnded(ticket.To, ticket.Id, Value.Map([new("ok", true)]), _stage._took);
            });
        }

        public void Cancel(ConversationId to, CallId id) => _calls.Remove(id);

        public TimeSpan? Expected(CallOrder order) => null;

        public StreamedText? Stream(ConversationId to, long turn) => null;

        // The platform's end of a carrier: looks until it has the answer, or gives it up.
        private void Watch(HeldCarrier carrier, DateTimeOffset until, Action<Answer> answered)
        {
            if (IsDead) return;
            if (carrier.Answered.IsCompleted) answered(carrier.Answered.Result);
            else if (_stage._time.GetUtcNow() >= until) carrier.Close();
            else _stage.Later(Tick, () => Watch(carrier, until, answered));
        }

        private void Work()
        {
            if (IsDead || _works) return;
            _works = true;
            _stage.Later(Tick, Step);
        }

        private void Step()
        {
            _works = false;
            if (IsDead || Now(_store.Due("demo", _stage._time.GetUtcNow(), 1)) is not [var row]) return;
            var now = _stage._time.GetUtcNow();
            if (row.Outcome.State == OutboxState.Sending)
            {
                if (row.Entry.Item is OutboxItem.Message) Tell(row.Entry, new OutboxOutcome(OutboxState.Unknown, now));
                else Tell(row.Entry, new OutboxOutcome(OutboxState.Expired, now));
                return;
            }
            var claimed = _store.Claim(row.Entry.To, row.Entry.Id, now, now + TimeSpan.FromMinutes(1));
            if (!claimed.IsCompleted || !claimed.Result) return;
            if (row.Entry.Item is OutboxItem.Message { Content: TextPush text }) _stage._shown.Add(text.Content);
            Tell(row.Entry, new OutboxOutcome(OutboxState.Sent, now));
        }

        private void Tell(OutboxEntry entry, OutboxOutcome outcome)
        {
            var told = _conversations.PushEnded(entry, outcome);
            if (!IsDead && told.IsCompleted) Work();
        }

        private static ImmutableArray<OutboxRow> Now(ValueTask<ImmutableArray<OutboxRow>> rows) => rows.IsCompleted ? rows.Result : [];
    }

    /// <summary>The disk as a host sees it that dies at a write: before that is on disk, or when it is and before the host hears of it.</summary>
    private sealed class MortalStore(DiskOf disk, Lived host, Stage stage) : PartialStore
    {
        public override string Node => disk.Node;

        public override bool IsAlive(string name) => disk.IsAlive(name);

        public override ValueTask<Conversation> Load(ConversationId id, DateTimeOffset now) => host.IsDead ? Never<Conversation>() : disk.Load(id, now);

        public override ValueTask<CommitResult> Commit(ConversationId id, Turn turn, Conversation state, bool stateChanged) =>
            Write(() => disk.Commit(id, turn, state, stateChanged));

        public override ValueTask<bool> Claim(ConversationId id, long entry, DateTimeOffset now, DateTimeOffset leaseUntil) => Write(() => disk.Claim(id, entry, now, leaseUntil));

        public override ValueTask<ImmutableArray<OutboxRow>> Due(string account, DateTimeOffset now, int limit) => host.IsDead ? Never<ImmutableArray<OutboxRow>>() : disk.Due(account, now, limit);

        public override ValueTask<ImmutableArray<StoredTimer>> Timers(DateTimeOffset dueBefore, int limit) => host.IsDead ? Never<ImmutableArray<StoredTimer>>() : disk.Timers(dueBefore, limit);

        private ValueTask<T> Write<T>(Func<ValueTask<T>> write)
        {
            if (host.IsDead) return Never<T>();
            if (++stage.Writes != stage._lastWrite) return write();
            if (stage._isWritten) _ = write().AsTask().Result;
            stage.Kill();
            return Never<T>();
        }

        // Whoever waits for a dead host waits for ever.
        private static ValueTask<T> Never<T>() => new(new TaskCompletionSource<T>().Task);
    }
}
