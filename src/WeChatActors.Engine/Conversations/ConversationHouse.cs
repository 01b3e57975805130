using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>What all conversations of a process share.</summary>
/// <param name="store">Where turns are kept.</param>
/// <param name="time">The clock of everything.</param>
internal sealed class ConversationHouse(IConversationStore store, TimeProvider time)
{
    public IConversationStore Store { get; } = store;

    public TimeProvider Time { get; } = time;

    /// <summary>Takes an input: <see cref="Conversation.Step"/>.</summary>
    public StepFunction Step { get; init; } = Conversation.Step;

    public CarrierDesk Carriers { get; } = new();

    public SettledCounters Settled { get; } = new();

    /// <summary>Tells conversations something in time.</summary>
    public required Alarms Alarms { get; init; }

    /// <summary>Wakes conversations for timers; null when the store keeps none.</summary>
    public TimerService? Timers { get; set; }

    /// <summary>Makes calls; null when nothing can be called.</summary>
    public ICalls? Calls { get; set; }

    /// <summary>Hears of rows that the outbox owes.</summary>
    public Action<ImmutableArray<OutboxEntry>> Owe { get; set; } = static _ => { };

    /// <summary>Whether a process lives.</summary>
    public Func<string, bool> IsAlive { get; set; } = static _ => true;

    /// <summary>Finds rules that are not in force any more; null when they are only remembered.</summary>
    public ScriptShelf? Scripts { get; set; }

    /// <summary>What rules count for the operator.</summary>
    public RuleCounters Counted { get; } = new();

    /// <summary>The ids of an account's local files, by path.</summary>
    public Func<string, IReadOnlyDictionary<string, string>?> Media { get; set; } = static _ => null;

    /// <summary>Begins a call, or says at once that none can be made.</summary>
    public void Begin(CallTicket ticket)
    {
        if (Calls is { } calls) calls.Start(ticket);
        else Alarms.At(Time.GetUtcNow(), ticket.To, new ConversationInput.CallEnded(ticket.Id, CallFailure.Of("no_calls"), TimeSpan.Zero, Time.GetUtcNow()));
    }
}

/// <summary>Takes one input and says what a conversation is next and what must be done.</summary>
internal delegate StepResult StepFunction(Conversation state, ConversationInput input, in StepContext context);

/// <summary>An account and what its conversations go by.</summary>
/// <param name="Account">The account.</param>
/// <param name="Budget">How long its carriers stay open.</param>
internal sealed record HousedAccount(Account Account, AdaptiveBudget Budget)
{
    private volatile AccountSetting? _setting;

    /// <summary>What its conversations go by now.</summary>
    public AccountSetting Setting
    {
        get => _setting ??= Account.Setting;
        set => _setting = value;
    }
}
