using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>How a test beside rules ended. It ends with the first step that fails.</summary>
/// <param name="Test">The test.</param>
/// <param name="Failures">What was not as expected, by place; empty when it passed.</param>
/// <param name="Conversation">What was said until then; empty when it passed.</param>
public sealed record RuleTestResult(RuleTest Test, ImmutableArray<TestFailure> Failures, ImmutableArray<TestMoment> Conversation)
{
    /// <summary>Whether everything was as expected.</summary>
    public bool Passed => Failures.IsEmpty;
}

/// <summary>One step of a test that was rehearsed.</summary>
/// <param name="Step">The step.</param>
/// <param name="Waited">What happened while time passed; empty when none did.</param>
/// <param name="Answer">What became of what was said; null when nothing was.</param>
/// <param name="State">The conversation afterwards.</param>
/// <param name="Now">The time afterwards.</param>
/// <param name="Calls">The calls that were made, with their answers; null for none.</param>
/// <param name="IsSecret">Whether nobody may read what was said.</param>
public sealed record RehearsedStep(
    TestStep Step, ImmutableArray<RehearsedLine> Waited, Rehearsed? Answer, Conversation State, DateTimeOffset Now,
    ImmutableArray<(CallOrder Order, MockedAnswer? Answer)> Calls, bool IsSecret);

/// <summary>Something that was not as a test expects.</summary>
/// <param name="Place">Where the expectation stands.</param>
/// <param name="Expected">What was expected; may have several lines.</param>
/// <param name="Got">What came instead.</param>
/// <param name="Hint">What probably helps, in one sentence; null when nothing is known.</param>
public sealed record TestFailure(Place Place, string Expected, string Got, string? Hint = null);

/// <summary>Something that was said or happened in a test.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">It, in words; may have several lines.</param>
public sealed record TestMoment(TestMomentKind Kind, string Text);

/// <summary>What happens in a test.</summary>
public enum TestMomentKind
{
    /// <summary>The follower said or did it.</summary>
    Said,

    /// <summary>It was answered.</summary>
    Answered,

    /// <summary>It was pushed.</summary>
    Pushed,

    /// <summary>So much time passed.</summary>
    Waited,

    /// <summary>It was called.</summary>
    Called,

    /// <summary>The engine noted it for the operator.</summary>
    Noted,
}
