using System.Text.Json.Nodes;

namespace WeChatActors.Simulator.Tests;

public sealed class FeedApiTests : IAsyncLifetime
{
    private readonly RunningSimulator _simulator = new();

    public Task InitializeAsync() => _simulator.InitializeAsync();

    public Task DisposeAsync() => _simulator.DisposeAsync();

    [Fact]
    public async Task A_page_hears_what_happens_in_order()
    {
        using var stream = await Open();
        await _simulator.Post("/simulator/accounts/cafe/people/1/actions?wait=true", """{"do":"follow"}""");
        await _simulator.Post("/simulator/accounts/cafe/people/1/actions?wait=true", """{"do":"text","content":"a\nb"}""");
        await _simulator.Post("/simulator/clock", """{"advance_seconds":1}""");

        var kinds = new List<string>();
        JsonNode? said = null;
        while (kinds.Count == 0 || kinds[^1] != "clock")
        {
            var happened = await Next(stream);
            kinds.Add((string)happened["kind"]!);
            if (kinds[^1] == "chat" && (string)happened["data"]!["origin"]! == "follower") said = happened;
        }
        Assert.Contains("push", kinds);
        Assert.Contains("windows", kinds);
        Assert.Equal(("cafe", "a\nb"), ((string)said!["account"]!, (string)said["data"]!["content"]!["text"]!));
    }

    [Fact]
    public async Task Somebody_who_hangs_up_is_forgotten_and_a_stopping_simulator_waits_for_nobody()
    {
        var first = await Open();
        first.Dispose();
        using var second = await Open();
        var stopping = _simulator.Host.DisposeAsync().AsTask();
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Null(await second.ReadLineAsync());
    }

    [Fact]
    public void A_slow_reader_gets_resync_instead_of_a_growing_queue()
    {
        var reader = new FeedApi.FeedReader(3);
        for (var i = 0; i < 1000; i++) reader.Note(new FeedEvent("chat", "cafe", null, i));
        Assert.Equal("resync", reader.Next()!.Kind);
        Assert.Null(reader.Next());

        reader.Note(new FeedEvent("push", null, null, null));
        Assert.Equal("push", reader.Next()!.Kind);
        Assert.Null(reader.Next());
    }

    [Fact]
    public void A_reader_that_keeps_up_loses_nothing()
    {
        var reader = new FeedApi.FeedReader(3);
        for (var i = 0; i < 100; i++)
        {
            reader.Note(new FeedEvent("chat", null, null, i));
            Assert.Equal(i, reader.Next()!.Data);
        }
    }

    private async Task<StreamReader> Open()
    {
        var response = await _simulator.Http.GetAsync("/simulator/feed", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("retry: 1000", await reader.ReadLineAsync());
        Assert.Equal("", await reader.ReadLineAsync());
        return reader;
    }

    private static async Task<JsonNode> Next(StreamReader stream)
    {
        string? line;
        do line = await stream.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        while (line is "" or ":");
        Assert.StartsWith("data: ", line, StringComparison.Ordinal);
        return JsonNode.Parse(line!["data: ".Length..])!;
    }
}
