using System.Globalization;
using WeChatActors.Replay;

namespace WeChatActors.Benchmarks;

/// <summary>A server whose delays are known to the microsecond, because it measures them, and what a run against it must therefore report.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Of">How long the request of that number takes, from 0.</param>
/// <param name="Stalls">When it stands still, since its first request: what would be answered meanwhile is answered at the end; null for never.</param>
internal sealed record KnownDelay(string Name, Func<long, TimeSpan> Of, (TimeSpan From, TimeSpan To)? Stalls = null)
{
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(100);

    /// <summary>All of them: 100 ms; the same, but 500 ms for each tenth request; the same with a stall of 3 s. Shorter ones would measure
    /// the machine: to the server and back again take 0.2 ms, and one time in a hundred it wakes a thread more than a millisecond late.</summary>
    public static IReadOnlyList<KnownDelay> All { get; } =
    [
        new("fixed", _ => Usual),
        new("bimodal", number => number % 10 == 9 ? 5 * Usual : Usual),
        new("stall", _ => Usual, (TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(11))),
    ];

    /// <summary>The one of that name.</summary>
    public static KnownDelay Named(string name) => All.First(delay => delay.Name == name);

    /// <summary>When a request is answered.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="arrived">When it arrived, since the first.</param>
    public TimeSpan Answers(long number, TimeSpan arrived)
    {
        var due = arrived + Of(number);
        return Stalls is { } stall && due >= stall.From && due < stall.To ? stall.To : due;
    }

    /// <summary>Prints what a run reported beside the truth, and how far apart they are.</summary>
    /// <param name="file">The JSON report.</param>
    /// <param name="takenFile">What the server measured of each request: how long it took to the moment before the answer was sent.</param>
    /// <param name="rate">Packets in a second.</param>
    /// <param name="connections">How many may be under way.</param>
    /// <param name="warmUp">What was to leave before is in no number.</param>
    public int Check(string file, string takenFile, double rate, int connections, TimeSpan warmUp)
    {
        if (!RunJson.TryRead(file, out var report, out var error))
        {
            Console.Error.WriteLine(error);
            return 1;
        }
        foreach (var warning in report.Warnings.Where(warning => warning.Kind != "few_packets")) Console.Error.WriteLine($"  {warning.Text}");
        TimeSpan[] taken = [.. File.ReadLines(takenFile).Select(line => TimeSpan.FromMilliseconds(double.Parse(line, CultureInfo.InvariantCulture)))];
        var (fromIntended, service) = Truth(taken, rate, connections, warmUp);
        var (measured, alone) = (report.Latency.FromIntended, report.Latency.Service);
        foreach (var (name, share, one, other) in new[]
        {
            ("p50", 0.5, measured.P50, alone.P50), ("p75", 0.75, measured.P75, alone.P75), ("p95", 0.95, measured.P95, alone.P95), ("p99", 0.99, measured.P99, alone.P99),
        })
            Console.WriteLine(FormattableString.Invariant($"RESULT {Name} {name} {Beside(one, At(fromIntended, share))} {Beside(other, At(service, share))}"));
        return 0;
    }

    // Reported, true, and the error in percent.
    private static string Beside(TimeSpan reported, TimeSpan truth) =>
        FormattableString.Invariant($"{reported.TotalMilliseconds:F3} {truth.TotalMilliseconds:F3} {100 * (reported - truth) / truth:F2}");

    private static TimeSpan At(List<TimeSpan> sorted, double share) => sorted[(int)Math.Ceiling((decimal)share * sorted.Count) - 1];

    // Each packet leaves at its moment, or when the first connection is free again.
    private static (List<TimeSpan> FromIntended, List<TimeSpan> Service) Truth(TimeSpan[] taken, double rate, int connections, TimeSpan warmUp)
    {
        var (fromIntended, service, free) = (new List<TimeSpan>(), new List<TimeSpan>(), new PriorityQueue<TimeSpan, TimeSpan>());
        for (var i = 0; i < connections; i++) free.Enqueue(TimeSpan.Zero, TimeSpan.Zero);
        for (var number = 0; number < taken.Length; number++)
        {
            var intended = TimeSpan.FromSeconds(number / rate);
            var since = free.Dequeue();
            var sent = since > intended ? since : intended;
            var ended = sent + taken[number];
            free.Enqueue(ended, ended);
            if (intended < warmUp) continue;
            fromIntended.Add(ended - intended);
            service.Add(ended - sent);
        }
        fromIntended.Sort();
        service.Sort();
        return (fromIntended, service);
    }
}
