using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Answers calls with what stands in for other systems, and notes which answers were given. Not for several threads.</summary>
/// <param name="always">What stands in for the whole rehearsal.</param>
public sealed class MockedCalls(ImmutableArray<CallMock> always)
{
    private readonly Dictionary<CallMock, int> _given = new(ReferenceEqualityComparer.Instance);

    /// <summary>What stands in for now, before the others.</summary>
    public ImmutableArray<CallMock> Now { get; set; } = [];

    /// <summary>The first call that nothing answered, and why; null while there was none.</summary>
    public (CallOrder Order, CallMock? Exhausted)? Missing { get; private set; }

    /// <summary>Gives the answer of a call; null when there is none.</summary>
    public MockedAnswer? Answer(CallOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if ((Best(Now, order) ?? Best(always, order)) is not { } mock)
        {
            Missing ??= (order, null);
            return null;
        }
        var given = _given.GetValueOrDefault(mock);
        _given[mock] = given + 1;
        if (!mock.InOrder) return mock.Answers[0];
        if (given < mock.Answers.Length) return mock.Answers[given];
        Missing ??= (order, mock);
        return null;
    }

    /// <summary>The first answer of some that was never given; null when all were.</summary>
    public MockedAnswer? Unused(ImmutableArray<CallMock> mocks)
    {
        foreach (var mock in mocks)
            if (_given.GetValueOrDefault(mock) is var given && given < mock.Answers.Length) return mock.Answers[given];
        return null;
    }

    private static CallMock? Best(ImmutableArray<CallMock> mocks, CallOrder order)
    {
        CallMock? best = null;
        var fit = -1;
        foreach (var mock in mocks)
            if (mock.Fit(order) is var own && own > fit) (best, fit) = (mock, own);
        return best;
    }
}
