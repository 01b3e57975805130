using static WeChatActors.Simulator.Tests.HandlerBench;

namespace WeChatActors.Simulator.Tests;

public class MediaTests
{
    private readonly HandlerBench _bench = new();

    [Fact]
    public void A_picture_comes_back_as_it_was_uploaded()
    {
        var upload = Upload("image", "a.png", Png);
        Shape("media/upload", upload);
        var id = Text(upload, "media_id");
        var file = Assert.IsType<ApiAnswer.File>(Get(id));
        Assert.Equal(Png, file.Data.ToArray());
        Assert.Equal(("image/png", id + ".png"), (file.ContentType, file.FileName));
    }

    [Fact]
    public void A_video_is_an_address_that_the_simulator_serves()
    {
        var id = _bench.Media("video");
        var url = new Uri(Text(Get(id), "video_url"));
        Assert.Equal("http://127.0.0.1:8083/mmbiz/video?appid=wxdemo0000000001&id=" + id, url.AbsoluteUri);
        Assert.Equal(Mp4, Assert.IsType<ApiAnswer.File>(_bench.Get(url.AbsolutePath, ("appid", "wxdemo0000000001"), ("id", id))).Data.ToArray());
        Assert.Equal(404, Assert.IsType<ApiAnswer.Page>(_bench.Get(url.AbsolutePath, ("appid", "wxdemo0000000001"), ("id", "unknown"))).Status);
        Assert.Equal(404, Assert.IsType<ApiAnswer.Page>(_bench.Get(url.AbsolutePath)).Status);
    }

    [Fact]
    public void Temporary_media_live_for_three_days()
    {
        var id = _bench.Media("voice");
        _bench.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromTicks(1));
        Assert.IsType<ApiAnswer.File>(Get(id));
        _bench.Clock.Advance(TimeSpan.FromTicks(1));
        Refused(40007, Get(id));
        Refused(40007, Get("unknown"));
        Refused(41006, _bench.Get("/cgi-bin/media/get"));
    }

    [Fact]
    public void The_oldest_temporary_files_make_room_and_permanent_ones_stay()
    {
        var at = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var shelf = new MediaShelf(budget: 100);
        shelf.Add(File("permanent", 0, 90, permanent: true));
        shelf.Add(File("a", 1, 40));
        shelf.Add(File("b", 2, 60));
        Assert.NotNull(shelf.Find("a", at));

        shelf.Add(File("c", 3, 1));
        Assert.Null(shelf.Find("a", at));
        Assert.NotNull(shelf.Find("b", at));
        Assert.NotNull(shelf.Find("c", at));
        Assert.NotNull(shelf.Find("permanent", at));

        shelf.Remove("b");
        shelf.Add(File("d", 4, 99));
        Assert.NotNull(shelf.Find("c", at));
        Assert.Equal(3, shelf.All.Count);

        MediaFile File(string id, int minutes, int bytes, bool permanent = false) =>
            new(id, "image", "image/png", new byte[bytes], at.AddMinutes(minutes), permanent ? null : at.AddMinutes(minutes) + MediaShelf.Lifetime);
    }

    [Fact]
    public void A_file_that_came_again_under_its_id_lives_its_own_three_days()
    {
        var now = _bench.Clock.GetUtcNow();
        var shelf = new MediaShelf();
        shelf.Add(File("same", now));
        shelf.Add(File("same", now.AddDays(2)));
        shelf.Add(File("other", now.AddDays(4)));
        Assert.NotNull(shelf.Find("same", now.AddDays(4)));

        static MediaFile File(string id, DateTimeOffset at) => new(id, "image", "image/png", Png, at, at + MediaShelf.Lifetime);
    }

    [Fact]
    public void What_has_expired_does_not_gather()
    {
        _bench.Media("voice");
        var kept = _bench.Media("image", permanent: true);
        _bench.Clock.Advance(TimeSpan.FromDays(3));
        var fresh = _bench.Media("voice");
        Assert.Equal([kept, fresh], _bench.Account.Media.All.OrderBy(file => file.CreatedAt).Select(file => file.Id));
    }

    [Theory]
    [InlineData("image", "a.png", 10 * 1024 * 1024, 40009)]
    [InlineData("voice", "a.amr", 2 * 1024 * 1024, 40010)]
    [InlineData("video", "a.mp4", 10 * 1024 * 1024, 40011)]
    [InlineData("thumb", "a.jpg", 64 * 1024, 40012)]
    public void Each_type_has_its_size(string type, string name, int bytes, int code)
    {
        var data = new byte[bytes + 1];
        // A wide-band clip: its length is not counted.
        (type switch { "image" => Png, "voice" => "#!AMR-WB\n"u8.ToArray(), "video" => Mp4, _ => Jpg }).CopyTo(data, 0);
        Done(Upload(type, name, data[..bytes]));
        Refused(code, Upload(type, name, data));
    }

    [Theory]
    [InlineData("image", "png"), InlineData("image", "jpg"), InlineData("image", "jpeg"), InlineData("image", "gif"), InlineData("voice", "amr"), InlineData("voice", "mp3")]
    [InlineData("video", "mp4"), InlineData("thumb", "jpg")]
    public void Each_type_takes_its_formats(string type, string extension) => Done(Upload(type, "A." + extension.ToUpperInvariant(), Sample(extension)));

    [Theory]
    [InlineData("image", "bmp"), InlineData("image", "mp4"), InlineData("voice", "wav"), InlineData("voice", "wma"), InlineData("video", "png"), InlineData("thumb", "png")]
    public void Others_are_refused(string type, string extension) => Refused(40005, Upload(type, "a." + extension, Sample(extension)));

    [Fact]
    public void The_bytes_are_looked_at_and_not_the_name_alone()
    {
        Refused(40005, "'a.png' holds mp4; image takes png, jpeg, jpg, gif.", Upload("image", "a.png", Mp4));
        Refused(40005, "'a.png' holds nothing that looks like png, jpeg, jpg, gif.", Upload("image", "a.png", "<html>"u8.ToArray()));
        Refused(40005, "'a' ends in ''; image takes png, jpeg, jpg, gif.", Upload("image", "a", Png));
        Done(Upload("image", "a.jpg", Png));
    }

    [Fact]
    public void A_file_without_name_or_bytes_is_none()
    {
        Refused(41005, Upload("image", null, Png));
        Refused(44001, Upload("image", "a.png", []));
        Refused(40004, "The query's type is 'picture'; there are image, voice, video and thumb.", Upload("picture", "a.png", Png));
    }

    [Fact]
    public void A_voice_clip_lasts_at_most_a_minute()
    {
        static byte[] Clip(int frames) => [.. "#!AMR\n"u8, .. Enumerable.Repeat((byte[])[0x3C, .. new byte[31]], frames).SelectMany(frame => frame)];
        Done(Upload("voice", "a.amr", Clip(3000)));
        Refused(45007, "'a.amr' lasts 60.1 s, limit 60 s.", Upload("voice", "a.amr", Clip(3005)));

        // MPEG 1 layer III, 32 kbit/s, 48 kHz: 96 bytes and 24 ms a frame.
        static byte[] Song(int frames) => [.. Enumerable.Repeat((byte[])[0xFF, 0xFB, 0x14, 0x00, .. new byte[92]], frames).SelectMany(frame => frame)];
        Done(Upload("voice", "a.mp3", Song(2500)));
        Refused(45007, Upload("voice", "a.mp3", Song(2501)));
    }

    [Fact]
    public void A_picture_of_an_article_has_an_address_and_no_id()
    {
        var upload = _bench.Upload("/cgi-bin/media/uploadimg", "", "a.png", Png);
        Shape("media/uploadimg", upload);
        var id = new Uri(Text(upload, "url")).Query.Split("id=")[^1];
        Assert.Equal(Png, Assert.IsType<ApiAnswer.File>(_bench.Get("/mmbiz/picture", ("appid", "wxdemo0000000001"), ("id", id))).Data.ToArray());
        Refused(40007, Get(id));
        Refused(40005, _bench.Upload("/cgi-bin/media/uploadimg", "", "a.gif", Sample("gif")));
        var large = new byte[1024 * 1024 + 1];
        Png.CopyTo(large, 0);
        Done(_bench.Upload("/cgi-bin/media/uploadimg", "", "a.png", large[..^1]));
        Refused(40006, _bench.Upload("/cgi-bin/media/uploadimg", "", "a.png", large));
    }

    [Fact]
    public void A_video_for_many_is_made_of_one_that_was_uploaded()
    {
        Shape("media/uploadvideo", _bench.Post("/cgi-bin/media/uploadvideo", $$"""{"media_id":"{{_bench.Media("video")}}","title":"T","description":"D"}"""));
        Refused(40007, _bench.Post("/cgi-bin/media/uploadvideo", $$"""{"media_id":"{{_bench.Media("image")}}"}"""));
    }

    private static byte[] Sample(string extension) => extension switch
    {
        "png" => Png,
        "jpg" or "jpeg" => Jpg,
        "gif" => "GIF89a..."u8.ToArray(),
        "bmp" => "BM......"u8.ToArray(),
        "amr" => Amr,
        "mp3" => [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 0],
        "wav" => "RIFF....WAVEfmt "u8.ToArray(),
        "wma" => [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9],
        _ => Mp4,
    };

    private ApiAnswer Upload(string type, string? name, byte[] data) => _bench.Upload("/cgi-bin/media/upload", type, name, data);

    private ApiAnswer Get(string id) => _bench.Get("/cgi-bin/media/get", ("media_id", id));
}
