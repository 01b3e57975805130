using System.Collections.Immutable;

namespace WeChatActors.Replay;

/// <summary>Measures a run packet by packet in flat memory.</summary>
/// <param name="slice">How much time a slice stands for at first; null for a second.</param>
/// <param name="warmUp">What was to leave in this time from the beginning is in no number.</param>
internal sealed class RunMeter(TimeSpan? slice = null, TimeSpan warmUp = default) : IPlayedSink
{
    private static readonly TimeSpan Nearly = TimeSpan.FromSeconds(4.5), Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly LatencyHistogram _fromIntended = new(), _service = new();
    private readonly TimeSlices _slices = new(slice ?? TimeSpan.FromSeconds(1));
    private readonly RecentSeconds _recent = new();
    private readonly PacketKinds _kinds = new();
    private readonly DeliveryErrors _errors = new();
    private readonly long[] _outcomes = new long[3], _deliveries = new long[3];
    private long _over4500ms, _over5000ms;

    /// <inheritdoc/>
    public void Add(in PlayedPacket played)
    {
        var (fromIntended, service) = (played.Ended - played.Intended, played.Ended - played.Sent);
        lock (_gate)
        {
            _recent.Add(played.Ended);
            if (played.Intended < warmUp) return;
            _fromIntended.Add(fromIntended);
            _service.Add(service);
            if (fromIntended > Nearly)
            {
                _over4500ms++;
                if (fromIntended > Patience) _over5000ms++;
            }
            _outcomes[(int)played.Outcome]++;
            _deliveries[Math.Clamp(played.Deliveries, 1, 3) - 1]++;
            var errors = _errors.Add(played);
            _kinds.Add(played.Packet.Kind, played.Outcome == PlayedOutcome.Failed);
            _slices.Add(played.Ended - warmUp, fromIntended, service, errors);
        }
    }

    /// <summary>How the run does so far. From any thread, in some ten microseconds.</summary>
    /// <param name="elapsed">How long the run has lasted, by the clock that packets are measured with.</param>
    public RunProgress Progress(TimeSpan elapsed)
    {
        lock (_gate)
            return new RunProgress
            {
                Elapsed = elapsed,
                Packets = _fromIntended.Count,
                RateNow = _recent.Rate(elapsed),
                Rates = _recent.Full(elapsed),
                FromIntended = Summaries.Of(_fromIntended, withCurve: false),
                Service = Summaries.Of(_service, withCurve: false),
                Outcomes = Outcomes,
                Late = _over5000ms,
                Errors = _errors.Counts(Deliveries),
            };
    }

    /// <summary>The report of a run that has ended.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="subject">What was run.</param>
    public RunReport Finish(PlayResult result, RunSubject subject)
    {
        lock (_gate)
        {
            var packets = _fromIntended.Count;
            var elapsed = result.Elapsed > warmUp ? result.Elapsed - warmUp : TimeSpan.Zero;
            var report = new RunReport
            {
                Format = RunReport.CurrentFormat,
                Subject = subject,
                Began = result.Began + warmUp,
                Elapsed = elapsed,
                Stopped = result.Stopped,
                Trouble = result.Trouble,
                Packets = packets,
                Unsent = result.Unsent,
                Rate = elapsed > TimeSpan.Zero ? packets / elapsed.TotalSeconds : 0,
                Latency = new(Summaries.Of(_fromIntended, withCurve: true), Summaries.Of(_service, withCurve: true)),
                Late = new(_over4500ms, Share(_over4500ms, packets), _over5000ms, Share(_over5000ms, packets)),
                Outcomes = Outcomes,
                Deliveries = new(_deliveries[0], _deliveries[1], _deliveries[2], Share(Deliveries, packets)),
                Errors = _errors.Counts(Deliveries),
                Kinds = _kinds.Counts(),
                SliceLength = _slices.Length,
                Slices = _slices.All(),
                Generator = result.Generator,
                Warnings = [],
            };
            return report with { Warnings = RunWarnings.Of(report) };
        }
    }

    private OutcomeCounts Outcomes => new(_outcomes[(int)PlayedOutcome.Replied], _outcomes[(int)PlayedOutcome.Acknowledged], _outcomes[(int)PlayedOutcome.Failed]);

    private long Deliveries => _deliveries[0] + 2 * _deliveries[1] + 3 * _deliveries[2];

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
