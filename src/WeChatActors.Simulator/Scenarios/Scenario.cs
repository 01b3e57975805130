using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>People who do things in order, so that the same packets come again: byte for byte with the same seed.</summary>
internal sealed record Scenario
{
    /// <summary>Ids and nonces of the packets follow from it.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What the simulated clock shows at the first step; it stands still but for the waits.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The alias of the account; null when there is only one.</summary>
    public string? Account { get; init; }

    /// <summary>Who takes part: the platform's first people, in this order; missing ones come to WeChat.</summary>
    public required ImmutableArray<ScenarioFollower> Followers { get; init; }

    /// <summary>What they do, each after all pushes of the step before have ended.</summary>
    public required ImmutableArray<ScenarioStep> Steps { get; init; }
}

/// <summary>One who takes part.</summary>
/// <param name="Name">The nickname, if the person comes to WeChat with this scenario; null for one made of the number.</param>
/// <param name="Subscribed">Whether the account is followed at the start, without a packet.</param>
internal sealed record ScenarioFollower(string? Name = null, bool Subscribed = false);

/// <summary>One step.</summary>
/// <param name="Person">Who, from 1, in the order of the followers.</param>
/// <param name="Action">What.</param>
/// <param name="Wait">Seconds by which the simulated clock is moved afterwards; zero or more.</param>
internal sealed record ScenarioStep(int Person, UserAction Action, double Wait = 0);

/// <summary>What became of a scenario.</summary>
internal abstract record ScenarioResult;

/// <summary>It ran to its end.</summary>
/// <param name="Steps">One for each step.</param>
internal sealed record ScenarioDone(ImmutableArray<StepResult> Steps) : ScenarioResult;

/// <summary>It did not begin.</summary>
/// <param name="Sentence">Why.</param>
internal sealed record ScenarioRefused(string Sentence) : ScenarioResult;

/// <summary>What became of a step.</summary>
/// <param name="Step">Which, from 1.</param>
/// <param name="At">When, by the simulated clock.</param>
/// <param name="Refused">Why the action made no sense; null when it was done.</param>
/// <param name="Packets">What it pushed.</param>
internal sealed record StepResult(int Step, DateTimeOffset At, string? Refused, ImmutableArray<ScenarioPacket> Packets);

/// <summary>One packet of a scenario.</summary>
/// <param name="Kind">The MsgType, or the Event.</param>
/// <param name="Xml">The plain packet.</param>
/// <param name="Outcome">How the push ended.</param>
/// <param name="Verdict">Why.</param>
internal sealed record ScenarioPacket(string Kind, string Xml, PushOutcome Outcome, string Verdict);
