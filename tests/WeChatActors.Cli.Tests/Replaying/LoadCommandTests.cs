using System.Text.RegularExpressions;
using WeChatActors.Replay;
using WeChatActors.Testing;

namespace WeChatActors.Cli.Tests.Replaying;

/// <summary>The command <c>load</c>.</summary>
public sealed partial class LoadCommandTests : IDisposable
{
    private const string Mix = "version: 1\nfollowers: 1000\nthink: 2s..8s\nseed: 7\npackets: 3\nduration: 1s\nmix: [{text: [a, b, c]}]\n";

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_seed_of_the_command_comes_before_that_of_the_scenario()
    {
        var own = await Said();
        Assert.Equal(own, await Said());
        Assert.Equal(own, await Said("--seed", "7"));
        var other = await Said("--seed", "8");
        Assert.NotEqual(own, other);
        Assert.Equal(other, await Said("--seed", "8"));
    }

    [Fact]
    public async Task Ends_of_the_command_come_before_those_of_the_scenario()
    {
        Assert.Equal(3, (await Said()).Count);
        Assert.Equal(700, (await Said("--packets", "700")).Count);
    }

    [Fact]
    public void So_do_soak_and_duration_and_without_them_the_scenario_ends_as_it_says()
    {
        var scenario = LoadScenario.Parse(Mix, "mix.yaml", "").Scenario!;
        var asked = new RunPace { Concurrency = 1, Seed = 5, WarmUp = TimeSpan.FromSeconds(1) };
        Assert.Equal((3, TimeSpan.FromSeconds(1), 7UL), Ends(asked));
        Assert.Equal((null, null, 7UL), Ends(asked with { Duration = TimeSpan.FromHours(1) }));
        Assert.Equal((null, null, 8UL), Ends(asked with { Duration = TimeSpan.FromHours(1), Repeats = true, AskedSeed = 8 }));

        (long?, TimeSpan?, ulong) Ends(RunPace pace) => pace.Of(scenario) is var played ? (played.Packets, played.Duration, played.Seed) : default;
    }

    [Fact]
    public async Task Reports_are_written_although_nobody_reads_the_output()
    {
        await using var bot = Bot();
        var (json, around) = (_folder.File("run.json"), (Func<Surroundings, Surroundings>)(around => around with { Time = new VirtualTime(), Out = new ClosedPipe() }));
        await Ran.Command(TextReader.Null, around, [.. Call(bot), "--json", json]);
        Assert.Contains("\"wechatactors_report\"", await File.ReadAllTextAsync(json), StringComparison.Ordinal);
    }

    private async Task<List<string>> Said(params string[] options)
    {
        await using var bot = Bot();
        var ran = await Ran.Command(TextReader.Null, around => around with { Time = new VirtualTime() }, [.. Call(bot), .. options]);
        Assert.Equal((ExitCode.Done, ""), (ran.Code, ran.Error));
        return [.. bot.Requests.Select(request => $"{Sender().Match(request.Body)} {Content().Match(request.Body)}")];
    }

    private string[] Call(RawServer bot) => ["load", _folder.File("mix.yaml", Mix), "--url", $"{bot.Address}", "--token", "t0ken", "--max", "--concurrency", "1", "--quiet"];

    private static RawServer Bot() => new(async connection =>
    {
        while (true)
        {
            await connection.ReadRequest();
            await connection.Answer("success");
        }
    });

    [GeneratedRegex("<FromUserName>.*</FromUserName>")]
    private static partial Regex Sender();

    [GeneratedRegex("<Content>.*</Content>")]
    private static partial Regex Content();

    private sealed class ClosedPipe : StringWriter
    {
        public override void Write(char value) => throw new IOException("Broken pipe");

        public override void Write(string? value) => throw new IOException("Broken pipe");

        public override void WriteLine(string? value) => throw new IOException("Broken pipe");
    }
}
