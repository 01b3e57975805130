using WeChatActors.Protocol;

namespace WeChatActors.Replay;

/// <summary>Whose turn it is when, computed from a number alone: nothing is kept for anybody, so ten million people cost no more than one.</summary>
/// <remarks>Time is cut into slots, as many for each mean think time as there are people: a round. Each has one slot of every round. Neighbouring slots
/// form blocks, in which the order is another one in each round; a block is half as long as the think times differ, so the time between two turns of one
/// person lies between the shortest and the longest think time. How many packets leave in a second stays the same all the time.</remarks>
/// <param name="followers">How many people.</param>
/// <param name="shortest">The shortest time between two turns of one.</param>
/// <param name="longest">The longest.</param>
/// <param name="seed">Decides the order.</param>
internal sealed class FollowerTurns(int followers, TimeSpan shortest, TimeSpan longest, ulong seed)
{
    private readonly long _think = (shortest.Ticks + longest.Ticks) / 2;

    // The shortest time is never negative, so this is at most as many as there are people.
    private readonly int _block = Math.Max(1, (int)((UInt128)followers * (ulong)(longest.Ticks - shortest.Ticks) / (ulong)(longest.Ticks + shortest.Ticks)));

    /// <summary>When a slot is, since the first one.</summary>
    public TimeSpan When(long slot) => new((long)((UInt128)slot * (ulong)_think / (ulong)followers));

    /// <summary>Whose slot it is, from 0, and how many turns he had before.</summary>
    public (int Follower, long Round) Who(long slot)
    {
        var (round, place) = Math.DivRem(slot, followers);
        var (block, within) = Math.DivRem((int)place, _block);
        var size = Math.Min(_block, followers - block * _block);
        return (block * _block + Shuffled(within, size, SplitMix64.Mix(seed + (ulong)round * SplitMix64.Step) ^ (ulong)block), round);
    }

    /// <summary>A number below a size, another one for each number below it.</summary>
    internal static int Shuffled(int number, int size, ulong key)
    {
        if (size == 1) return 0;
        // Four rounds of a Feistel network over the next even power of two; what falls outside is put through again.
        var half = (32 - int.LeadingZeroCount(size - 1) + 1) / 2;
        var mask = (1u << half) - 1;
        var value = (uint)number;
        do
        {
            var (left, right) = (value >> half, value & mask);
            for (ulong i = 0; i < 4; i++) (left, right) = (right, left ^ ((uint)SplitMix64.Mix(key + i * SplitMix64.Step + right) & mask));
            value = left << half | right;
        }
        while (value >= (uint)size);
        return (int)value;
    }
}
