using FsCheck;
using FsCheck.Fluent;

namespace WeChatActors.Replay.Tests.Measuring;

public class LatencyHistogramTests
{
    private static readonly double[] Shares = [0, 0.001, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 1];

    [Fact]
    public void Percentiles_are_those_of_sorted_values_to_three_digits() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Latencies().ToArbitrary(), latencies =>
        {
            var histogram = Of(latencies);
            var sorted = latencies.Order().ToArray();
            Assert.Equal(sorted.Length, histogram.Count);
            Assert.Equal(sorted[0], histogram.Min);
            Assert.Equal(sorted[^1], histogram.Max);
            Assert.Equal((long)sorted.Average(latency => (decimal)latency.Ticks), histogram.Mean.Ticks);
            Assert.Equal(sorted.Count(latency => latency > LatencyHistogram.Longest), histogram.Overflow);
            foreach (var share in Shares)
            {
                var exact = sorted[Math.Max(0, (int)Math.Ceiling((decimal)share * sorted.Length) - 1)];
                var reported = histogram.Percentile(share);
                if (exact > LatencyHistogram.Longest) Assert.Equal(histogram.Max, reported);
                else Assert.InRange(reported.Ticks, exact.Ticks - 5, exact.Ticks * 1.001 + 5);
            }
        }));

    [Fact]
    public void Every_microsecond_is_counted_in_a_class_less_than_a_thousandth_wide()
    {
        for (var microseconds = 1L; microseconds < 60_000_000; microseconds += 1 + microseconds / 3000)
        {
            var latency = TimeSpan.FromMicroseconds(microseconds);
            var (lowest, highest) = (LatencyHistogram.LowestLike(latency), LatencyHistogram.HighestLike(latency));
            Assert.True(lowest <= latency && latency <= highest);
            Assert.True((highest - lowest).TotalMicroseconds <= microseconds / 1024.0);
            Assert.Equal(lowest, LatencyHistogram.LowestLike(highest));
            Assert.Equal(highest, LatencyHistogram.HighestLike(lowest));
            Assert.Equal(highest + TimeSpan.FromMicroseconds(1), LatencyHistogram.LowestLike(highest + TimeSpan.FromMicroseconds(1)));
        }
    }

    [Fact]
    public void A_rank_that_is_whole_is_not_rounded_up()
    {
        var histogram = Of(Enumerable.Range(1, 10_000).Select(i => TimeSpan.FromMicroseconds(i / 5.0)));
        Assert.Equal(TimeSpan.FromMicroseconds(2000), histogram.Percentile(0.9999));
        var few = Of(Enumerable.Range(1, 100).Select(i => TimeSpan.FromMicroseconds(i)));
        Assert.Equal([1, 50, 99, 100], new[] { 0, 0.5, 0.99, 0.991 }.Select(share => few.Percentile(share).TotalMicroseconds));
    }

    [Fact]
    public void Longer_than_sixty_seconds_is_counted_and_its_maximum_kept()
    {
        var histogram = Of([TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(61), TimeSpan.FromHours(3)]);
        Assert.Equal(2, histogram.Overflow);
        Assert.InRange(histogram.Percentile(0.5).TotalSeconds, 60, 60.06);
        Assert.Equal(TimeSpan.FromHours(3), histogram.Percentile(0.75));
        Assert.Equal(TimeSpan.FromHours(3), histogram.Max);
        Assert.Equal(0.25 * (0.001 + 60 + 61 + 3 * 3600), histogram.Mean.TotalSeconds, 6);
    }

    [Fact]
    public void Nothing_counted_is_zero_and_less_than_nothing_counts_as_zero()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero), (histogram.Min, histogram.Mean, histogram.Percentile(0.99), histogram.Max));
        histogram.Add(TimeSpan.FromSeconds(-1));
        Assert.Equal((1, TimeSpan.Zero), (histogram.Count, histogram.Max));
    }

    [Fact]
    public void Merged_and_packed_ones_are_as_if_all_had_been_counted_by_one() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Latencies().ToArbitrary(), Latencies().ToArbitrary(), (first, second) =>
        {
            var (all, merged, unpacked) = (Of(first.Concat(second)), Of(first), new LatencyHistogram());
            merged.Add(Of(second));
            unpacked.AddPacked(Of(first).Pack());
            unpacked.AddPacked(Of(second).Pack());
            Assert.Equal(Seen(all), Seen(merged));
            Assert.Equal(Seen(all), Seen(unpacked));
            Assert.Equal(all.Pack(), unpacked.Pack());
            unpacked.Clear();
            Assert.Equal(Seen(new LatencyHistogram()), Seen(unpacked));
        }));

    [Fact]
    public void Counting_allocates_nothing()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromMilliseconds(1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++) histogram.Add(TimeSpan.FromMicroseconds(i * 7919));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static LatencyHistogram Of(IEnumerable<TimeSpan> latencies)
    {
        var histogram = new LatencyHistogram();
        foreach (var latency in latencies) histogram.Add(latency);
        return histogram;
    }

    private static string Seen(LatencyHistogram histogram) =>
        $"{histogram.Count} {histogram.Overflow} {histogram.Min} {histogram.Max} {histogram.Mean} {string.Join(' ', Shares.Select(histogram.Percentile))}";

    // From nothing to beyond a minute, as many in each factor of ten; often the same ones.
    private static Gen<TimeSpan[]> Latencies() =>
        Gen.Choose(0, 8500).Select(exponent => TimeSpan.FromTicks((long)Math.Pow(10, exponent / 1000.0) - 1)).NonEmptyListOf().Select(latencies => latencies.ToArray());
}
