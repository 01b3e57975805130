using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>What became of an action.</summary>
internal abstract record ActResult;

/// <summary>It was done; the phone shows it already.</summary>
/// <param name="Pushes">The numbers of the pushes it makes, in order; their records exist already. Empty when WeChat tells the account nothing.</param>
/// <param name="Finished">Completes with their records when the last of them has ended. Never fails.</param>
internal sealed record Acted(ImmutableArray<long> Pushes, Task<ImmutableArray<PushRecord>> Finished) : ActResult
{
    /// <summary>Nothing is pushed.</summary>
    public static Acted InSilence { get; } = new([], Task.FromResult(ImmutableArray<PushRecord>.Empty));
}

/// <summary>It makes no sense here, and nothing has changed.</summary>
/// <param name="Sentence">Why, and what would be possible.</param>
internal sealed record ActionRefused(Sentence Sentence) : ActResult;
