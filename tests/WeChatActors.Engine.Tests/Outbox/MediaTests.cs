using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Rules;
using static WeChatActors.Engine.Tests.Sending;

namespace WeChatActors.Engine.Tests;

public sealed class MediaTests : IDisposable
{
    private const string Ok = """{"errcode":0,"errmsg":"ok"}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("media").FullName;
    private int _uploads;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_uploaded_once_for_all_who_get_it_and_again_before_the_platform_forgets_it()
    {
        Write("a.png", "picture");
        await using var sending = Started();

        sending.Owe([.. Enumerable.Range(0, 8).Select(i => Entry(1, Image("assets/a.png"), $"o{i}"))]);
        await sending.WhenEnded(8);
        Assert.Single(sending.Platform.CallsOf(MediaKeeper.UploadPath));
        Assert.Contains("name=\"media\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\npicture\r\n", sending.Platform.CallsOf(MediaKeeper.UploadPath)[0].Body, StringComparison.Ordinal);
        sending.Time.Advance(TimeSpan.FromDays(2.5) - VirtualTime.OneTick);
        sending.Owe(Later(sending, 2));
        await sending.WhenEnded(9);
        sending.Time.Advance(VirtualTime.OneTick);
        sending.Owe(Later(sending, 3));
        await sending.WhenEnded(10);

        Assert.Equal(2, _uploads);
        Assert.EndsWith("""{"media_id":"M2"}}""", sending.Platform.CallsOf(Send)[^1].Body, StringComparison.Ordinal);
        Assert.All(sending.Platform.CallsOf(Send).Take(9), call => Assert.EndsWith("""{"media_id":"M1"}}""", call.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_upload_that_takes_long_holds_up_nobody_who_needs_none()
    {
        Write("a.png", "picture");
        await using var sending = new Sending(new OutboxOptions { Parallel = 2, PerSecond = 100_000 }, find: Find);
        sending.Platform.On(MediaKeeper.UploadPath, ScriptedPlatform.Silent()).On(Send, Ok);
        sending.Owe([.. Enumerable.Range(0, 5).Select(i => Entry(1, Image("assets/a.png"), $"o{i}"))]);
        await sending.Until(() => sending.Platform.CallsOf(MediaKeeper.UploadPath).Count == 1, TimeSpan.Zero);

        sending.Owe([.. Enumerable.Range(5, 20).Select(i => Entry(1, openId: $"o{i}"))]);
        await sending.WhenEnded(20);

        Assert.All(sending.Log, ended => Assert.IsType<TextPush>(((OutboxItem.Message)ended.Entry.Item).Content));
    }

    [Fact]
    public async Task What_was_uploaded_is_known_after_a_restart_and_another_content_is_uploaded()
    {
        Write("a.png", "picture");
        await using var sending = Started();
        sending.Owe(Entry(1, Image("assets/a.png")));
        await sending.WhenEnded(1);
        await using var successor = new Sending(beside: sending, find: Find);

        successor.Owe(Entry(2, Image("assets/a.png")));
        await successor.WhenEnded(1);
        Assert.Equal(1, _uploads);
        Write("a.png", "another picture");
        successor.Owe(Entry(3, Image("assets/a.png")));
        await successor.WhenEnded(2);

        Assert.Equal(2, _uploads);
    }

    [Fact]
    public async Task A_media_id_is_taken_as_it_is()
    {
        await using var sending = Started();

        sending.Owe(Entry(1, Image("MEDIA-example-01")));
        await sending.WhenEnded(1);

        Assert.Equal(0, _uploads);
        Assert.EndsWith("""{"media_id":"MEDIA-example-01"}}""", sending.Platform.CallsOf(Send)[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_vanished_is_refused_by_its_name_and_the_next_message_goes_on()
    {
        await using var sending = Started();

        sending.Owe(Entry(1, Image("assets/gone.png")), Entry(2, Image("elsewhere/a.png")), Entry(3));
        await sending.WhenEnded(3);

        Assert.Equal("The file assets/gone.png is gone; put it back, or name another one.", sending.Log[0].Outcome.Why);
        Assert.Equal("elsewhere/a.png is neither a media id nor a file that the rules name; name an existing file.", sending.Log[1].Outcome.Why);
        Assert.Equal([OutboxState.Refused, OutboxState.Refused, OutboxState.Sent], sending.Log.Select(ended => ended.Outcome.State));
    }

    [Fact]
    public async Task A_file_the_platform_lost_is_uploaded_anew_once_and_then_refused()
    {
        Write("a.png", "picture");
        const string Lost = """{"errcode":40007,"errmsg":"invalid media_id"}""";
        await using var sending = Started();
        sending.Platform.On(Send, Lost, Ok, Lost, Lost, Ok);
        sending.Outbox.Start();

        sending.Owe(Entry(1, Image("assets/a.png")), Entry(2, Image("assets/a.png")), Entry(3, Image("assets/a.png")));
        await sending.OutcomeOf(Entry(3));

        Assert.Equal([OutboxState.Sent, OutboxState.Refused, OutboxState.Sent], sending.Log.Select(ended => ended.Outcome.State));
        Assert.Equal(40007, sending.Log[1].Outcome.Errcode);
        Assert.Equal(3, _uploads);
    }

    [Fact]
    public async Task An_upload_that_is_refused_ends_the_row_and_one_that_is_lost_is_made_again()
    {
        Write("a.mp4", "video");
        Write("t.jpg", "thumb");
        await using var sending = Started();
        sending.Platform.On(MediaKeeper.UploadPath, [ScriptedPlatform.Json("""{"errcode":40004,"errmsg":"invalid media type"}"""), .. Enumerable.Repeat(ScriptedPlatform.Reset(), 5), Uploaded()]);
        sending.Outbox.Start();

        sending.Owe(Entry(1, Image("assets/a.mp4")), Entry(2, new OutboxItem.Message(new VideoPush("assets/a.mp4", "assets/t.jpg", null, null))));
        await sending.OutcomeOf(Entry(2));

        Assert.Equal((OutboxState.Refused, 40004), (sending.Log[0].Outcome.State, sending.Log[0].Outcome.Errcode));
        Assert.Equal(OutboxState.Sent, sending.Log[1].Outcome.State);
        Assert.Contains("""{"media_id":"M1","thumb_media_id":"M2"}""", Assert.Single(sending.Platform.CallsOf(Send)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_uploaded()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "t.jpg"), new byte[64 * 1024 + 1]);
        await using var sending = Started();

        sending.Owe(Entry(1, new OutboxItem.Message(new MusicPush("https://x.example/a.mp3", null, "assets/t.jpg", null, null))));
        await sending.WhenEnded(1);

        Assert.Equal("The file assets/t.jpg has 65537 bytes; WeChat takes thumb files of at most 65536.", sending.Log[0].Outcome.Why);
    }

    [Fact]
    public async Task Files_of_passive_replies_are_there_from_the_start_and_stay()
    {
        Write("a.png", "picture");
        await using var sending = Started();
        sending.Media.Keep("demo", [new("assets/a.png", "image"), new("assets/gone.png", "image")]);
        Assert.Empty(sending.Media.Media("demo"));

        sending.Media.Start();
        await sending.Media.Looked;
        Assert.Equal([new("assets/a.png", "M1")], sending.Media.Media("demo"));
        Assert.Equal("A passive reply lacks its file. The file assets/gone.png is gone; put it back, or name another one.", Assert.Single(sending.Notices).Sentence);
        Write("a.png", "a newer picture");
        Write("gone.png", "back");
        await Look(sending, MediaKeeper.LookEvery);
        Assert.Equal(["M2", "M3"], sending.Media.Media("demo").Values.Order());
        await Look(sending, MediaKeeper.RenewAfter);

        Assert.Equal(["M4", "M5"], sending.Media.Media("demo").Values.Order());
        Assert.Empty(sending.Media.Media("unknown"));
    }

    [Fact]
    public async Task An_id_that_cannot_be_renewed_is_not_shown_once_the_platform_has_forgotten_it()
    {
        Write("a.png", "picture");
        await using var sending = Started();
        sending.Media.Keep("demo", [new("assets/a.png", "image")]);
        sending.Media.Start();
        await sending.Media.Looked;
        sending.Platform.On(MediaKeeper.UploadPath, """{"errcode":45001,"errmsg":"media size out of limit"}""");

        await Look(sending, TimeSpan.FromHours(70));
        Assert.Single(sending.Media.Media("demo"));
        await Look(sending, TimeSpan.FromHours(1));

        Assert.Empty(sending.Media.Media("demo"));
    }

    private static async Task Look(Sending sending, TimeSpan span)
    {
        await sending.Until(() => sending.Time.Armed > 0, TimeSpan.Zero);
        var before = sending.Media.Looked;
        sending.Time.Advance(span);
        await sending.Until(() => sending.Media.Looked != before, TimeSpan.Zero);
        await sending.Media.Looked;
    }

    private static OutboxEntry Later(Sending sending, long id) => Entry(id, Image("assets/a.png"), at: sending.Time.GetUtcNow());

    private static OutboxItem.Message Image(string media) => new(new ImagePush(media));

    private Sending Started()
    {
        var sending = new Sending(find: Find);
        sending.Platform.On(Send, Ok).On(MediaKeeper.UploadPath, Uploaded());
        return sending;
    }

    private ScriptedAnswer Uploaded() => (connection, request) =>
        ScriptedPlatform.Json($"{{\"type\":\"image\",\"media_id\":\"M{Interlocked.Increment(ref _uploads)}\",\"created_at\":1}}")(connection, request);

    private LocalFile? Find(string account, string media) =>
        media.StartsWith("assets/", StringComparison.Ordinal) ? new LocalFile(media, Path.Combine(_folder, media["assets/".Length..]), MediaKind.Image) : null;

    private void Write(string name, string content) => File.WriteAllBytes(Path.Combine(_folder, name), Encoding.UTF8.GetBytes(content));
}
