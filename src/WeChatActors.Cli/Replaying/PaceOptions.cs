using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using WeChatActors.Replay;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>The options that say how fast, for how long and in whose names packets are sent.</summary>
/// <param name="ownPace">What the source's own pace is, for the help.</param>
/// <param name="scenario">Whether the source is a scenario, which may have a seed and ends of its own.</param>
internal sealed class PaceOptions(string ownPace, bool scenario = false)
{
    private const int UsualPlaces = 64;
    private const int UsualConnections = 1000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private readonly Option<string?> _speed = new("--speed") { HelpName = "N", Description = $"1 to 1000 times as fast as {ownPace}; 1 without it" };
    private readonly Option<string?> _rate = new("--rate") { HelpName = "N", Description = "So many packets in a second, whenever they happened" };
    private readonly Option<bool> _max = new("--max") { Description = "As fast as they are answered" };
    private readonly Option<string?> _concurrency = new("--concurrency") { HelpName = "N", Description = $"Packets under way at once, at most; {UsualPlaces} with --max, which it implies when it stands alone, else {UsualConnections}" };
    private readonly Option<string?> _warmUp = new("--warm-up") { HelpName = "TIME", Description = "What is to leave in this time, before all else, is not measured; answers are compared all the same" };
    private readonly Option<string?> _ramp = new("--ramp") { HelpName = "TIME", Description = "Rises to the full pace over this time, such as 30s" };
    private readonly Option<string?> _soak = new("--soak") { HelpName = "TIME", Description = scenario ? "Goes on for so long after the ramp, whatever ends the scenario says" : "Goes on for so long after the ramp, from the beginning again as often as needed" };
    private readonly Option<string?> _duration = new("--duration") { HelpName = "TIME", Description = scenario ? "Ends after this time, whatever ends the scenario says" : "Ends after this time at the latest" };
    private readonly Option<string?> _packets = new("--packets") { HelpName = "N", Description = scenario ? "Ends after so many packets, whatever ends the scenario says" : "Ends after so many packets at the latest" };
    private readonly Option<string?> _followers = new("--followers") { HelpName = "WHO", Description = "keep, the OpenIDs as they are; xN, each packet in the names of N people; random, names that no other run has; keep without it" };
    private readonly Option<string?> _seed = new("--seed") { HelpName = "N", Description = scenario
            ? "The same number, the same followers, choices and nonces; the scenario's own without it, and other nonces at each start"
            : "The same number, the same names, nonces and choices; another one at each start without it" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all = [_speed, _rate, _max, _concurrency, _warmUp, _ramp, _soak, _duration, _packets, _followers, _seed];
        foreach (var option in all) command.Add(UsageErrors.Guarded(option));
        command.Validators.Add(Check);
    }

    private void Check(CommandResult call)
    {
        call.Expect(_speed, "a number from 1 to 1000", text => Number(text) is >= 1 and <= 1000);
        call.Expect(_rate, "packets in a second, 0.01 to 1000000", text => Number(text) is >= 0.01 and <= 1_000_000);
        call.Expect(_concurrency, "a whole number from 1 to 10000", text => Whole(text) is >= 1 and <= 10_000);
        call.Expect(_packets, "a whole number from 1", text => Whole(text) is >= 1);
        call.Expect(_seed, $"a whole number from 0 to {ulong.MaxValue}", text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        call.Expect(_followers, "keep, random, or x2 to x1000", text => text is "keep" or "random" || Times(text) is >= 2 and <= 1000);
        foreach (var option in new[] { _warmUp, _ramp, _soak, _duration })
            call.Expect(option, "a time such as 30s, 5m or 8h, at most 30d", text => DurationReader.Parse(text) is { } time && time > TimeSpan.Zero && time <= Longest);
        call.ExpectOneOf(_speed, _rate);
        call.ExpectOneOf(_speed, _max);
        call.ExpectOneOf(_rate, _max);
        call.ExpectOneOf(_soak, _duration);
    }

    /// <summary>What a call asks for.</summary>
    /// <param name="call">The call.</param>
    /// <param name="time">Gives a seed when the call does not.</param>
    public RunPace Read(ParseResult call, TimeProvider time)
    {
        var speed = Number(call.GetValue(_speed));
        var rate = Number(call.GetValue(_rate));
        var concurrency = (int?)Whole(call.GetValue(_concurrency));
        var saturates = call.GetValue(_max) || (concurrency is not null && speed is null && rate is null);
        var ramp = Time(call.GetValue(_ramp)) ?? TimeSpan.Zero;
        var warmUp = Time(call.GetValue(_warmUp)) ?? TimeSpan.Zero;
        var soak = Time(call.GetValue(_soak));
        var followers = call.GetValue(_followers) ?? "keep";
        ulong? asked = call.GetValue(_seed) is { } seed ? ulong.Parse(seed, CultureInfo.InvariantCulture) : null;
        return new RunPace
        {
            Speed = saturates || rate is not null ? null : speed ?? 1,
            Rate = rate,
            Concurrency = concurrency ?? (saturates ? UsualPlaces : UsualConnections),
            Ramp = ramp,
            WarmUp = warmUp,
            Duration = warmUp + (soak is { } held ? ramp + held : Time(call.GetValue(_duration))),
            Repeats = soak is not null,
            Packets = Whole(call.GetValue(_packets)),
            Times = Times(followers) ?? 1,
            RandomNames = followers == "random",
            Seed = asked ?? AccountSetups.AnotherSeed(time),
            AskedSeed = asked,
        };
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long? Whole(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? Times(string text) => text.StartsWith('x') && int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : null;

    private static TimeSpan? Time(string? text) => text is null ? null : DurationReader.Parse(text);
}

/// <summary>How fast, for how long and in whose names a run sends its packets.</summary>
internal sealed record RunPace
{
    /// <summary>How many times as fast as the source; null with a rate or as fast as possible.</summary>
    public double? Speed { get; init; }

    /// <summary>Packets in a second; null for another pace.</summary>
    public double? Rate { get; init; }

    /// <summary>Packets under way at once, at most.</summary>
    public required int Concurrency { get; init; }

    /// <summary>What leaves in this time from the beginning is in no number.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>Over which it rises.</summary>
    public TimeSpan Ramp { get; init; }

    /// <summary>After which it ends; null for the end of the source.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether the source begins again when it ends.</summary>
    public bool Repeats { get; init; }

    /// <summary>After how many packets it ends; null for the end of the source.</summary>
    public long? Packets { get; init; }

    /// <summary>In the names of how many people each packet is sent.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Whether the names are new ones.</summary>
    public bool RandomNames { get; init; }

    /// <summary>Decides everything that is left to chance.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The seed that somebody has asked for; null when nobody has.</summary>
    public ulong? AskedSeed { get; init; }

    /// <summary>A scenario as it is played: what was asked for comes before what it says of itself.</summary>
    public LoadScenario Of(LoadScenario scenario)
    {
        var seeded = scenario with { Seed = AskedSeed ?? scenario.Seed };
        return Packets is null && Duration is null ? seeded : seeded with { Packets = null, Duration = null };
    }

    /// <summary>The same for a player.</summary>
    public PlayOptions Options(RunTarget target) => new()
    {
        Account = target.Account,
        ReplaceOriginalId = target.OriginalId is not null,
        Pace = Speed is { } speed ? new Pace.Speed(speed) : Rate is { } rate ? new Pace.Rate(rate) : new Pace.Saturate(),
        Concurrency = Concurrency,
        Connections = Concurrency,
        WarmUp = WarmUp,
        Ramp = Ramp,
        Duration = Duration,
        Packets = Packets,
        Followers = RandomNames ? new Followers.Random() : Times > 1 ? new Followers.Multiply(Times) : new Followers.Keep(),
        Seed = Seed,
    };

    /// <summary>In words, for reports.</summary>
    public override string ToString()
    {
        var pace = Speed is { } speed ? (speed == 1 ? "at its own speed" : Text($"{speed:0.##} times as fast"))
            : Rate is { } rate ? Text($"{rate:#,0.##} packets a second") : Text($"as fast as answered, {Concurrency} at once");
        var ramp = Ramp > TimeSpan.Zero ? $", after a ramp of {DurationReader.Show(Ramp)}" : "";
        var warm = WarmUp > TimeSpan.Zero ? $", {DurationReader.Show(WarmUp)} of warm-up uncounted" : "";
        var end = Duration is { } duration ? $", for {DurationReader.Show(duration - WarmUp)}" : "";
        return $"{pace}{ramp}{warm}{end}{(Times > 1 ? Text($", in the names of {Times} each") : RandomNames ? ", in new names" : "")}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
