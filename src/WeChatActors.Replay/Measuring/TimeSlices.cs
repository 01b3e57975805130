using System.Collections.Immutable;

namespace WeChatActors.Replay;

/// <summary>A run over time in at most 600 slices: when there would be more, each two become one. What lies behind is kept packed, so
/// that memory stays flat. Not safe to share.</summary>
/// <param name="length">How much time a slice stands for at first.</param>
internal sealed class TimeSlices(TimeSpan length)
{
    /// <summary>The most slices there are.</summary>
    public const int Most = 600;

    private readonly Slice[] _slices = [.. Enumerable.Range(0, Most).Select(_ => new Slice())];
    private readonly LatencyHistogram _fromIntended = new(), _service = new();
    private int _open, _last = -1;

    /// <summary>How much time a slice stands for now.</summary>
    public TimeSpan Length { get; private set; } = length;

    /// <summary>Counts a packet.</summary>
    /// <param name="ended">When it ended, since the run began.</param>
    /// <param name="fromIntended">Its latency from the intended start.</param>
    /// <param name="service">Its service time.</param>
    /// <param name="errors">How many of its deliveries were not answered well.</param>
    public void Add(TimeSpan ended, TimeSpan fromIntended, TimeSpan service, int errors)
    {
        var at = Math.Max(0, ended.Ticks) / Length.Ticks;
        if (at != _open)
        {
            while (at >= Most)
            {
                Halve();
                at = Math.Max(0, ended.Ticks) / Length.Ticks;
            }
            Open((int)at);
        }
        _last = Math.Max(_last, _open);
        _slices[_open].Packets++;
        _slices[_open].Errors += errors;
        _fromIntended.Add(fromIntended);
        _service.Add(service);
    }

    /// <summary>All of them up to the last in which a packet ended.</summary>
    public ImmutableArray<RunSlice> All()
    {
        var open = _open;
        var all = ImmutableArray.CreateBuilder<RunSlice>(_last + 1);
        for (var i = 0; i <= _last; i++)
        {
            var (slice, at) = (_slices[i], TimeSpan.FromTicks(Length.Ticks * i));
            if (slice.Packets == 0)
            {
                all.Add(new RunSlice(at, 0, 0, null, null, null, null, null, null));
                continue;
            }
            Open(i);
            all.Add(new RunSlice(
                at, slice.Packets, slice.Errors, _fromIntended.Percentile(0.5), _fromIntended.Percentile(0.99), _fromIntended.Max,
                _service.Percentile(0.5), _service.Percentile(0.99), _service.Max));
        }
        Open(open);
        return all.MoveToImmutable();
    }

    private void Open(int index)
    {
        if (index == _open) return;
        Close();
        _open = index;
        Unpack(_slices[index]);
    }

    private void Close()
    {
        (_slices[_open].FromIntended, _slices[_open].Service) = (_fromIntended.Pack(), _service.Pack());
        _fromIntended.Clear();
        _service.Clear();
    }

    private void Unpack(Slice slice)
    {
        _fromIntended.AddPacked(slice.FromIntended);
        _service.AddPacked(slice.Service);
        (slice.FromIntended, slice.Service) = ([], []);
    }

    private void Halve()
    {
        Close();
        for (_open = 0; _open < Most / 2; _open++)
        {
            var (first, second, both) = (_slices[2 * _open], _slices[2 * _open + 1], _slices[_open]);
            Unpack(first);
            Unpack(second);
            (both.Packets, both.Errors) = (first.Packets + second.Packets, first.Errors + second.Errors);
            Close();
        }
        foreach (var rest in _slices.AsSpan(Most / 2)) (rest.Packets, rest.Errors, rest.FromIntended, rest.Service) = (0, 0, [], []);
        (Length, _open, _last) = (2 * Length, 0, _last / 2);
        Unpack(_slices[0]);
    }

    private sealed class Slice
    {
        public long Packets, Errors;
        public byte[] FromIntended = [], Service = [];
    }
}
