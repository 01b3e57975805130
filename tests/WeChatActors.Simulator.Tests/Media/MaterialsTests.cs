using static WeChatActors.Simulator.Tests.HandlerBench;

namespace WeChatActors.Simulator.Tests;

public class MaterialsTests
{
    private const string AddMaterial = "/cgi-bin/material/add_material";

    private readonly HandlerBench _bench = new();

    [Fact]
    public void Material_stays()
    {
        var added = _bench.Upload(AddMaterial, "image", "a.png", Png);
        Shape("media/add-material", added);
        _bench.Clock.Advance(TimeSpan.FromDays(365));
        var id = Text(added, "media_id");
        Assert.Equal(Png, Assert.IsType<ApiAnswer.File>(Get(id)).Data.ToArray());
        Done(Delete(id));
        Refused(40007, Get(id));
        Refused(40007, Delete(id));
    }

    [Fact]
    public void A_video_has_a_title_and_an_introduction()
    {
        var added = _bench.Upload(AddMaterial, "video", "a.mp4", Mp4, ("description", """{"title":"T","introduction":"I"}"""));
        Shape("media/get-material-video", Get(Text(added, "media_id")));
        Refused(41011, _bench.Upload(AddMaterial, "video", "a.mp4", Mp4));
        Refused(41011, _bench.Upload(AddMaterial, "video", "a.mp4", Mp4, ("description", "T")));
        Refused(40227, _bench.Upload(AddMaterial, "video", "a.mp4", Mp4, ("description", """{"introduction":"I"}""")));
    }

    [Fact]
    public void Permanent_kinds_take_more_formats_than_temporary_ones()
    {
        Done(_bench.Upload(AddMaterial, "image", "a.bmp", "BM......"u8.ToArray()));
        Done(_bench.Upload(AddMaterial, "voice", "a.wav", "RIFF....WAVEfmt "u8.ToArray()));
        Refused(40005, _bench.Upload(AddMaterial, "thumb", "a.png", Png));
        Refused(40004, _bench.Upload(AddMaterial, "news", "a.png", Png));
    }

    [Fact]
    public void Material_is_counted_and_listed_the_newest_first()
    {
        var old = _bench.Media("image", permanent: true);
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        _bench.Media("image", permanent: true);
        _bench.Media("voice", permanent: true);
        _bench.Media("video", permanent: true);
        _bench.Media("image");
        Done(_bench.Post("/cgi-bin/material/add_news", $$"""{"articles":[{"title":"T","content":"C","thumb_media_id":"{{old}}"}]}"""));
        Shape("media/material-count", _bench.Get("/cgi-bin/material/get_materialcount"));
        Shape("media/material-list", List("image", 1, 20));
        Shape("media/material-news", List("news", 0, 1));
        Assert.Equal("T", Body(List("video", 0, 20))["item"]![0]!["name"]!.ToString());
        Done(List("voice", 7, 1));
        Refused(45162, List("thumb", 0, 1));
        Refused(45164, List("image", -1, 1));
        Refused(45165, List("image", 0, 0));
        Refused(45165, List("image", 0, 21));
    }

    [Fact]
    public void What_a_menu_shows_cannot_be_deleted()
    {
        var id = _bench.Media("image", permanent: true);
        Done(_bench.Post("/cgi-bin/menu/create", $$"""{"button":[{"name":"A","sub_button":[{"type":"media_id","name":"B","media_id":"{{id}}"}]}]}"""));
        Refused(48005, Delete(id));
        Done(_bench.Get("/cgi-bin/menu/delete"));
        Done(Delete(id));
    }

    [Fact]
    public void An_account_keeps_1000_thumbnails()
    {
        for (var i = 0; i < 1000; i++) Done(_bench.Upload(AddMaterial, "thumb", "a.jpg", Jpg));
        Refused(45074, _bench.Upload(AddMaterial, "thumb", "a.jpg", Jpg));
    }

    [Fact]
    public void Temporary_media_are_no_material()
    {
        Refused(40007, Get(_bench.Media("image")));
        Refused(41006, _bench.Post("/cgi-bin/material/get_material", "{}"));
    }

    private ApiAnswer Get(string id) => _bench.Post("/cgi-bin/material/get_material", $$"""{"media_id":"{{id}}"}""");

    private ApiAnswer Delete(string id) => _bench.Post("/cgi-bin/material/del_material", $$"""{"media_id":"{{id}}"}""");

    private ApiAnswer List(string type, int offset, int count) =>
        _bench.Post("/cgi-bin/material/batchget_material", $$"""{"type":"{{type}}","offset":{{offset}},"count":{{count}}}""");
}
