using System.Text;

namespace WeChatActors.Engine.Tests.Platform;

public class ContentTests
{
    [Fact]
    public async Task JSON_goes_with_its_length_and_keeps_Chinese_and_emoji_as_they_are()
    {
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/menu/create", "{}");

        await calling.Client.Post("demo", "/cgi-bin/menu/create", json =>
        {
            json.WriteStartObject();
            json.WriteString("name", "今日歌曲😀 <&+'\"");
            json.WriteEndObject();
        }, default);

        var call = Assert.Single(calling.Platform.Calls);
        Assert.Equal("""{"name":"今日歌曲😀 <&+'\""}""", call.Body);
        Assert.Equal("application/json; charset=utf-8", call.Header("Content-Type"));
        Assert.Equal("34", call.Header("Content-Length"));
        Assert.Null(call.Header("Transfer-Encoding"));
    }

    [Fact]
    public async Task A_file_goes_with_its_Chinese_name_in_UTF_8_and_again_after_a_token_error()
    {
        await using var calling = new Calling();
        var bytes = Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31)).ToArray();
        calling.Platform.On("/cgi-bin/material/add_material", """{"errcode":42001,"errmsg":"expired"}""", """{"media_id":"m"}""");
        var file = new UploadedFile("年会\"照片\r\n.jpg", "image/jpeg", bytes.Length, () => new MemoryStream(bytes));

        await calling.Done(Calling.Post("/cgi-bin/material/add_material") with
        {
            Content = PlatformContent.Upload("media", file, new KeyValuePair<string, string>("description", """{"title":"年会"}""")),
        });

        Assert.Equal(2, calling.Platform.Calls.Count);
        Assert.All(calling.Platform.Calls, call =>
        {
            var boundary = call.Header("Content-Type")!.Split("boundary=")[1];
            var head = Encoding.UTF8.GetBytes(
                $"--{boundary}\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n{{\"title\":\"年会\"}}\r\n" +
                $"--{boundary}\r\nContent-Disposition: form-data; name=\"media\"; filename=\"年会%22照片%0D%0A.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n");
            Assert.Equal([.. head, .. bytes, .. Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n")], call.Bytes);
            Assert.Equal($"{call.Length}", call.Header("Content-Length"));
        });
    }

    [Fact]
    public async Task A_long_body_may_take_its_time_as_long_as_it_moves_and_then_the_wait_for_the_answer_begins()
    {
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/media/upload", ScriptedPlatform.Silent());
        var source = new SlowStream(1_000_000);

        var call = calling.Call(Calling.Post("/cgi-bin/media/upload") with { Content = () => new StreamContent(source, 64 * 1024) });
        for (var part = 0; part < 5; part++)
        {
            await source.Asked();
            calling.Time.Advance(TimeSpan.FromSeconds(29));
            source.Give(200_000);
        }
        await source.Asked();
        source.Give(0);
        await calling.Platform.Asked("/cgi-bin/media/upload");
        calling.Time.Advance(TimeSpan.FromSeconds(10) - VirtualTime.OneTick);
        Assert.False(call.IsCompleted);
        calling.Time.Advance(VirtualTime.OneTick);

        Assert.IsType<PlatformResult.Unknown>(await call);
        Assert.Equal(1_000_000, Assert.Single(calling.Platform.Calls).Length);
    }

    [Fact]
    public async Task A_body_that_stands_still_is_given_up()
    {
        await using var calling = new Calling();
        var source = new SlowStream(1_000_000);

        var call = calling.Call(Calling.Post("/cgi-bin/media/upload") with { Content = () => new StreamContent(source), Replayable = false });
        await source.Asked();
        source.Give(200_000);
        await source.Asked();
        calling.Time.Advance(TimeSpan.FromSeconds(30) - VirtualTime.OneTick);
        Assert.False(call.IsCompleted);
        calling.Time.Advance(VirtualTime.OneTick);

        Assert.EndsWith("or its body stood still for 30 s.", Assert.IsType<PlatformResult.Unknown>(await call).Why, StringComparison.Ordinal);
        await calling.Platform.AllEnded();
    }

    [Fact]
    public async Task A_file_is_fetched_byte_by_byte_with_the_name_that_the_platform_gives_it()
    {
        await using var calling = new Calling();
        var bytes = Enumerable.Range(0, 500_000).Select(i => (byte)(i * 7 + 200)).ToArray();
        calling.Platform.On("/cgi-bin/media/get", ScriptedPlatform.Of(bytes, "image/jpeg", 200, "Content-Disposition: attachment; filename=\"a.jpg\"\r\n"));
        using var file = new MemoryStream();

        var saved = await calling.Client.Download(Calling.Get("/cgi-bin/media/get", "media_id=m"), file, default);

        Assert.Equal(new PlatformDownload.Saved(500_000, "image/jpeg", "a.jpg"), saved);
        Assert.Equal(bytes, file.ToArray());
    }

    [Fact]
    public async Task An_answer_in_the_place_of_a_file_is_told_and_nothing_saved()
    {
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/media/get", """{"errcode":40007,"errmsg":"invalid media_id"}""", """{"video_url":"http://x"}""");
        using var file = new MemoryStream();

        var refused = Assert.IsType<PlatformDownload.Answered>(await calling.Client.Download(Calling.Get("/cgi-bin/media/get"), file, default));
        var video = Assert.IsType<PlatformDownload.Answered>(await calling.Client.Download(Calling.Get("/cgi-bin/media/get"), file, default));

        Assert.Equal(40007, Assert.IsType<PlatformResult.Refused>(refused.Result).Errcode);
        Assert.Equal("http://x", Assert.IsType<PlatformResult.Done>(video.Result).Json.GetProperty("video_url").GetString());
        Assert.Equal(0, file.Length);
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_not_taken_for_whole()
    {
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/media/get", ScriptedPlatform.Raw("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 100\r\n\r\nabc"));

        var answered = Assert.IsType<PlatformDownload.Answered>(await calling.Client.Download(Calling.Get("/cgi-bin/media/get"), new MemoryStream(), default));

        Assert.Equal("The file of /cgi-bin/media/get broke off after 3 bytes; fetch it again.", Assert.IsType<PlatformResult.Unknown>(answered.Result).Why);
    }

    [Fact]
    public async Task Headers_of_the_caller_go_along_except_what_would_hide_the_errcode()
    {
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/media/get", "{}");

        await calling.Done(Calling.Get("/cgi-bin/media/get") with { Headers = [new("Range", "bytes=0-9"), new("Accept-Encoding", "gzip"), new("X-Own", "值")] });

        var call = Assert.Single(calling.Platform.Calls);
        Assert.Equal(("bytes=0-9", null, null), (call.Header("Range"), call.Header("accept-encoding"), call.Header("X-Own")));
    }

    /// <summary>A source that gives what a test says, when it says so.</summary>
    private sealed class SlowStream(int length) : MemoryStream(new byte[length])
    {
        private readonly SemaphoreSlim _asked = new(0);
        private readonly SemaphoreSlim _given = new(0);
        private int _ready;

        public async Task Asked() => Assert.True(await _asked.WaitAsync(TimeSpan.FromSeconds(20)), "Nobody reads.");

        public void Give(int count)
        {
            Interlocked.Add(ref _ready, count);
            _given.Release();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_ready == 0)
            {
                _asked.Release();
                await _given.WaitAsync(cancellationToken);
            }
            var got = await base.ReadAsync(buffer[..Math.Min(buffer.Length, _ready)], cancellationToken);
            _ready -= got;
            return got;
        }
    }
}
