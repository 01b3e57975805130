using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>A rule ready to run. Immutable.</summary>
/// <param name="Info">Its id and place.</param>
/// <param name="Place">Its place, as findings name it.</param>
/// <param name="Priority">Higher is tried earlier.</param>
/// <param name="Continue">Whether later rules may run after it.</param>
/// <param name="Condition">When it runs.</param>
/// <param name="Actions">What it does.</param>
internal sealed record CompiledRule(RuleInfo Info, Place Place, int Priority, bool Continue, Condition Condition, RuleAction[] Actions)
{
    public string Id => Info.Id;

    /// <summary>What its timers do, in the order of the file.</summary>
    public LaterPart[] Laters { get; init; } = [];

    /// <summary>How long before the window closes it wants to act.</summary>
    public TimeSpan[] Leads { get; init; } = [];

    /// <summary>The names whose values no note may hold.</summary>
    public string[] Secrets { get; init; } = [];

    /// <summary>What overlapping messages do; null for what the file says.</summary>
    public BusyMode? Busy { get; init; }

    /// <summary>How a slow answer is brought; null for what the file says.</summary>
    public SlowMode? Slow { get; init; }

    /// <summary>What stands in for its answer when that takes too long; null for what the file says.</summary>
    public Template? Placeholder { get; init; }

    /// <summary>The places of its calls, as <see cref="CallOrder.Place"/> has them.</summary>
    public string[] CallPlaces { get; init; } = [];

    /// <summary>Its id alone, ready for a decision.</summary>
    public ImmutableArray<string> JustId { get; } = [Info.Id];
}
