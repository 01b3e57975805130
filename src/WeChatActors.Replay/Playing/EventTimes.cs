using System.Runtime.InteropServices;

namespace WeChatActors.Replay;

/// <summary>Keeps equal events of one OpenID apart: they have no MsgId, so two within one second would be one packet to the target. The
/// later one is dated a second ahead. Remembers only what the present second and those after it hold. Not safe to share.</summary>
internal sealed class EventTimes
{
    /// <summary>So far ahead a date may run; a clock that was set back by more begins anew.</summary>
    private const long MostAhead = 600;

    private const int Few = 1024;

    private readonly Dictionary<(string OpenId, int Content), long> _last = [];
    private long _swept;
    private int _sweepAt = Few;

    /// <summary>How many events it remembers.</summary>
    public int Count => _last.Count;

    /// <summary>The CreateTime of an event.</summary>
    /// <param name="openId">Whose.</param>
    /// <param name="content">Stands for all of the event that is not replaced.</param>
    /// <param name="now">The wall's seconds since 1970.</param>
    public long Next(string openId, int content, long now)
    {
        if (_last.Count >= _sweepAt && now != _swept) Sweep(now);
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_last, (openId, content), out var known);
        return last = known && last >= now && last - now < MostAhead ? last + 1 : now;
    }

    private void Sweep(long now)
    {
        foreach (var (key, last) in _last)
            if (last < now || last - now >= MostAhead) _last.Remove(key);
        _swept = now;
        _sweepAt = Math.Max(Few, 2 * _last.Count);
    }
}
