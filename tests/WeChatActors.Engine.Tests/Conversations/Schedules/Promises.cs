using System.Globalization;
using System.Text.RegularExpressions;
using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>A promise was broken.</summary>
internal sealed class BrokenPromiseException(string promise) : Exception(promise);

/// <summary>What a world holds against the promises: after every commit, whenever the user sees something, and once everything has come to rest.</summary>
internal sealed partial class Promises(World world)
{
    /// <summary>An answer, or another thing that is said once.</summary>
    private sealed class Said
    {
        /// <summary>Where it is: among parked and unclaimed answers and owed rows.</summary>
        public int Places;

        /// <summary>Whether it went its way for good: given to a packet's carriers, or sent.</summary>
        public int Gone;

        /// <summary>The packet to whose carriers it went.</summary>
        public UserPacket? Carrier;

        /// <summary>When it was given to them.</summary>
        public DateTimeOffset GivenAt;

        public int Unknown;

        public int Seen;

        /// <summary>Whether the user was told that he may have seen it before.</summary>
        public bool IsMarked;

        public bool IsExcused;
    }

    private static readonly HashSet<string> Unanswered = ["1", "继续", "nothing", "human", "long", "event"];

    private readonly Dictionary<string, Said> _said = [];
    private readonly Dictionary<string, (PassiveReply? Reply, DateTimeOffset At)> _answers = [];
    private readonly Dictionary<string, long> _lines = [];
    private readonly Dictionary<string, UserPacket> _packets = [];
    private readonly Dictionary<string, string> _keyOf = [];
    private readonly HashSet<long> _givenUp = [];
    private readonly HashSet<string> _fired = [];
    private string _seen = "";
    private long _lastSeen;
    private long _erased;

    public static void Check(bool holds, string promise)
    {
        if (!holds) throw new BrokenPromiseException(promise);
    }

    /// <summary>A packet that will be delivered.</summary>
    public void Know(UserPacket packet, string name)
    {
        _packets[packet.Packet.Key.Value] = packet;
        _keyOf[name] = packet.Packet.Key.Value;
    }

    /// <summary>How often the platform said that the ledger was wrong.</summary>
    public int Corrected { get; private set; }

    /// <summary>When the engine heard that the user left, if it did.</summary>
    public DateTimeOffset? LeftAt { get; private set; }

    /// <summary>The packet that was delivered.</summary>
    public UserPacket? Find(Packet packet) => _packets.GetValueOrDefault(packet.Key.Value);

    /// <summary>The user sees a text.</summary>
    public void Seen(string text)
    {
        foreach (var name in Names(text))
        {
            var said = Of(name);
            said.Seen++;
            said.IsMarked |= text.Contains(ConversationStep.MaybeSeen, StringComparison.Ordinal);
            Check(said.Seen == 1 || (said.Unknown > 0 && said.Seen == 2 && said.IsMarked), $"«{name}» was shown {said.Seen} times");
        }
    }

    /// <summary>A carrier is answered.</summary>
    public void Answered(UserPacket packet, Answer answer)
    {
        var key = packet.Packet.Key.Value;
        Check(_answers.TryGetValue(key, out var kept) || IsErased(key), $"{key} was answered before its answer was kept");
        Check((kept.Reply, kept.At) == (answer.Reply, answer.At) || IsErased(key), $"{key} was answered with {World.Show(answer.Reply)} of {answer.At:mm:ss.fff}, but {World.Show(kept.Reply)} of {kept.At:mm:ss.fff} was decided");
        Check(packet.Answer is not { } before || before == answer || IsErased(key), $"{key} got two different answers");
        packet.Answer ??= answer;
    }

    /// <summary>When the line that took a packet was written; null before.</summary>
    public DateTimeOffset? TakenAt(UserPacket packet) => _lines.TryGetValue(packet.Packet.Key.Value, out var line) ? world.Disk.Lines[(int)line - 1].At : null;

    /// <summary>A turn was committed.</summary>
    public void Committed(Turn turn, Conversation before, Conversation after, Ledger ledger)
    {
        Check(turn.Seq == world.Disk.Lines.Count, $"line {turn.Seq} was written as line {world.Disk.Lines.Count}");
        if (turn.Writes is { Erases: true })
        {
            _erased = turn.Seq;
            (_seen, _lastSeen) = ("", 0);
            foreach (var said in _said.Values) said.IsExcused = true;
            Check(after.Parked.IsEmpty && after.Variables.IsEmpty && after.Timers.IsEmpty && after.Queue.IsEmpty && after.Running is null && after.Unclaimed.IsEmpty && after.History.IsEmpty && after.Dialog is null,
                "something of the person was left");
        }
        if (turn.Cause is ConversationInput.Delivery) Check(_lines.TryAdd(turn.Cause.Key, turn.Seq), $"{turn.Cause.Key} had two turns");
        if (turn.Cause is ConversationInput.Delivery { Packet: UnsubscribeEvent }) LeftAt = turn.At;
        if (turn.Cause is ConversationInput.Delivery { Packet: SubscribeEvent }) LeftAt = null;
        if (turn.Cause is ConversationInput.Delivery && !turn.IsOpen) Settled(turn.Cause.Key, turn.Reply, turn.At);
        foreach (var settled in turn.Settled)
        {
            Settled(settled.Key.Value, settled.Reply, turn.At);
            if (settled.How is "interrupted" or "ignored" or "joined") _givenUp.Add(settled.Seq);
        }
        foreach (var note in turn.Notes) Noted(note, turn);
        Rows(turn, ledger);
        foreach (var given in before.Given)
            if (given.Reply is TextReply text && !after.Given.Contains(given) && after.Parked.Any(parked => parked.Seq == given.Seq && parked.OnlyPulled))
                foreach (var name in Names(text.Content)) (Of(name).Gone, Of(name).Unknown) = (Of(name).Gone - 1, Of(name).Unknown + 1);
        Places(before, after, turn);
        Order(after, turn);
        if (before.Pause is { } pause && !(pause.Until <= turn.At) && after.Pause is not null) Silence(turn, before);
        Dialogs(before, after);
        if (turn.Timer is { } timer && (timer == ConversationTimer.Dialog || timer.StartsWith("later:", StringComparison.Ordinal))) Fired(timer, turn, before);
        foreach (var scene in Ledger.Scenes)
            Check(ledger[scene].Left >= 0 && ledger[scene].Pending >= 0, $"the ledger of {scene} is {ledger[scene]}");
    }

    /// <summary>Time went on for an hour, and nothing went wrong any more.</summary>
    public void Rests(Conversation state)
    {
        Check(state.Running is null, $"a turn still runs: {state.Running}");
        Check(state.Queue.IsEmpty, "packets still wait for their turn");
        Check(state.Unclaimed.IsEmpty && state.Given.IsEmpty, "answers still wait for a carrier");
        Check(state.Dialog is null || state.Pause is not null, "a dialog never ended");
        Check(state.WorkDue is null && !world.Disk.Timers.ContainsKey(ConversationTimer.Work), "work is still noted");
        Check(state.Timers.All(timer => timer.Due > world.Time.Now || state.Pause is not null), "a timer did not run");
        Check(world.Disk.Timers.Count == state.Timers.Length, "the rows of the timers are not the timers");
        foreach (var row in world.Disk.Rows) Check(row.IsSettled, $"row {row.Entry.Id} is still {row.Outcome.State}");
        foreach (var scene in Ledger.Scenes) Check(world.Disk.Ledger[scene].Pending == 0, $"the ledger still waits for messages of {scene}: {world.Disk.Ledger[scene]}");
    }

    /// <summary>The user has fetched everything.</summary>
    public void End(Conversation state)
    {
        Check(state.Parked.IsEmpty, "an answer cannot be fetched");
        foreach (var (key, line) in _lines)
        {
            var packet = _packets[key];
            if (Unanswered.Contains(packet.Word) || line <= _erased || _givenUp.Contains(line)) continue;
            var name = packet.Packet is ClickEvent click ? click.EventKey! : ((Message)packet.Packet).MsgId!;
            Check(_said.ContainsKey(name), $"'{packet.Word}' {name} of line {line} was never answered");
        }
        foreach (var (name, said) in _said)
        {
            if (said.IsExcused || said.Seen > 0) continue;
            // An answer on the last carrier that is lost on the wire is lost; one whose process died before it gave it is not, unless the platform
            // had every reason to deliver again.
            Check(said.Gone > 0 && said.Carrier is { IsDone: false } carrier && (carrier.Answer is not null || said.GivenAt - TakenAt(carrier) < TimeSpan.FromSeconds(5)), $"«{name}» was never shown");
        }
    }

    private bool IsErased(string key) => _lines.TryGetValue(key, out var line) && line <= _erased;

    private void Settled(string key, PassiveReply? reply, DateTimeOffset at)
    {
        Check(_answers.TryAdd(key, (reply, at)), $"{key} was settled twice");
        if (reply is not TextReply text || !_packets.TryGetValue(key, out var packet)) return;
        foreach (var name in Names(text.Content))
        {
            var said = Of(name);
            said.Gone++;
            (said.Carrier, said.GivenAt) = (packet, at);
        }
    }

    private void Noted(string note, Turn turn)
    {
        if (note.StartsWith("No rule ran", StringComparison.Ordinal) || note.StartsWith("No turn", StringComparison.Ordinal) || note.StartsWith("Ignored", StringComparison.Ordinal)) _givenUp.Add(turn.Seq);
        if (GivenUpLine().Match(note) is { Success: true } match) _givenUp.Add(long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
    }

    private void Rows(Turn turn, Ledger ledger)
    {
        if (turn.Writes is not { } writes) return;
        foreach (var (id, outcome) in writes.Settled)
        {
            if (outcome.Errcode is 45015 or 45047)
            {
                Corrected++;
                Check(ledger.Left(turn.At) == 0, $"the ledger has {ledger.Left(turn.At)} left after {outcome.Errcode}");
            }
            if (((ConversationInput.PushEnded)turn.Cause).Entry is not { Item: OutboxItem.Message { Content: TextPush text } } entry) continue;
            foreach (var name in Names(text.Content))
            {
                var said = Of(name);
                if (outcome.State == OutboxState.Sent) (said.Gone, said.Carrier) = (said.Gone + 1, null);
                else if (outcome.State == OutboxState.Unknown) said.Unknown++;
                if (outcome.State != OutboxState.Sent && entry.Answers is null) said.IsExcused = true;
            }
        }
    }

    private void Places(Conversation before, Conversation after, Turn turn)
    {
        if (turn.Writes is null or { Owed.IsEmpty: true, Settled.IsEmpty: true, Erases: false } && before.Parked == after.Parked && before.Unclaimed == after.Unclaimed && turn.Reply is null && turn.Settled.IsEmpty) return;
        foreach (var said in _said.Values) said.Places = 0;
        foreach (var parked in after.Parked) Place(parked.Reply, turn);
        foreach (var unclaimed in after.Unclaimed) Place(unclaimed.Ready, turn);
        foreach (var row in world.Disk.Rows)
            if (!row.IsSettled && row.Entry.Item is OutboxItem.Message { Content: TextPush text }) Place(text.Content, turn);
        var wasDropped = turn.Notes.Any(note => note.Contains("dropped", StringComparison.Ordinal));
        foreach (var (name, said) in _said)
        {
            if (wasDropped && said is { Places: 0, Gone: 0 }) said.IsExcused = true;
            Check(said.Places + said.Gone <= 1, $"«{name}» is in {said.Places + said.Gone} places");
            Check(said.Places + said.Gone + said.Seen > 0 || said.IsExcused, $"«{name}» is lost");
        }
    }

    private void Place(PassiveReply? reply, Turn turn)
    {
        if (reply is TextReply text) Place(text.Content, turn);
    }

    private void Place(string text, Turn turn)
    {
        foreach (var name in Names(text))
        {
            Of(name).Places++;
            Check(!_keyOf.TryGetValue(Digits(name), out var key) || !IsErased(key), $"«{name}» is kept again after line {_erased} erased it");
        }
    }

    private void Order(Conversation after, Turn turn)
    {
        var seen = after.Variables.TryGetValue("seen", out var value) ? value.AsText ?? value.ToText() : "";
        if (seen == _seen) return;
        Check(seen.StartsWith(_seen, StringComparison.Ordinal), $"what a rule did was lost: {_seen} became {seen}");
        foreach (var name in seen[_seen.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!_keyOf.TryGetValue(name, out var key)) continue;
            Check(_lines[key] > _lastSeen, $"line {_lines[key]} had its turn after line {_lastSeen}, or twice");
            _lastSeen = _lines[key];
        }
        _seen = seen;
    }

    private static void Silence(Turn turn, Conversation before)
    {
        if (turn.Cause is ConversationInput.Commanded) return;
        Check(turn.Writes is null || turn.Writes.Owed.All(entry => entry.Item is not OutboxItem.Message), "the bot sent something while a human spoke");
        Check(turn.Reply is null or TransferReply, "the bot replied while a human spoke");
        foreach (var settled in turn.Settled)
            Check(settled.Reply is null or TransferReply || before.Unclaimed.Any(unclaimed => unclaimed.Seq == settled.Seq), "the bot answered while a human spoke");
    }

    private static void Dialogs(Conversation before, Conversation after)
    {
        var timers = after.Timers.Count(static timer => timer.Name == ConversationTimer.Dialog);
        // Its time is being told.
        if (after.Running?.Start is not Rules.RuleStart.DialogDue) Check(timers == (after.Dialog is null ? 0 : 1), $"a dialog has {timers} timers");
        if (after.Dialog is not { } now || ReferenceEquals(now, before.Dialog)) return;
        var asked = before.Dialog is { } then && then.Since == now.Since && then.Name == now.Name ? then.Slot : 0;
        Check(now.Slot >= asked && now.Slot <= asked + (before.Dialog is null ? 0 : 1), $"a dialog went from question {asked} to {now.Slot}");
    }

    private void Fired(string timer, Turn turn, Conversation before)
    {
        var due = before.Timers.First(armed => armed.Name == timer).Due;
        Check(_fired.Add(timer == ConversationTimer.Dialog ? $"{timer} {due:O}" : timer), $"{timer} ran twice");
        var could = world.FreeSince > due ? world.FreeSince : due;
        Check(turn.At <= could + TimeSpan.FromSeconds(1.1), $"{timer} was due {due:mm:ss.fff} and ran {turn.At:mm:ss.fff}");
    }

    private Said Of(string name)
    {
        if (!_said.TryGetValue(name, out var said)) _said[name] = said = new();
        return said;
    }

    private static string Digits(string name) => name.Trim('E', 'S', 'L', 'A', 'B', 'a', 'b', 'l');

    private static List<string> Names(string text)
    {
        var names = new List<string>();
        for (var at = text.IndexOf('«', StringComparison.Ordinal); at >= 0; at = text.IndexOf('«', at + 1))
            if (text.IndexOf('»', at) is var end && end > 0) names.Add(text[(at + 1)..end]);
        return names;
    }

    [GeneratedRegex("[Ll]ine ([0-9]+) was")]
    private static partial Regex GivenUpLine();
}
