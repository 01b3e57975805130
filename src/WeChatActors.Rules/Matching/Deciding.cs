using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>The workplace of one decision, reused by its thread: nothing in it outlives the decision.</summary>
internal sealed class Deciding
{
    private const int KeptBuffer = 4096;

    [ThreadStatic]
    private static Deciding? _free;

    private char[] _foldedBuffer = new char[256];
    private char[] _widenedBuffer = new char[256];
    private ReadOnlyMemory<char> _folded;
    private ReadOnlyMemory<char>? _widened;

    /// <summary>What expressions see.</summary>
    public Evaluation Evaluation { get; } = new();

    /// <summary>The rules that can hold.</summary>
    public Candidates Candidates { get; } = new();

    /// <summary>The patterns found so far.</summary>
    public HitSet Hits { get; } = new();

    /// <summary>The packet.</summary>
    public Packet Packet => Evaluation.Packet!;

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

    /// <summary>The rule whose actions run.</summary>
    public CompiledRule? Rule { get; set; }

    /// <summary>The rule whose reply stands; null while there is none.</summary>
    public CompiledRule? RepliedBy { get; private set; }

    /// <summary>The reply that stands.</summary>
    public PassiveReply? Reply { get; private set; }

    /// <summary>Takes this thread's workplace for a packet.</summary>
    public static Deciding Begin(in RuleInput input)
    {
        var deciding = _free ?? new Deciding();
        _free = null;
        deciding.Evaluation.Begin(input);
        deciding.Candidates.Clear();
        deciding.HasText = input.Packet?.Text is not null;
        deciding._widened = null;
        deciding._folded = deciding.Fold(ref deciding._foldedBuffer, keepCase: false);
        return deciding;
    }

    /// <summary>Gives it back, empty.</summary>
    public void End()
    {
        Evaluation.End();
        Candidates.Clear();
        Hits.Clear();
        Ran.Clear();
        Notes.Clear();
        (Rule, RepliedBy, Reply, _folded, _widened) = (null, null, null, default, null);
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
    public void Note(string message) => Notes.Add($"rule '{Rule!.Id}': {message}");

    /// <summary>Replies; only the first reply of a decision stands.</summary>
    public void Answer(PassiveReply? reply)
    {
        if (RepliedBy is not null)
        {
            Note($"its reply was dropped, because rule '{RepliedBy.Id}' had replied already.");
            return;
        }

        RepliedBy = Rule;
        Reply = reply;
    }
}
