using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WeChatActors.Replay;

/// <summary>Packets by kind; a hostile capture may name as many as it likes, of which the first hundred are told apart. Not safe to share.</summary>
internal sealed class PacketKinds
{
    /// <summary>What the others are counted under.</summary>
    public const string Other = "(other)";

    private const int Most = 100, Longest = 60;

    private readonly Dictionary<string, Counted> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts a packet.</summary>
    public void Add(string kind, bool failed)
    {
        ref var counted = ref CollectionsMarshal.GetValueRefOrNullRef(_counts, kind);
        if (Unsafe.IsNullRef(ref counted)) counted = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, _counts.Count < Most ? kind : Other, out _);
        counted.Packets++;
        if (failed) counted.Failed++;
    }

    /// <summary>The most frequent first.</summary>
    public ImmutableArray<KindCount> Counts() =>
        [.. _counts.Select(counted => new KindCount(OneLine.Of(counted.Key, Longest), counted.Value.Packets, counted.Value.Failed))
            .OrderByDescending(kind => kind.Packets).ThenBy(kind => kind.Kind, StringComparer.Ordinal)];

    private struct Counted
    {
        public long Packets, Failed;
    }
}
