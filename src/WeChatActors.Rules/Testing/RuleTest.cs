using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>A test that stands beside a rule, a dialog or in a file: a conversation on virtual time and what is expected of it. Immutable.</summary>
/// <param name="Name">Unique in its script: <c>OWNER#2</c> for the second test of its owner, or <c>OWNER: NAME</c> when it has one.</param>
/// <param name="Owner">The id of the rule it stands at, <c>dialog:NAME</c>, or the file for a test of the file.</param>
/// <param name="Place">Where it begins.</param>
/// <param name="Steps">What happens one after the other; at least one.</param>
public sealed record RuleTest(string Name, string Owner, Place Place, ImmutableArray<TestStep> Steps)
{
    /// <summary>When it begins, when the test does not say: a Monday morning, in the account's zone.</summary>
    public static readonly WrittenTime UsualStart = new(new DateTime(2026, 3, 2, 10, 0, 0, DateTimeKind.Unspecified), null);

    /// <summary>The time of its first message.</summary>
    public WrittenTime At { get; init; } = UsualStart;

    /// <summary>Chooses among random variants; null to choose by packet, as production does.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Whether the account may push; null for what holds for the account.</summary>
    public bool? CanPush { get; init; }

    /// <summary>The follower's variables before the test; empty as a rule.</summary>
    public ImmutableDictionary<string, Value> User { get; init; } = ImmutableDictionary<string, Value>.Empty;

    /// <summary>The follower's tags before the test; empty as a rule.</summary>
    public ImmutableArray<string> UserTags { get; init; } = [];

    /// <summary>What answers the calls of all steps.</summary>
    public ImmutableArray<CallMock> Mocks { get; init; } = [];
}

/// <summary>One step of a test: time passes, then something is said, then it is looked what came of both. Immutable.</summary>
/// <param name="Place">Where it stands.</param>
public sealed record TestStep(Place Place)
{
    /// <summary>How long time passes first; null for not at all.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>What the follower does; null when time only passes.</summary>
    public TestPacket? In { get; init; }

    /// <summary>How often the platform delivers the packet, five seconds apart; 1 to 3.</summary>
    public int Deliveries { get; init; } = 1;

    /// <summary>The passive answer; null when it does not matter.</summary>
    public ExpectedMessage? Out { get; init; }

    /// <summary>The messages pushed in this step, in order; default when they do not matter, empty when none may be.</summary>
    public ImmutableArray<ExpectedMessage> Sent { get; init; }

    /// <summary>Where <see cref="Sent"/> stands.</summary>
    public Place SentPlace { get; init; }

    /// <summary>Tags that the follower has, or has not, after the step.</summary>
    public ImmutableArray<ExpectedTag> Tags { get; init; } = [];

    /// <summary>Variables of the follower after the step; null stands for none.</summary>
    public ImmutableArray<ExpectedVariable> Set { get; init; } = [];

    /// <summary>The longest that the answer may take, in virtual time; null when it does not matter.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>What answers the calls of this step, before those of the test.</summary>
    public ImmutableArray<CallMock> Mocks { get; init; } = [];
}

/// <summary>A tag that a test looks for.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Name">The tag.</param>
/// <param name="Has">Whether the follower must have it; he must not otherwise.</param>
public sealed record ExpectedTag(Place Place, string Name, bool Has);

/// <summary>A variable that a test looks at.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Name">Its name behind <c>user.</c></param>
/// <param name="Value">What it must be.</param>
public sealed record ExpectedVariable(Place Place, string Name, Value Value);
