using System.Collections.Immutable;

namespace WeChatActors.Replay;

/// <summary>What one follower does one after the other; at least one packet.</summary>
/// <param name="Steps">The packets in order.</param>
internal sealed record LoadConversation(ImmutableArray<LoadStep> Steps)
{
    /// <summary>The most packets of one.</summary>
    public const int MaxSteps = 4000;
}

/// <summary>One entry of the mix: any of its conversations, as often as its weight says beside the others.</summary>
/// <param name="Weight">How often, 1 to 1,000,000.</param>
/// <param name="Conversations">At least one.</param>
internal sealed record MixEntry(int Weight, ImmutableArray<LoadConversation> Conversations);

/// <summary>Conversations to choose among. Immutable.</summary>
internal sealed class LoadMix
{
    /// <summary>The most conversations of all entries.</summary>
    public const int MaxConversations = 200_000;

    private readonly long[] _upTo;
    private readonly int[] _firsts;

    /// <summary>A mix of at least one entry.</summary>
    public LoadMix(ImmutableArray<MixEntry> entries)
    {
        Entries = entries;
        _upTo = new long[entries.Length];
        _firsts = new int[entries.Length];
        var conversations = ImmutableArray.CreateBuilder<LoadConversation>();
        for (var i = 0; i < entries.Length; i++)
        {
            _upTo[i] = entries[i].Weight + (i > 0 ? _upTo[i - 1] : 0);
            _firsts[i] = conversations.Count;
            conversations.AddRange(entries[i].Conversations);
        }

        Conversations = conversations.DrainToImmutable();
    }

    /// <summary>What was written.</summary>
    public ImmutableArray<MixEntry> Entries { get; }

    /// <summary>The conversations of all entries.</summary>
    public ImmutableArray<LoadConversation> Conversations { get; }

    /// <summary>Chooses a conversation.</summary>
    /// <param name="chance">Any number, each as likely as the others.</param>
    /// <returns>Its place in <see cref="Conversations"/>.</returns>
    public int Choose(ulong chance)
    {
        var weight = (long)Math.BigMul(chance, (ulong)_upTo[^1], out var rest);
        var entry = Array.BinarySearch(_upTo, weight + 1);
        if (entry < 0) entry = ~entry;
        return _firsts[entry] + (int)Math.BigMul(rest, (ulong)Entries[entry].Conversations.Length, out _);
    }
}
