using FsCheck;
using FsCheck.Fluent;

namespace WeChatActors.Replay.Tests.Measuring;

public class TimeSlicesTests
{
    [Fact]
    public void However_long_a_run_is_its_slices_hold_what_ended_in_them() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Schedules().ToArbitrary(), schedule =>
        {
            var slices = new TimeSlices(TimeSpan.FromSeconds(1));
            foreach (var (ended, took) in schedule) slices.Add(ended, took, took / 2, errors: (int)(took.Ticks % 2));
            var (all, length) = (slices.All(), slices.Length);
            Assert.InRange(all.Length, 1, TimeSlices.Most);
            Assert.Equal(length.Ticks * (all.Length - 1), all[^1].At.Ticks);
            Assert.True(length == TimeSpan.FromSeconds(1) || all.Length > TimeSlices.Most / 2);
            var expected = schedule.ToLookup(packet => packet.Ended.Ticks / length.Ticks);
            for (var i = 0; i < all.Length; i++)
            {
                var sorted = expected[i].Select(packet => packet.Took).Order().ToArray();
                Assert.Equal((sorted.Length, sorted.Sum(took => took.Ticks % 2)), (all[i].Packets, all[i].Errors));
                if (sorted.Length == 0)
                {
                    Assert.Null(all[i].P50);
                    continue;
                }
                Assert.Equal(sorted[^1], all[i].Max);
                Assert.Equal(sorted[^1] / 2, all[i].ServiceMax);
                Assert.InRange(all[i].P50!.Value.Ticks, At(sorted, 0.5m).Ticks - 5, At(sorted, 0.5m).Ticks * 1.001 + 5);
                Assert.InRange(all[i].P99!.Value.Ticks, At(sorted, 0.99m).Ticks - 5, At(sorted, 0.99m).Ticks * 1.001 + 5);
            }
            Assert.Equal(all.AsEnumerable(), slices.All());
        }));

    [Fact]
    public void A_clock_that_leaps_costs_neither_time_nor_memory()
    {
        var slices = new TimeSlices(TimeSpan.FromSeconds(1));
        slices.Add(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 0);
        slices.Add(TimeSpan.FromDays(100_000), TimeSpan.Zero, TimeSpan.Zero, 0);
        slices.Add(TimeSpan.FromSeconds(-1), TimeSpan.Zero, TimeSpan.Zero, 0);
        var all = slices.All();
        Assert.True(all.Length <= TimeSlices.Most);
        Assert.Equal((2, 1), (all[0].Packets, all[^1].Packets));
    }

    private static TimeSpan At(TimeSpan[] sorted, decimal share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];

    // Mostly in order, as packets end, now and then from a slice that lies behind; from seconds to weeks.
    private static Gen<(TimeSpan Ended, TimeSpan Took)[]> Schedules() =>
        from longest in Gen.Elements(5_000, 700_000, 3_000_000, 900_000_000)
        from packets in Gen.Zip(Gen.Choose(0, longest), Gen.Choose(0, 60_000_000)).NonEmptyListOf()
        from seed in Gen.Choose(0, int.MaxValue)
        select Wobble(packets.Select(packet => (TimeSpan.FromMilliseconds(packet.Item1), TimeSpan.FromMicroseconds(packet.Item2))).OrderBy(packet => packet.Item1), new Random(seed));

    private static (TimeSpan, TimeSpan)[] Wobble(IEnumerable<(TimeSpan, TimeSpan)> packets, Random random)
    {
        var all = packets.ToArray();
        for (var i = 1; i < all.Length; i++)
            if (random.Next(5) == 0) (all[i - 1], all[i]) = (all[i], all[i - 1]);
        return all;
    }
}
