using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>All that a step knows beside the conversation and the input. Values only: the same context gives the same step.</summary>
/// <param name="Id">The conversation.</param>
/// <param name="Script">The rules in force.</param>
/// <param name="Setting">What holds for the account.</param>
/// <param name="Now">The time, UTC.</param>
/// <param name="Seed">Chooses among random variants.</param>
public readonly record struct StepContext(ConversationId Id, Script Script, AccountSetting Setting, DateTimeOffset Now, ulong Seed)
{
    /// <summary>Packets of which a carrier is open here.</summary>
    public ImmutableArray<PacketFingerprint> Held { get; init; } = [];

    /// <summary>The script with which the running turn began, when it is still known; null otherwise.</summary>
    public Script? RunningScript { get; init; }

    /// <summary>The script with which the open dialog began, when it is not the one in force and still known; null otherwise.</summary>
    public Script? DialogScript { get; init; }

    /// <summary>Whether the process that makes the running turn's call lives.</summary>
    public bool CallLives { get; init; } = true;

    /// <summary>Processes that gave answers and do not live any more.</summary>
    public ImmutableArray<string> Gone { get; init; } = [];

    /// <summary>Notes what decisions go through; null in production.</summary>
    public DecisionTrace? Trace { get; init; }

    /// <summary>How long the running turn's call takes as a rule; null when nothing is known.</summary>
    public TimeSpan? Expected { get; init; }
}

/// <summary>What an account's conversations go by.</summary>
public sealed record AccountSetting
{
    /// <summary>What rules see of the account.</summary>
    public required AccountView View { get; init; }

    /// <summary>Whether messages can be pushed: the account may, and has its AppSecret.</summary>
    public bool CanPush { get; init; }

    /// <summary>What actions of users grant.</summary>
    public LedgerRules Ledger { get; init; } = new();

    /// <summary>The name of this process.</summary>
    public string Node { get; init; } = "";

    /// <summary>The address of the page that shows the answer to a question; null when there is no such page.</summary>
    public Func<ConversationId, long, DateTimeOffset, string>? LinkOf { get; init; }

    /// <summary>Local files that the platform holds, by path.</summary>
    public IReadOnlyDictionary<string, string>? Media { get; init; }

    /// <summary>How long calls may take that say nothing themselves.</summary>
    public CallDeadlines Deadlines { get; init; } = new();

    /// <summary>The window as rules see it: closed for an account that cannot push.</summary>
    internal WindowView WindowOf(Ledger ledger, DateTimeOffset now) => CanPush ? ledger.View(now) : default;
}

/// <summary>How long calls may take that say nothing themselves.</summary>
/// <param name="HttpSeconds">Seconds for an HTTP request.</param>
/// <param name="LlmSeconds">Seconds for a model.</param>
public sealed record CallDeadlines(double HttpSeconds = 10, double LlmSeconds = 60)
{
    /// <summary>The time a call gets.</summary>
    public TimeSpan Of(CallOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Deadline ?? TimeSpan.FromSeconds(order is LlmOrder ? LlmSeconds : HttpSeconds);
    }
}
