namespace WeChatActors.Replay;

/// <summary>Compares the answers of a run with the recorded ones. What it holds does not grow with the run.</summary>
/// <param name="rules">What answers may differ in.</param>
internal sealed class Comparer(ComparisonRules rules) : IPlayedSink
{
    /// <inheritdoc/>
    public void Add(in PlayedPacket played) => throw new NotSupportedException(rules.ToString());

    /// <summary>What came out so far; any time, from any thread.</summary>
    public ComparisonReport Report() => throw new NotSupportedException();
}
