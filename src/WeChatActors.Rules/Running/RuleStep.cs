using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>Something that a rule's actions decided beside the passive reply, in the order of the actions. Immutable.</summary>
public abstract record RuleStep
{
    private RuleStep() { }

    /// <summary>Push a message.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="IsReply">Whether a rule said it as a reply that no carrier is left for: it waits for the user when it cannot be pushed.</param>
    public sealed record Send(CustomerMessage Message, bool IsReply = false) : RuleStep;

    /// <summary>Give or take a tag.</summary>
    /// <param name="Name">The tag's name.</param>
    /// <param name="Add">Whether it is given.</param>
    public sealed record Tag(string Name, bool Add) : RuleStep;

    /// <summary>Set the operator's remark (备注名) for the follower.</summary>
    /// <param name="Text">The remark, under 30 bytes of UTF-8.</param>
    public sealed record Remark(string Text) : RuleStep;

    /// <summary>Act later, by a durable timer.</summary>
    /// <param name="Rule">The rule's id.</param>
    /// <param name="Index">Which <c>later</c> of the rule, counted from 0 in the order of the file.</param>
    /// <param name="At">When, UTC.</param>
    public sealed record Later(string Rule, int Index, DateTimeOffset At) : RuleStep;

    /// <summary>Be silent: a human speaks.</summary>
    /// <param name="For">How long at most; null until something ends it.</param>
    /// <param name="UntilClose">Whether the end of the human's session ends it.</param>
    public sealed record Pause(TimeSpan? For, bool UntilClose) : RuleStep;

    /// <summary>Count something for the operator's metrics.</summary>
    /// <param name="Name">What is counted: letters, digits and _, at most 64.</param>
    /// <param name="By">How much is added; not negative.</param>
    public sealed record Count(string Name, double By) : RuleStep;
}

/// <summary>What a decision starts from when no packet arrived.</summary>
public abstract record RuleStart
{
    private RuleStart() { }

    /// <summary>A timer that a rule's <c>later</c> armed: its actions run, unless <c>unless</c> holds now.</summary>
    /// <param name="Rule">The rule's id.</param>
    /// <param name="Index">Which <c>later</c> of it.</param>
    /// <param name="Into">The results that the rule had when it was armed, by their names.</param>
    public sealed record Later(string Rule, int Index, System.Collections.Immutable.ImmutableDictionary<string, Value> Into) : RuleStart;

    /// <summary>The window closes soon: rules with <c>window_closes_in</c> are tried.</summary>
    /// <param name="Lead">Which of <see cref="Script.WindowLeads"/>.</param>
    public sealed record WindowClosing(TimeSpan Lead) : RuleStart;

    /// <summary>The open dialog's time came: <see cref="OpenDialog.Due"/>.</summary>
    public sealed record DialogDue : RuleStart;
}

/// <summary>What a message does that arrives while the one before it still runs.</summary>
public enum BusyMode
{
    /// <summary>It waits for its turn.</summary>
    Queue,

    /// <summary>Texts that follow each other within 1.2 s become one, at most 3 s of them; otherwise it waits.</summary>
    Merge,

    /// <summary>It ends the one that runs.</summary>
    Interrupt,

    /// <summary>It is logged and gets no answer.</summary>
    Ignore,
}

/// <summary>How an answer that takes longer than a carrier is brought to the user.</summary>
public enum SlowMode
{
    /// <summary>By what the account may do and the window has left.</summary>
    Auto,

    /// <summary>Acknowledged, then pushed, when that is possible at all.</summary>
    Push,

    /// <summary>By letting the platform deliver again.</summary>
    Stretch,

    /// <summary>By a placeholder at once.</summary>
    Placeholder,
}

/// <summary>What a rule file says about all its rules.</summary>
/// <param name="Busy">What overlapping messages do.</param>
/// <param name="Slow">How slow answers are brought.</param>
/// <param name="Pull">The words that fetch an answer which was not there in time.</param>
/// <param name="Reserve">How many messages of the window are kept back from slow answers.</param>
/// <param name="AfterPause">What the first answer of the bot after a human's session begins with; null for nothing.</param>
public sealed record ScriptDefaults(
    BusyMode Busy, SlowMode Slow, System.Collections.Immutable.ImmutableArray<string> Pull, int Reserve, string? AfterPause)
{
    /// <summary>The words that end a dialog which names none of its own.</summary>
    public System.Collections.Immutable.ImmutableArray<string> Cancel { get; init; } = UsualCancel;

    private static readonly System.Collections.Immutable.ImmutableArray<string> UsualCancel = ["取消", "退出"];

    /// <summary>What holds when a file says nothing.</summary>
    public static ScriptDefaults Usual { get; } = new(BusyMode.Queue, SlowMode.Auto, ["1", "继续"], 1, null);
}
