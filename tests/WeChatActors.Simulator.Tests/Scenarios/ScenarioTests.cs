using System.Globalization;
using System.Text;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests.Scenarios;

public class ScenarioTests
{
    private const string Everyday = """
        {
          "seed": 7,
          "start": "2026-01-31T23:59:50Z",
          "followers": [{"name": "小明"}, {"name": "小红", "subscribed": true}, {}, {"name": "第四"}],
          "steps": [
            {"person": 1, "action": {"do": "follow"}, "wait": 15},
            {"person": 1, "action": {"do": "text", "content": "你好 ]]> <b>&amp;"}},
            {"person": 2, "action": {"do": "image"}, "wait": 3600.5},
            {"person": 3, "action": {"do": "text", "content": "not yet"}},
            {"person": 4, "action": {"do": "follow"}},
            {"person": 2, "action": {"do": "voice", "recognition": "帮我查一下"}},
            {"person": 2, "action": {"do": "video", "short": true}},
            {"person": 2, "action": {"do": "location", "latitude": 22.5, "longitude": 113.9, "label": "路 8 号"}},
            {"person": 2, "action": {"do": "link", "title": "题", "description": "", "url": "https://example.com/"}},
            {"person": 2, "action": {"do": "entry", "id": "101", "caption": "满意"}},
            {"person": 2, "action": {"do": "report_location", "latitude": 22.5, "longitude": 113.9}},
            {"person": 2, "action": {"do": "menu", "button": "1"}},
            {"person": 1, "action": {"do": "unfollow"}}
          ]
        }
        """;

    [Fact]
    public async Task The_same_scenario_gives_the_same_packets_on_every_platform()
    {
        var first = await Run(new World(), Everyday);
        var world = new World();
        // What was before has no influence: other packets, people, and a silence.
        world.Followed();
        await world.Do(new SendText("before"));
        await world.Do(new SendImage());
        world.Platform.Invite("somebody");
        await world.Do(new Receive(false));
        world.Ming.Blacklisted = true;
        Assert.Equal(first, await Run(world, Everyday));
        Assert.Equal(first, await Run(world, Everyday));
        Golden.Matches("scenario.txt", first);
    }

    [Fact]
    public async Task Another_seed_gives_other_ids()
    {
        Assert.NotEqual(await Run(new World(), Everyday), await Run(new World(), Everyday.Replace("\"seed\": 7", "\"seed\": 8", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Steps_wait_for_the_pushes_before_them()
    {
        await using var callback = RawServer.Answering("oops", "oops", "oops", "success");
        var done = Assert.IsType<ScenarioDone>(await new World(callback.Address).Platform.Scenarios.Run(Parse(Everyday)));
        Assert.Equal((PushOutcome.Failed, PushOutcome.Acknowledged), (done.Steps[0].Packets[0].Outcome, done.Steps[1].Packets[0].Outcome));
        Assert.Equal(done.Steps.SelectMany(step => step.Packets).Select(packet => packet.Xml), callback.Requests.Skip(2).Select(request => request.Body));
    }

    [Fact]
    public async Task The_clock_goes_on_afterwards_from_where_the_scenario_ended()
    {
        var world = new World();
        await Run(world, Everyday);
        Assert.False(world.Clock.Stopped);
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 1, 0, 5, 500, TimeSpan.Zero), world.Now);
    }

    [Fact]
    public async Task Nobody_is_left_typing_for_years_when_a_scenario_sets_the_clock_back()
    {
        var world = new World().Followed();
        world.Ming.LastExchange = world.Now;
        world.Ming.Chat.TypingUntil = world.Now.AddSeconds(15);
        await Run(world, """{"seed": 1, "start": "2020-01-01T00:00:00Z", "followers": [{"subscribed": true}], "steps": []}""");
        Assert.Null(world.Ming.Chat.TypingUntil);
        Assert.Null(world.Ming.LastExchange);
    }

    [Fact]
    public async Task Two_scenarios_do_not_run_at_once()
    {
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.UntilEnded();
        });
        var world = new World(callback.Address);
        var running = world.Platform.Scenarios.Run(Parse("""{"seed": 1, "start": "2026-01-01T00:00:00Z", "followers": [{}], "steps": [{"person": 1, "action": {"do": "follow"}}]}"""));
        await callback.Arrived();
        Assert.Equal("Another scenario is running; wait for its end.", Assert.IsType<ScenarioRefused>(await world.Platform.Scenarios.Run(Parse(Everyday))).Sentence);
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            world.Wall.Advance(TimeSpan.FromSeconds(5));
            if (delivery < 3) await callback.Arrived();
        }
        Assert.IsType<ScenarioDone>(await running);
    }

    [Theory]
    [InlineData("""{"seed": 1}""", "line 1, byte 12, $: ")]
    [InlineData("""{"seed": 1, "start": "2026-01-01T00:00:00Z", "followers": [], "steps": []}""", "followers has 0 people; 1 to 1000 can take part.")]
    [InlineData("""{"seed": 1, "sede": 2}""", "line 1, byte 20, $.sede: The JSON property 'sede'")]
    [InlineData("""{"seed": 1, "seed": 2}""", "line 1, byte ")]
    [InlineData("{\"seed\": 1,\n\"followers\": [{\"nmae\": \"x\"}]}", "line 2, byte 23, $.followers[0].nmae: ")]
    [InlineData(
        """{"seed": 1, "start": "2026-01-01T00:00:00Z", "followers": [{}], "steps": [{"person": 2, "action": {"do": "follow"}}]}""",
        "steps[0].person is 2; the followers are 1 to 1.")]
    [InlineData(
        """{"seed": 1, "start": "2026-01-01T00:00:00Z", "followers": [{}], "steps": [{"person": 1, "action": {"do": "follow"}, "wait": -1}]}""",
        "steps[0].wait is -1; it must be seconds, from 0 to ten years.")]
    [InlineData(
        """{"seed": 1, "start": "2026-01-01T00:00:00Z", "followers": [{}], "steps": [{"person": 1, "action": {"do": "fly"}}]}""",
        "line 1, byte 112, $.steps[0].action: \"do\" must be one of follow, unfollow, text, image, ")]
    [InlineData(
        """{"seed": 1, "start": "2026-01-01T00:00:00Z", "followers": [{}], "steps": [{"person": 1, "action": {"content": "x"}}]}""",
        "An action of the scenario does not say what it does: it needs a member \"do\", one of follow, unfollow, text, image, ")]
    [InlineData(
        """{"seed": 1, "start": "2026-01-01T00:00:00Z", "followers": [{}], "steps": [{"person": 1, "action": {"do": "text", "content": null}}]}""", "line 1, byte ")]
    [InlineData(
        """{"seed": 1, "start": "2026-01-01T00:00:00Z", "followers": [{}], "steps": [{"person": 1, "action": {"do": "text", "text": "x"}}]}""", "line 1, byte ")]
    [InlineData("""{"seed": 1, "start": "2026-01-01T00:00:00Z", "followers": [null], "steps": []}""", "followers[0] is null; ")]
    [InlineData("""{"seed": 1, "start": "2026-01-01T00:00:00Z", "followers": [{}], "steps": [null]}""", "steps[0] is null; ")]
    [InlineData("""{"seed": 1, "start": "0001-01-01T00:00:00Z", "followers": [{}], "steps": []}""", "start is 0001-01-01T00:00:00.0000000+00:00; it must lie from 1970 to 2099.")]
    [InlineData("""{"seed": 1, "start": "9999-12-31T23:59:59Z", "followers": [{}], "steps": []}""", "start is 9999-12-31T23:59:59.0000000+00:00; ")]
    [InlineData(
        """
        {"seed": 1, "start": "2090-01-01T00:00:00Z", "followers": [{}], "steps": [
          {"person": 1, "action": {"do": "follow"}, "wait": 300000000}, {"person": 1, "action": {"do": "follow"}, "wait": 300000000}]}
        """, "steps[1].wait is 300000000; with the waits before it the clock would pass 2099")]
    [InlineData("""{"seed": 1, "start": "2026-01-01T00:00:00Z", "followers": [{"name": "\ud83d"}], "steps": []}""", "line 1, byte ")]
    [InlineData("""{"seed": 1, "\ud83d": "x"}""", "line 1, byte ")]
    [InlineData("""{"seed": 1, "start": "2026-01-01T00:00:00Z", "followers": [{}], "steps": [{"person": 1, "action": {"do": "\ud83d"}}]}""", "line 1, byte ")]
    [InlineData("""{"seed": 1, "steps": {}}""", "line 1, byte 23, $.steps: This value is not of the kind that belongs here.")]
    [InlineData("null", "The scenario is null.")]
    [InlineData("", "line 1, byte 1, $: ")]
    public void A_mistake_is_named_with_its_place(string json, string error)
    {
        Assert.False(ScenarioFile.TryParse(Encoding.UTF8.GetBytes(json), out _, out var found));
        Assert.StartsWith(error, found, StringComparison.Ordinal);
        Assert.DoesNotContain("WeChatActors", found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_account_is_named()
    {
        var scenario = Parse(Everyday) with { Account = "nobody" };
        Assert.Equal("There is no account 'nobody'.", Assert.IsType<ScenarioRefused>(await new World().Platform.Scenarios.Run(scenario)).Sentence);
    }

    private static Scenario Parse(string json)
    {
        Assert.True(ScenarioFile.TryParse(Encoding.UTF8.GetBytes(json), out var scenario, out var error), error);
        return scenario;
    }

    private static async Task<string> Run(World world, string json)
    {
        var done = Assert.IsType<ScenarioDone>(await world.Platform.Scenarios.Run(Parse(json)));
        var text = new StringBuilder();
        foreach (var step in done.Steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"step {step.Step} at {step.At:yyyy-MM-dd HH:mm:ss.fff}\n");
            if (step.Refused is { } refused) text.Append(CultureInfo.InvariantCulture, $"refused: {refused}\n");
            foreach (var packet in step.Packets) text.Append(CultureInfo.InvariantCulture, $"{packet.Kind}: {packet.Outcome}. {packet.Verdict}\n{packet.Xml}\n");
        }
        return text.ToString();
    }
}
