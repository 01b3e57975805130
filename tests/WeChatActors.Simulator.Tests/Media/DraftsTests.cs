using System.Text.Json.Nodes;
using static WeChatActors.Simulator.Tests.HandlerBench;

namespace WeChatActors.Simulator.Tests;

public class DraftsTests
{
    private readonly HandlerBench _bench = new();
    private readonly string _thumb;

    public DraftsTests() => _thumb = _bench.Media("image", permanent: true);

    [Fact]
    public void A_draft_is_kept_shown_changed_and_deleted()
    {
        var article = Article();
        article["content"] = "<p>Body</p><script>alert(1)</script>";
        article["author"] = "Kitchen";
        article["content_source_url"] = "https://m.example.com/autumn";
        article["need_open_comment"] = 1;
        var added = Add(article);
        Shape("media/draft-add", added);
        var id = Text(added, "media_id");
        Shape("media/draft-get", Get(id));

        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = Article();
        changed["title"] = "Winter menu";
        Done(_bench.Post("/cgi-bin/draft/update", new JsonObject { ["media_id"] = id, ["index"] = 0, ["articles"] = changed }));
        Shape("media/draft-list", _bench.Post("/cgi-bin/draft/batchget", """{"offset":0,"count":20,"no_content":1}"""));
        Shape("media/draft-count", _bench.Get("/cgi-bin/draft/count"));

        Done(_bench.Post("/cgi-bin/draft/delete", $$"""{"media_id":"{{id}}"}"""));
        Refused(40007, Get(id));
        Refused(40007, _bench.Post("/cgi-bin/draft/delete", $$"""{"media_id":"{{id}}"}"""));
    }

    [Fact]
    public void Without_a_digest_the_first_54_characters_of_the_text_stand_for_it()
    {
        var article = Article();
        article["content"] = "<p>" + new string('好', 60) + "</p>";
        Assert.Equal(new string('好', 54), Body(Get(Text(Add(article), "media_id")))["news_item"]![0]!["digest"]!.ToString());
    }

    [Fact]
    public void A_text_full_of_tags_that_never_end_is_judged_at_once()
    {
        var article = Article();
        article["content"] = "1 < 2 <b>so</b> " + new string('<', 100);
        Assert.StartsWith("1 < 2 so <<", Body(Get(Text(Add(article), "media_id")))["news_item"]![0]!["digest"]!.ToString(), StringComparison.Ordinal);
        article["content"] = new string('<', 1_000_000);
        Refused(45002, Add(article));
    }

    [Theory]
    [InlineData("title", 32, 45003)]
    [InlineData("author", 16, 40192)]
    [InlineData("digest", 120, 45004)]
    [InlineData("content", 19_999, 45002)]
    public void Texts_have_their_lengths(string name, int characters, int code)
    {
        var article = Article();
        article[name] = new string('好', characters);
        Done(Add(article));
        article[name] = new string('好', characters + 1);
        Refused(code, Add(article));
    }

    [Fact]
    public void An_article_needs_title_text_and_picture()
    {
        Refused(40227, Add(Without("title")));
        Refused(44003, Add(Without("content")));
        Refused(41006, Add(Without("thumb_media_id")));
        Refused(40007, Add(With("thumb_media_id", "unknown")));
        Refused(40007, Add(With("thumb_media_id", _bench.Media("image"))));
        Refused(41039, Add(With("content_source_url", "m.example.com")));
        Refused(40035, Add(With("article_type", "video")));
        Refused(40035, Add(With("titel", "x")));
        Refused(44003, Add());
        Done(Add([.. Enumerable.Range(0, 8).Select(_ => Article())]));
        Refused(45008, Add([.. Enumerable.Range(0, 9).Select(_ => Article())]));
    }

    [Fact]
    public void A_newspic_holds_up_to_20_pictures()
    {
        JsonObject Pictures(int count) => new()
        {
            ["article_type"] = "newspic", ["title"] = "T", ["content"] = "C",
            ["image_info"] = new JsonObject { ["image_list"] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => new JsonObject { ["image_media_id"] = _thumb })]) },
        };
        Done(Add(Pictures(20)));
        Refused(40215, Add(Pictures(21)));
        Refused(40215, Add(Pictures(0)));
        Refused(41026, Add(new JsonObject { ["article_type"] = "newspic", ["title"] = "T", ["content"] = "C" }));
    }

    [Fact]
    public void Only_an_article_that_is_there_is_changed()
    {
        var id = Text(Add(Article()), "media_id");
        ApiAnswer Update(string media, int index) => _bench.Post("/cgi-bin/draft/update", new JsonObject { ["media_id"] = media, ["index"] = index, ["articles"] = Article() });
        Refused(40114, Update(id, 1));
        Refused(40007, Update("unknown", 0));
        Refused(44003, _bench.Post("/cgi-bin/draft/update", $$"""{"media_id":"{{id}}","index":0}"""));
        Refused(45165, _bench.Post("/cgi-bin/draft/batchget", """{"offset":0,"count":21}"""));
    }

    [Fact]
    public async Task A_draft_is_published_and_the_event_tells_it()
    {
        var draft = Text(Add(Article()), "media_id");
        var answer = _bench.Post("/cgi-bin/freepublish/submit", $$"""{"media_id":"{{draft}}"}""");
        Shape("media/publish-submit", answer);
        var job = $$"""{"publish_id":"{{Text(answer, "publish_id")}}"}""";
        Shape("media/publish-under-way", _bench.Post("/cgi-bin/freepublish/get", job));

        var packet = await _bench.Pushed(answer);
        Assert.Contains("<Event><![CDATA[PUBLISHJOBFINISH]]></Event>", packet, StringComparison.Ordinal);
        Assert.Contains("<publish_status>0</publish_status>", packet, StringComparison.Ordinal);
        var done = _bench.Post("/cgi-bin/freepublish/get", job);
        Shape("media/publish-done", done);
        var article = $$"""{"article_id":"{{Text(done, "article_id")}}"}""";
        Shape("media/publish-article", _bench.Post("/cgi-bin/freepublish/getarticle", article));
        Assert.Equal(1, Body(_bench.Post("/cgi-bin/freepublish/batchget", """{"offset":0,"count":1}"""))["total_count"]!.GetValue<int>());
        Refused(40007, _bench.Post("/cgi-bin/freepublish/submit", $$"""{"media_id":"{{draft}}"}"""));

        var page = Assert.IsType<ApiAnswer.Page>(_bench.Get("/s", ("__biz", "wxdemo0000000001"), ("mid", Text(done, "article_id")), ("idx", "1")));
        Assert.Contains("<p>Body</p>", page.Html, StringComparison.Ordinal);
        Assert.Equal(404, Assert.IsType<ApiAnswer.Page>(_bench.Get("/s", ("__biz", "wxdemo0000000001"), ("mid", "unknown"))).Status);

        Refused(40114, _bench.Post("/cgi-bin/freepublish/delete", article.Replace("}", ",\"index\":2}", StringComparison.Ordinal)));
        Done(_bench.Post("/cgi-bin/freepublish/delete", article));
        Refused(53600, _bench.Post("/cgi-bin/freepublish/getarticle", article));
        Assert.Equal(5, Body(_bench.Post("/cgi-bin/freepublish/get", job))["publish_status"]!.GetValue<int>());
        Refused(53502, _bench.Post("/cgi-bin/freepublish/get", """{"publish_id":"7"}"""));
    }

    private JsonObject Article() => new() { ["title"] = "Autumn menu", ["content"] = "<p>Body</p>", ["thumb_media_id"] = _thumb };

    private JsonObject With(string name, string value)
    {
        var article = Article();
        article[name] = value;
        return article;
    }

    private JsonObject Without(string name)
    {
        var article = Article();
        article.Remove(name);
        return article;
    }

    private ApiAnswer Add(params JsonObject[] articles) => _bench.Post("/cgi-bin/draft/add", new JsonObject { ["articles"] = new JsonArray([.. articles.Select(article => article.DeepClone())]) });

    private ApiAnswer Get(string id) => _bench.Post("/cgi-bin/draft/get", $$"""{"media_id":"{{id}}"}""");
}
