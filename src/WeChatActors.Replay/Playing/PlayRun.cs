using System.Runtime.ExceptionServices;
using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>A run under way: reads the source ahead, lets packets leave when it is their turn, and tells the sinks.</summary>
internal sealed class PlayRun : IDisposable
{
    /// <summary>How many packets are held that wait for their OpenID or a place, at most. Beyond it the source is not read on; the moments of the
    /// packets stay as they are.</summary>
    public const int LookAhead = 16_384;

    private const int MinLookAhead = 1024;

    /// <summary>So many packets, none of which could be delivered because there was no connection ever, end a run.</summary>
    private const int Unreached = 10;

    private readonly PlayOptions _options;
    private readonly IPacketSource _source;
    private readonly IReadOnlyList<IPlayedSink> _sinks;
    private readonly Timetable _timetable;
    private readonly FollowerNames _names;
    private readonly Dispatch _dispatch;
    private readonly Alarm _alarm;
    private readonly RunHealth _health;
    private readonly Lock _gate = new();
    private readonly Stack<Flight> _spare = new();
    private readonly Stack<Lane> _idle = new();
    private readonly List<Lane> _lanes = [];
    private readonly CancellationTokenSource _reading = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTimeOffset _began;
    private TaskCompletionSource? _room;
    private bool _read;
    private volatile bool _over;
    private bool _pumping;
    private bool _pumpAgain;
    private bool _reached;
    private long _sent;
    private long _unsent;
    private TimeSpan _lastEnd;
    private string? _trouble;
    private ExceptionDispatchInfo? _failure;
    private int _lost;

    /// <summary>Begins now.</summary>
    public PlayRun(PlayOptions options, IPacketSource source, IReadOnlyList<IPlayedSink> sinks, IWire wire, TimeProvider time, PushSigner signer)
    {
        (_options, _source, _sinks, Wire) = (options, source, sinks, wire);
        _timetable = new Timetable(options);
        _names = new FollowerNames(options.Followers, options.Seed);
        _dispatch = new Dispatch(
            _timetable, _timetable.IsClosedLoop ? Math.Clamp(8 * options.Concurrency, MinLookAhead, LookAhead) : LookAhead, options.Duration);
        Mint = new PacketMint(signer, options, time);
        Judge = new AnswerJudge(signer);
        _began = time.GetUtcNow();
        _health = new RunHealth(options.WarmUp);
        Clock = new RunClock(time);
        Deadlines = new Deadlines(Clock, CallbackRequest.Patience);
        _alarm = Alarm.Of(Clock, Ring);
    }

    /// <summary>The time since it began.</summary>
    public RunClock Clock { get; }

    /// <summary>The way to the target.</summary>
    public IWire Wire { get; }

    /// <summary>What all packets share.</summary>
    public PacketMint Mint { get; }

    /// <summary>Judges answers.</summary>
    public AnswerJudge Judge { get; }

    /// <summary>Ends deliveries that are late.</summary>
    public Deadlines Deadlines { get; }

    /// <summary>Whether no delivery may begin any more, be it another one of a packet that was delivered before.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Packets that have left and not come to an end. From any thread.</summary>
    public int UnderWay => _dispatch.UnderWay;

    /// <summary>Plays to the end.</summary>
    public async Task<PlayResult> Play(CancellationToken stop)
    {
        await using (stop.UnsafeRegister(static run => ((PlayRun)run!).Stop(), this))
        {
            var reading = Read();
            await _done.Task;
            await reading;
        }
        _failure?.Throw();
        return new PlayResult(_began, _lastEnd, _sent, _unsent, IsStopped, _trouble, _health.Report(_lastEnd, _lanes.Count));
    }

    /// <summary>A packet has come to its end.</summary>
    /// <returns>The next one for the same lane; null when it may rest.</returns>
    public Flight? End(Lane lane, Flight flight, in PlayedPacket played)
    {
        Flight? next;
        bool more;
        TaskCompletionSource? room;
        lock (_gate)
        {
            foreach (var sink in _sinks) sink.Add(played);
            _health.Add(played.Intended, played.Sent - flight.Possible, flight.Starved);
            _sent++;
            if (played.Ended > _lastEnd) _lastEnd = played.Ended;
            NoteReach(played);
            _dispatch.End(flight, played.Ended);
            flight.Packet = null!;
            _spare.Push(flight);
            if (played.Ended >= _options.Duration) Close(played.Ended);
            if (!_dispatch.TryBegin(played.Ended, out next)) _idle.Push(lane);
            more = next is null || _dispatch.MayBegin;
            room = TakeRoom();
        }
        room?.SetResult();
        if (more) Pump();
        return next;
    }

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        Deadlines.Dispose();
        _alarm.Dispose();
        _reading.Dispose();
        foreach (var lane in _lanes) lane.Dispose();
    }

    private async Task Drive(Lane lane, Flight flight)
    {
        try
        {
            await lane.Drive(flight);
        }
        catch (Exception error)
        {
            // A sink that fails, or a mistake of ours: the run cannot go on, and who started it must hear of it.
            lock (_gate)
            {
                _failure ??= ExceptionDispatchInfo.Capture(error);
                _lost++;
                Close(Clock.Now);
            }
            Pump();
        }
    }

    private void Stop()
    {
        lock (_gate)
        {
            IsStopped = true;
            Close(Clock.Now);
        }
        Pump();
    }

    private void Ring()
    {
        lock (_gate) _alarm.Rang();
        Pump();
    }

    /// <summary>Lets everything leave whose turn it is, sets the alarm for what comes next, and notices the end.</summary>
    private void Pump()
    {
        lock (_gate)
        {
            if (_pumping)
            {
                // Another one is at it, or this very one, a packet having ended at once: it looks again.
                _pumpAgain = true;
                return;
            }
            _pumping = true;
        }
        while (true)
        {
            Flight? flight;
            Lane? lane = null;
            TaskCompletionSource? room;
            lock (_gate)
            {
                var now = Clock.Now;
                if (_dispatch.TryBegin(now, out flight))
                {
                    if (!_idle.TryPop(out lane)) _lanes.Add(lane = new Lane(this));
                }
                else if (now >= _options.Duration)
                {
                    Close(now);
                }
                room = TakeRoom();
                if (flight is null && room is null && (!_over || _reading.IsCancellationRequested))
                {
                    if (!_pumpAgain)
                    {
                        _pumping = false;
                        Rest();
                        return;
                    }
                    _pumpAgain = false;
                }
            }
            room?.SetResult();
            if (_over && !_reading.IsCancellationRequested) _reading.Cancel();
            if (flight is not null) _ = Drive(lane!, flight);
        }
    }

    /// <summary>Nothing can leave now.</summary>
    private void Rest()
    {
        if ((_read || _over) && _dispatch.Held == 0 && _dispatch.UnderWay == _lost)
        {
            _alarm.Set(null);
            _done.TrySetResult();
            return;
        }
        var next = _dispatch.NextMoment;
        if (!_over && _options.Duration is { } end && !(next < end)) next = end;
        _alarm.Set(next);
    }

    /// <summary>Nothing new begins any more.</summary>
    private void Close(TimeSpan now)
    {
        if (_over) return;
        _over = true;
        _unsent = _dispatch.Close(now);
    }

    /// <summary>What the reader of the source waits for, when there is room again.</summary>
    private TaskCompletionSource? TakeRoom()
    {
        if (_room is null || (!_dispatch.HasRoom && !_over)) return null;
        var room = _room;
        _room = null;
        return room;
    }

    private void NoteReach(in PlayedPacket played)
    {
        if (_reached) return;
        for (var i = 0; i < played.Deliveries; i++) _reached |= played.Faults[i] != DeliveryFault.Connect;
        if (_reached || _sent < Unreached) return;
        _trouble ??= $"The target could not be reached at all: {played.Verdict}";
        Close(played.Ended);
    }

    /// <summary>Reads the source as far ahead as there is room.</summary>
    private async Task Read()
    {
        try
        {
            for (var number = 0L; await Room() && await _source.Next(_reading.Token) is { } packet;)
            {
                // Opening the source is not the packets' time.
                if (number == 0) Clock.Begin();
                var places = PacketPlaces.Find(packet.Xml.Span);
                // What cannot be read goes out as it is, under the name that stands in it.
                var copies = places.From is null ? 1 : _names.Copies(packet.From);
                for (var copy = 0; copy < copies; copy++, number++)
                {
                    if (number >= _options.Packets || (copy > 0 && !await Room())) return;
                    Offer(packet, places, places.From is null ? packet.From : _names.Of(packet.From, copy), number);
                }
            }
        }
        catch (OperationCanceledException) when (_reading.IsCancellationRequested)
        {
            // The run is over; nothing more is needed of the source.
        }
        catch (Exception error)
        {
            lock (_gate) _trouble ??= $"The source broke off: {error.Message}";
        }
        finally
        {
            lock (_gate) _read = true;
            Pump();
        }
    }

    private void Offer(PlannedPacket packet, in PacketPlaces places, string openId, long number)
    {
        bool sooner;
        lock (_gate)
        {
            if (!_spare.TryPop(out var flight)) flight = new Flight();
            (flight.Packet, flight.Places, flight.OpenId, flight.Intended) = (packet, places, openId, _timetable.Due(number, packet.Offset));
            sooner = _dispatch.Offer(flight);
        }
        if (sooner) Pump();
    }

    /// <summary>Waits until the look-ahead has room; false when nothing more is wanted.</summary>
    private async ValueTask<bool> Room()
    {
        Task waiting;
        lock (_gate)
        {
            if (_over) return false;
            if (_dispatch.HasRoom) return true;
            // Goes on where the room is made, without waking another thread.
            waiting = (_room = new TaskCompletionSource()).Task;
        }
        await waiting;
        return !_over;
    }
}
