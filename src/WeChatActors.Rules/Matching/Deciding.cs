using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>The workplace of one decision, reused by its thread: nothing in it outlives the decision.</summary>
internal sealed class Deciding
{
    /// <summary>How many actions one decision runs, and how many notes it keeps.</summary>
    public const int MaxActions = 10_000, MaxNotes = 100;

    private const int KeptBuffer = 4096;

    [ThreadStatic]
    private static Deciding? _free;

    private char[] _foldedBuffer = new char[256];
    private char[] _widenedBuffer = new char[256];
    private ReadOnlyMemory<char> _folded;
    private ReadOnlyMemory<char>? _widened;
    private ImmutableArray<CallResult> _results;
    private int _taken, _acted;
    private bool _hasStart;

    /// <summary>What expressions see.</summary>
    public Evaluation Evaluation { get; } = new();

    /// <summary>The rules that can hold.</summary>
    public Candidates Candidates { get; } = new();

    /// <summary>The patterns found so far.</summary>
    public HitSet Hits { get; } = new();

    /// <summary>The packet; null when there is none.</summary>
    public Packet? Packet => Evaluation.Packet;

    /// <summary>How long before the window closes it is now, when that is what rules are tried for; null otherwise.</summary>
    public TimeSpan? ClosingLead { get; private set; }

    /// <summary>Notes what the decision goes through; null in production.</summary>
    public DecisionTrace? Trace { get; private set; }

    /// <summary>Whether the packet has words that rules match.</summary>
    public bool HasText { get; private set; }

    /// <summary>The words, folded.</summary>
    public ReadOnlySpan<char> Folded => _folded.Span;

    /// <summary>The words, folded but for the case: what regexes see, so that groups keep the user's letters.</summary>
    public ReadOnlySpan<char> Widened => (_widened ??= Fold(ref _widenedBuffer, keepCase: true)).Span;

    /// <summary>Ids of the rules that ran.</summary>
    public List<string> Ran { get; } = [];

    /// <summary>What the operator should know.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What must be done beside the reply.</summary>
    public List<RuleStep> Steps { get; } = [];

    /// <summary>The call that the actions wait for; null while they go on.</summary>
    public CallOrder? Call { get; private set; }

    /// <summary>The results that the actions of all rules have named.</summary>
    public ImmutableDictionary<string, Value> Into { get; private set; } = ImmutableDictionary<string, Value>.Empty;

    /// <summary>What a model was told and said last.</summary>
    public Exchange? Exchange { get; set; }

    /// <summary>Local files that the platform holds, by path.</summary>
    public IReadOnlyDictionary<string, string>? Media { get; private set; }

    /// <summary>The local file in the reply being made that no carrier can show: the platform does not hold it, or there is no carrier; null when there is none.</summary>
    public string? MissingFile { get; set; }

    /// <summary>The rule whose actions run.</summary>
    public CompiledRule? Rule { get; set; }

    /// <summary>Whether a rule took the carrier, perhaps to say nothing.</summary>
    public bool HasReplied { get; private set; }

    /// <summary>Whether a reply can still be written to a carrier: a packet came, and nothing took it.</summary>
    public bool HasCarrier => !_hasStart && !HasReplied;

    /// <summary>The reply that stands.</summary>
    public PassiveReply? Reply { get; private set; }

    /// <summary>The dialogs of the script.</summary>
    public DialogBook Dialogs { get; set; } = DialogBook.Empty;

    /// <summary>The dialog that the follower is in; null for none.</summary>
    public OpenDialog? Dialog { get; set; }

    /// <summary>The dialog that he was in when the packet came; null for none.</summary>
    public OpenDialog? FoundDialog { get; set; }

    /// <summary>How many dialogs the actions have opened.</summary>
    public int Opened { get; set; }

    /// <summary>Whether the packet's words answer a secret slot.</summary>
    public bool IsSecret { get; set; }

    /// <summary>The kept message that is answered instead of the packet; null for none.</summary>
    public Packet? Aside { get; private set; }

    /// <summary>Takes this thread's workplace for a packet.</summary>
    public static Deciding Begin(in RuleInput input)
    {
        var deciding = _free ?? new Deciding();
        _free = null;
        deciding.Evaluation.Begin(input);
        deciding._results = input.Results;
        deciding._hasStart = input.Start is not null;
        deciding.ClosingLead = (input.Start as RuleStart.WindowClosing)?.Lead;
        deciding.Media = input.Media;
        deciding.Trace = input.Trace;
        input.Trace?.Begin();
        deciding.Candidates.Clear();
        deciding.Dialog = deciding.FoundDialog = input.User.Dialog;
        deciding.ReadWords();
        return deciding;
    }

    /// <summary>Goes on about another packet.</summary>
    public void Reread(Packet packet)
    {
        Aside = packet;
        Evaluation.Reread(packet);
        ReadWords();
    }

    private void ReadWords()
    {
        HasText = Evaluation.Packet?.Text is not null;
        _widened = null;
        _folded = Fold(ref _foldedBuffer, keepCase: false);
    }

    /// <summary>Gives it back, empty.</summary>
    public void End()
    {
        Evaluation.End();
        Candidates.Clear();
        Hits.Clear();
        Ran.Clear();
        Notes.Clear();
        Steps.Clear();
        (Rule, Reply, HasReplied, _folded, _widened) = (null, null, false, default, null);
        (Call, Exchange, Media, MissingFile, Trace, _results, _taken, _acted) = (null, null, null, null, null, default, 0, 0);
        (Dialogs, Dialog, FoundDialog, Opened, IsSecret, Aside) = (DialogBook.Empty, null, null, 0, false, null);
        Into = ImmutableDictionary<string, Value>.Empty;
        if (_foldedBuffer.Length > KeptBuffer) _foldedBuffer = new char[256];
        if (_widenedBuffer.Length > KeptBuffer) _widenedBuffer = new char[256];
        _free = this;
    }

    private ReadOnlyMemory<char> Fold(ref char[] buffer, bool keepCase)
    {
        var text = Evaluation.Packet?.Text;
        if (text is null) return default;
        if (TextFold.IsFolded(text, keepCase)) return text.AsMemory();
        if (buffer.Length < text.Length) buffer = new char[text.Length];
        return buffer.AsMemory(TextFold.Fold(text, buffer, keepCase));
    }

    /// <summary>Tells the operator something about the rule in hand.</summary>
    public void Note(string message)
    {
        if (Notes.Count < MaxNotes) Notes.Add($"rule '{Rule!.Id}': {WithoutSecrets(message)}");
    }

    /// <summary>Counts an action; false, with a note, when the decision has run as many as it may.</summary>
    public bool MayAct()
    {
        if (++_acted <= MaxActions) return true;
        if (_acted == MaxActions + 1) Note($"its actions were ended, because a decision runs at most {MaxActions}.");
        return false;
    }

    /// <summary>Tells him that an expression met its bounds, when one did.</summary>
    public void NoteLimits()
    {
        if (Evaluation.HitLimit)
            Note($"an expression was cut short: one may take {Evaluation.MaxSteps} steps and make {Evaluation.MaxText} characters, those of one decision together {Evaluation.MaxStepsOfAll} and {Evaluation.MaxTextOfAll}.");
        Evaluation.HitLimit = false;
    }

    private string WithoutSecrets(string message)
    {
        foreach (var name in Rule!.Secrets)
            if (Evaluation.Into.GetValueOrDefault(name).ToText() is { Length: > 0 } secret) message = message.Replace(secret, OpenDialog.Hidden, StringComparison.Ordinal);
        return message;
    }

    /// <summary>Begins the actions of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="into">The results it has already.</param>
    public void BeginRule(CompiledRule rule, ImmutableDictionary<string, Value> into)
    {
        Rule = rule;
        Evaluation.Into = into;
        if (!into.IsEmpty) Into = Into.SetItems(into);
    }

    /// <summary>Goes back to the actions of a rule that another has interrupted.</summary>
    public void ResumeRule(CompiledRule rule, ImmutableDictionary<string, Value> into)
    {
        Rule = rule;
        Evaluation.Into = into;
    }

    /// <summary>Goes on with the result of a call, or ends the decision with its order when there is none yet.</summary>
    /// <returns>Whether there is a result. From then on expressions see its time and its window.</returns>
    public bool TryTake(CallOrder order, out Value result)
    {
        result = default;
        if (_results.IsDefault || _taken == _results.Length)
        {
            Call = order;
            return false;
        }

        var ended = _results[_taken++];
        Evaluation.GoOn(ended.At, ended.Window);
        result = ended.Result;
        return true;
    }

    /// <summary>Names a result.</summary>
    public void Name(string name, Value result)
    {
        Evaluation.Into = Evaluation.Into.SetItem(name, result);
        Into = Into.SetItem(name, result);
    }

    /// <summary>Pushes a message when the window has one left.</summary>
    public bool TrySend(CustomerMessage message)
    {
        if (Evaluation.Left <= 0) return false;
        Evaluation.Left--;
        Steps.Add(new RuleStep.Send(message));
        return true;
    }

    /// <summary>Replies: to the carrier when it is free, else by pushing.</summary>
    /// <param name="reply">The reply; null when it came out empty, <see cref="ReplySource.Silence"/> takes the carrier and says nothing.</param>
    public void Answer(PassiveReply? reply)
    {
        var missing = MissingFile;
        MissingFile = null;
        if (reply is null) return;
        if (missing is not null)
        {
            // A file cannot wait for the user's next packet: a carrier takes only what the platform holds.
            if (PushForms.Of(reply) is [var message] && TrySend(message)) return;
            Note($"its reply with the file {missing} was not sent: no carrier can show it{(HasCarrier ? " before it is uploaded" : "")}, and the window has nothing left.");
        }
        else if (!HasCarrier)
        {
            if (!ReferenceEquals(reply, ReplySource.Silence)) Push(reply);
        }
        else
        {
            HasReplied = true;
            Reply = ReferenceEquals(reply, ReplySource.Silence) ? null : reply;
            if (reply is TransferReply && Packet is Message) Steps.Add(PauseAction.ForHuman);
        }
    }

    // What cannot be pushed now waits for the user, so the window is not asked.
    private void Push(PassiveReply reply)
    {
        var messages = PushForms.Of(reply);
        if (messages.IsEmpty) Note($"its reply of type {reply.MsgType} was not sent, because only the first answer to a packet can be one.");
        foreach (var message in messages)
        {
            if (Evaluation.Left > 0) Evaluation.Left--;
            Steps.Add(new RuleStep.Send(message, IsReply: true));
        }
    }
}
