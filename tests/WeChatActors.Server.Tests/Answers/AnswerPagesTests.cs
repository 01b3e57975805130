using System.Net;
using System.Text.Json;

namespace WeChatActors.Server.Tests.Answers;

/// <summary>The page over HTTP, from the placeholder in the chat to the answer that is shown once.</summary>
public sealed class AnswerPagesTests : IAsyncLifetime
{
    private static readonly HttpClient Browser = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly TaskCompletionSource _shopMayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RawServer _shop = null!;
    private Edge _edge = null!;

    public async Task InitializeAsync()
    {
        _shop = Shop(_shopMayAnswer.Task);
        var rules = $$$"""
            version: 1
            defaults: {placeholder: "{{ link ?? 'no link' }}"}
            rules:
              - id: slow
                exact: 慢
                slow: placeholder
                do: [{http: {get: "{{{_shop.Root.GetLeftPart(UriPartial.Authority)}}}/", deadline: 60s, into: o}}, {reply: "{{ o.ok ? o.body.text : o.error }}"}]
              - {id: echo, type: text, reply: "你说 {{ msg.text }}"}
            """;
        // Browsers reach the listener at an address of its own; here the test takes the path and asks the listener itself.
        _edge = await Edge.Start($"calls: {{allow_hosts: [\"{_shop.Root.Authority}\"]}}", rules, plain: "answers: {link_expires: 30m}", listen: "public_url: \"https://wx.shop.example\"");
    }

    public async Task DisposeAsync()
    {
        _shopMayAnswer.TrySetResult();
        await _edge.DisposeAsync();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task The_placeholder_s_link_shows_the_answer_and_then_nothing_else_does()
    {
        var link = await Ask();
        Assert.Equal("https://wx.shop.example/answers/", link[..link.IndexOf("/answers/", StringComparison.Ordinal)] + "/answers/");
        await using var events = await Events(link);
        Assert.Equal(("state", "正在想……"), await Next(events));

        _shopMayAnswer.TrySetResult();

        Assert.Equal(("answer", "已发货 <b>今天</b>"), await Next(events));
        Assert.Equal(("end", "回答完了"), await Next(events));
        await Edge.Until(() => !Parked().GetAwaiter().GetResult());
        Assert.Equal("你说 1", (await _edge.Post("plain", _edge.Text("oAnn", "1", 2))).ReplyText());

        // A reload shows it again.
        await using var again = await Events(link);
        Assert.Equal(("answer", "已发货 <b>今天</b>"), await Next(again));
        await _edge.Restart();
        await using var late = await Events(link);
        Assert.Equal(("answer", "已发货 <b>今天</b>"), await Next(late));
    }

    [Fact]
    public async Task What_was_fetched_in_the_chat_is_on_the_page_too_and_waits_no_more()
    {
        var link = await Ask();
        _shopMayAnswer.TrySetResult();
        await Edge.Until(() => Parked().GetAwaiter().GetResult());
        Assert.Equal("已发货 <b>今天</b>", (await _edge.Post("plain", _edge.Text("oAnn", "1", 2))).ReplyText());

        await using var events = await Events(link);

        Assert.Equal(("answer", "已发货 <b>今天</b>"), await Next(events));
        Assert.Equal("你说 在吗", (await _edge.Post("plain", _edge.Text("oAnn", "在吗", 3))).ReplyText());
    }

    [Fact]
    public async Task The_page_is_whole_in_itself_and_kept_nowhere()
    {
        var link = await Ask();

        using var answer = await Browser.GetAsync(At(link));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("noindex, nofollow, noarchive", answer.Headers.GetValues("X-Robots-Tag").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page.Replace("https?", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(link[(link.LastIndexOf('/') + 1)..], page, StringComparison.Ordinal);
        // Whoever only looks at the page, such as a preview of the link, takes the answer from nobody.
        _shopMayAnswer.TrySetResult();
        await Edge.Until(() => Parked().GetAwaiter().GetResult());
        (await Browser.GetAsync(At(link))).Dispose();
        using var head = await Browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, At(link) + "/events"));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.True(await Parked());
    }

    [Fact]
    public async Task A_link_expires_to_the_second()
    {
        var link = await Ask();

        _edge.Time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await Status(HttpMethod.Get, At(link)));
        _edge.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.Gone, await Status(HttpMethod.Get, At(link)));
        Assert.Equal(HttpStatusCode.Gone, await Status(HttpMethod.Get, At(link) + "/events"));
    }

    [Theory]
    [InlineData("/answers/")]
    [InlineData("/answers/events")]
    [InlineData("/answers//events")]
    [InlineData("/answers/AQVwbGFpbgAAAAAAAAAAAAAAAW9Bbm4AAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/answers/..%2f..%2fetc%2fpasswd")]
    [InlineData("/answers/%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    public async Task What_is_no_link_is_not_found_and_not_repeated(string path)
    {
        using var answer = await Browser.GetAsync(new Uri(_edge.Host.Public, path));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("script", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_can_only_be_opened()
    {
        var link = await Ask();

        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete }) Assert.Equal(HttpStatusCode.MethodNotAllowed, await Status(method, At(link)));
        using var body = new HttpRequestMessage(HttpMethod.Get, At(link)) { Content = new StringContent("x") };
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Browser.SendAsync(body)).StatusCode);
    }

    [Fact]
    public async Task One_link_has_four_readers_at_most()
    {
        var link = await Ask();
        var readers = new List<StreamEvents>();
        for (var i = 0; i < 4; i++)
        {
            readers.Add(await Events(link));
            await Next(readers[i]);
        }
        Assert.Equal(4, await _edge.Metric("wechatactors_answer_readers"));

        Assert.Equal(HttpStatusCode.TooManyRequests, await Status(HttpMethod.Get, At(link) + "/events"));
        await readers[0].DisposeAsync();
        await Edge.Until(() => Status(HttpMethod.Get, At(link) + "/events").GetAwaiter().GetResult() == HttpStatusCode.OK);

        foreach (var reader in readers) await reader.DisposeAsync();
        await Edge.Until(() => _edge.Metric("wechatactors_answer_readers").GetAwaiter().GetResult() == 0);
    }

    [Fact]
    public async Task A_server_that_stops_lets_readers_go()
    {
        var link = await Ask();
        await using var events = await Events(link);
        await Next(events);

        await _edge.Restart();

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (true) await Next(events);
        });
    }

    [Fact]
    public async Task Without_a_public_address_there_is_no_link_and_no_page()
    {
        await using var edge = await Edge.Start("calls: {allow_hosts: [\"127.0.0.1:1\"]}", """
            version: 1
            defaults: {placeholder: "{{ link ?? 'no link' }}"}
            rules: [{id: slow, exact: 慢, slow: placeholder, do: [{http: {get: "http://127.0.0.1:1/", deadline: 60s, into: o}}, {reply: 好}]}]
            """);

        Assert.Equal("no link", (await edge.Post("plain", edge.Text("oAnn", "慢", 1))).ReplyText());
        Assert.Equal(404, (await (await edge.Connect()).Get("/answers/x")).Status);
    }

    [Fact]
    public async Task A_placeholder_that_is_given_at_once_counts_among_the_late_answers()
    {
        await Ask();

        Assert.Equal(1, await _edge.Metric("wechatactors_late_answers_total{account=\"plain\",how=\"placeholder\"}"));
    }

    private static RawServer Shop(Task mayAnswer) => new(async connection =>
    {
        await connection.ReadRequest();
        await mayAnswer;
        await connection.Answer("""{"text":"已发货 <b>今天</b>"}""", headers: "Content-Type: application/json\r\n");
    });

    /// <summary>Asks what takes long; gives the link of the placeholder.</summary>
    private async Task<string> Ask() => (await _edge.Post("plain", _edge.Text("oAnn", "慢", 1))).ReplyText();

    private Uri At(string link) => new(_edge.Host.Public, new Uri(link).AbsolutePath);

    private async Task<bool> Parked() => (await _edge.Conversation("oAnn")).GetProperty("parked").GetArrayLength() > 0;

    private static async Task<HttpStatusCode> Status(HttpMethod method, object address)
    {
        using var request = new HttpRequestMessage(method, address.ToString());
        using var answer = await Browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }

    private async Task<StreamEvents> Events(string link)
    {
        var answer = await Browser.GetAsync(At(link) + "/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream; charset=utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Equal("no", answer.Headers.GetValues("X-Accel-Buffering").Single());
        return new StreamEvents(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next event and what it says, however long it takes by the server's clock.</summary>
    private async Task<(string Name, string? Says)> Next(StreamEvents events)
    {
        string? name = null;
        while (true)
        {
            var read = events.Reader.ReadLineAsync();
            while (await Task.WhenAny(read, Task.Delay(20)) != read) _edge.Time.Advance(TimeSpan.FromMilliseconds(250));
            var line = await read ?? throw new EndOfStreamException();
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line["event: ".Length..];
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var data = JsonDocument.Parse(line["data: ".Length..]).RootElement;
            return (name!, data.TryGetProperty("text", out var text) ? text.GetString() : data.TryGetProperty("zh", out var said) ? said.GetString() : null);
        }
    }

    private sealed record StreamEvents(HttpResponseMessage Answer, StreamReader Reader) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Reader.Dispose();
            Answer.Dispose();
            return default;
        }
    }
}
