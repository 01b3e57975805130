using System.Collections.Immutable;

namespace WeChatActors.Replay;

/// <summary>Finds what a reader should know before he trusts the numbers of a run.</summary>
internal static class RunWarnings
{
    /// <summary>From here on the generator was short of processors.</summary>
    public const double BusyCpu = 0.9;

    /// <summary>From here on it was short of connections.</summary>
    public const double ManyStarved = 0.01;

    /// <summary>Packets that leave so late are worth a warning when it is also a tenth of the median.</summary>
    public static readonly TimeSpan LongLag = TimeSpan.FromMilliseconds(5);

    /// <summary>Packets of which one in ten thousand says something.</summary>
    public const long EnoughForP99_99 = 100_000;

    /// <summary>The warnings, the gravest first.</summary>
    public static ImmutableArray<RunWarning> Of(RunReport report)
    {
        var (warnings, generator) = (ImmutableArray.CreateBuilder<RunWarning>(), report.Generator);
        if (report.Trouble is { } trouble) Add("broken_off", $"The run ended early: {trouble}");
        if (report.Stopped) Add("stopped", $"The run was stopped after {Figures.Time(report.Elapsed)}, so the numbers hold for what was sent until then; let it run to its end to compare it with others.");
        if (report.Unsent > 0)
            Add("unsent", $"{(report.Unsent == 1 ? "1 packet was" : $"{Figures.Number(report.Unsent)} packets were")} due and had not left when the run ended, and would have been the latest of all: lower the rate until none is left behind.");
        // Of a bot that answers nothing no latency is worth a word about the generator.
        if (report.Outcomes.Failed == report.Packets) generator = new(TimeSpan.Zero, TimeSpan.Zero, 0, 0, 0);
        if (generator.Cpu >= BusyCpu)
            Add("generator_cpu", $"The generator used {Figures.Share(generator.Cpu)} of its processors, so that latencies may be its own: give it more of them, put it on another machine than the bot, or lower the rate.");
        if (generator.Starved > ManyStarved)
            Add("generator_connections", $"{Figures.Share(generator.Starved)} of the packets were due and waited for one of {generator.Connections} connections: raise --concurrency, or lower the rate.");
        if (generator.LagP99 > LongLag && generator.LagP99 > report.Latency.FromIntended.P50 / 10)
            Add("generator_lag", $"One packet in a hundred left {Figures.Time(generator.LagP99)} later than it could have, which is in the latency from the intended start: put the generator on an idle machine, or lower the rate.");
        if (report.Packets == 0) Add("no_packets", "No packet came to an end, so there is nothing to measure: check the source and the target.");
        else if (report.Packets < EnoughForP99_99)
            Add("few_packets", $"p99.99 of {Figures.Number(report.Packets)} packets rests on {(report.Packets <= 10_000 ? "a single one" : "fewer than ten")}: run {Figures.Number(EnoughForP99_99)} or more, or go by {(report.Packets < 1_000 ? "the median and the maximum" : report.Packets < 10_000 ? "p99" : "p99.9")}.");
        if (report.Latency.FromIntended.Over60s > 0)
            Add("over_60s", $"{(report.Latency.FromIntended.Over60s == 1 ? "1 packet" : $"{Figures.Number(report.Latency.FromIntended.Over60s)} packets")} ended more than 60 s after their intended start, where percentiles are given as the maximum: the rate is beyond what the bot can bear; lower it.");
        return warnings.ToImmutable();

        void Add(string kind, string text) => warnings.Add(new(kind, text));
    }
}
