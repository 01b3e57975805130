using WeChatActors.Engine;
using WeChatActors.Simulator;

namespace WeChatActors.Server.Tests.Hosting;

/// <summary>The engine on a clock that is moved by days while it works, as it is in development.</summary>
public sealed class MovedClockTests : IAsyncLifetime
{
    private static readonly TimeSpan Days = TimeSpan.FromHours(47);

    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;
    private readonly VirtualTime _wall = new();
    private SimulatedClock _clock = null!;
    private FaultyStore Store { get; set; } = null!;
    private ServerHost _host = null!;

    public async Task InitializeAsync()
    {
        _wall.Advance(Samples.Now - DateTimeOffset.UnixEpoch);
        _clock = new SimulatedClock(_wall);
        var file = Path.Combine(_folder, "c.yaml");
        await File.WriteAllTextAsync(Path.Combine(_folder, "rules.yaml"), "version: 1\nrules: [{id: echo, type: text, reply: \"{{ user.turns + 1 }} {{ now() | date('MM-dd') }}\"}]\n");
        await File.WriteAllTextAsync(file, "accounts: {shop: {app_id: wx1, token: t, time_zone: UTC, rules: rules.yaml}}\n");
        var load = ConfigurationFile.Load(
            file, new ConfigurationOverrides(Path.Combine(_folder, "data"), "http://127.0.0.1:0", "http://127.0.0.1:0") { Develop = true }, _ => null);
        Assert.Empty(load.Findings);
        // In development the platform's address comes from the simulator beside it, and here is none.
        foreach (var account in load.Configuration!.Accounts) account.Platform = null;
        Store = new FaultyStore(SqliteConversationStore.Open(load.Configuration.StorePath, TimeProvider.System));
        _host = await ServerHost.Start(load.Configuration, Store, _clock, null);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Rules_see_the_moved_time_and_an_idle_conversation_has_left_memory()
    {
        Assert.Equal("1 11-20", (await Post(Text("你好", 1))).ReplyText());
        Assert.Equal(1, _host.Conversations.Counters.Resident);

        _clock.Advance(Days);

        await Edge.Until(() => _host.Conversations.Counters.Resident == 0);
        Assert.Equal("2 11-22", (await Post(Text("你好", 2))).ReplyText());
    }

    [Fact]
    public async Task A_delivery_that_was_open_fails_and_WeChats_next_one_gets_the_answer_of_the_one_turn()
    {
        var delivery = Text("你好", 1);
        Store.Stick();
        var open = Post(delivery);
        await Store.NextCommit();
        await Edge.Until(() => _wall.Armed > 0);

        _clock.Advance(Days);
        Assert.Equal(503, (await open).Status);

        Store.GoOn();
        Assert.Equal("1 11-20", (await Post(delivery)).ReplyText());
        Assert.Equal("1 11-20", (await Post(delivery)).ReplyText());
    }

    [Fact]
    public async Task A_packet_from_before_the_move_that_arrives_after_it_has_its_turn()
    {
        var delivery = Text("你好", 1);
        _clock.Advance(Days);
        Assert.Equal("1 11-22", (await Post(delivery)).ReplyText());
    }

    [Fact]
    public async Task A_stopped_clock_does_not_keep_an_answer_back()
    {
        _clock.Stop(Samples.Now);
        Assert.Equal("1 11-20", (await Post(Text("你好", 1))).ReplyText());
        _clock.Run();
    }

    private Delivery Text(string content, long msgId)
    {
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        return Delivery.Plain(new Credentials("wx1", InventedSecrets.Of("wx1").Token), PacketXml.Text("oAnn", content, msgId, now), now);
    }

    private async Task<PushAnswer> Post(Delivery delivery)
    {
        using var connection = await PushConnection.Open(_host.Public);
        return await connection.Post("shop", delivery);
    }
}
