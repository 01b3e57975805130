using System.Net;
using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests;

public sealed class ControlApiTests : IAsyncLifetime
{
    private const string Actions = "/simulator/accounts/cafe/people/1/actions";

    private readonly RunningSimulator _simulator = new();

    public Task InitializeAsync() => _simulator.InitializeAsync();

    public Task DisposeAsync() => _simulator.DisposeAsync();

    [Fact]
    public async Task The_state_tells_clock_people_accounts_and_where_the_api_is_and_no_secret()
    {
        var state = await _simulator.Get("/simulator/state");
        Assert.Equal("2026-10-17T01:41:08.000Z", (string)state["clock"]!["now"]!);
        Assert.Equal(["小明", "小红", "Ann"], state["people"]!.AsArray().Select(person => (string)person!["name"]!));
        var account = state["accounts"]![0]!;
        Assert.Equal(("cafe", "wx00000000000phone", "service", "plaintext", 0), ((string)account["alias"]!, (string)account["app_id"]!, (string)account["kind"]!, (string)account["security"]!, (int)account["followers"]!));
        Assert.Null(account["callback"]);
        Assert.Equal(_simulator.Host.Api, new Uri((string)state["api"]!));
        Assert.DoesNotContain("secret", state.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_done_on_a_phone_is_seen_on_it_and_among_the_pushes()
    {
        await _simulator.Post(Actions, """{"do":"follow"}""", HttpStatusCode.Accepted);
        var done = await _simulator.Post(Actions + "?wait=true", """{"content":"你好","do":"text"}""");
        var push = Assert.Single(done["pushes"]!.AsArray())!;
        Assert.Equal(("not_sent", "text"), ((string)push["outcome"]!, (string)push["kind"]!));
        Assert.Contains("<Content><![CDATA[你好]]></Content>", (string)push["packet"]!, StringComparison.Ordinal);

        var phone = await _simulator.Get("/simulator/accounts/cafe/people/1");
        Assert.True((bool)phone["subscribed"]!);
        var entry = phone["chat"]!.AsArray().First(each => (string)each!["origin"]! == "follower")!;
        Assert.Equal(("text", "你好"), ((string)entry["content"]!["kind"]!, (string)entry["content"]!["text"]!));
        Assert.Equal(8, (int)phone["windows"]!["left"]!);
        Assert.Equal("2026-10-19T01:41:08.000Z", (string)phone["windows"]!["closes_at"]!);
        Assert.Equal(2, (await _simulator.Get("/simulator/accounts/cafe/pushes"))["pushes"]!.AsArray().Count);
        Assert.Single((await _simulator.Get("/simulator/accounts/cafe/pushes?after=1&person=1"))["pushes"]!.AsArray());
        Assert.Empty((await _simulator.Get("/simulator/accounts/cafe/pushes?person=2"))["pushes"]!.AsArray());
    }

    [Fact]
    public async Task An_action_that_makes_no_sense_is_a_conflict_with_the_reason_in_both_languages()
    {
        var problem = await _simulator.Post(Actions, """{"do":"text","content":"hi"}""", HttpStatusCode.Conflict);
        Assert.Equal("小明 does not follow cafe; only who follows can do that. Follow first.", (string)problem["detail"]!);
        Assert.Equal("小明 未关注 cafe，只有关注者才能这样做。请先关注。", (string)problem["detail_zh"]!);
        Assert.Null((await _simulator.Post(Actions, """{"do":"shout"}""", HttpStatusCode.BadRequest))["detail_zh"]);
    }

    [Theory]
    [InlineData("""{"do":"text","content":"hi","contents":1}""", "'contents' is unknown here. Use content.")]
    [InlineData("""{"do":"shout"}""", "'do' cannot be 'shout'. Use one of follow, unfollow, text, image, voice, video, location, link, menu, entry, scan, report_location, receive.")]
    [InlineData("""{"content":"hi"}""", "'do' is missing. Use one of follow")]
    [InlineData("""{"do":"text"}""", "'content' is missing.")]
    [InlineData("""{"do":"text","content":7}""", "'content' is not a text.")]
    [InlineData("""{"do":"text","content":null}""", "'content' is not a text.")]
    [InlineData("""{"do":"video","short":"yes"}""", "'short' is not true or false.")]
    [InlineData("""{"do":"menu","button":"1","pictures":2.5}""", "'pictures' is not a whole number.")]
    [InlineData("""{"do":"menu","button":"1","place":{"latitude":"north","longitude":1}}""", "'place.latitude' is not a number.")]
    [InlineData("""{"do":"image","data":"%%%"}""", "'data' is not base64.")]
    [InlineData("""{"do":"follow","do":"unfollow"}""", "The body is not JSON.")]
    [InlineData("""["follow"]""", "The body is not a JSON object.")]
    [InlineData("""{"do":"follow"} x""", "The body is not JSON.")]
    [InlineData("", "The body is not JSON.")]
    [InlineData("""{"do":"text","content":"\ud83d"}""", "The body holds half of a surrogate pair.")]
    [InlineData("""{"do":"\udc4b"}""", "The body holds half of a surrogate pair.")]
    [InlineData("""{"do":"text","\ud83d":"hi"}""", "The body holds half of a surrogate pair.")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "The body is not JSON.")]
    public async Task A_body_that_does_not_fit_is_refused_by_the_name_of_what_does_not(string json, string expected)
    {
        var refusal = await _simulator.Refusal(Actions, json);
        Assert.StartsWith(expected, refusal, StringComparison.Ordinal);
        Assert.Empty((await _simulator.Get("/simulator/accounts/cafe/people/1"))["chat"]!.AsArray());
    }

    [Theory]
    [InlineData("/simulator/accounts/shop/people/1", "There is no account 'shop'. There is cafe.")]
    [InlineData("/simulator/accounts/cafe/people/9", "There is no person '9'. There are people 1 to 3")]
    [InlineData("/simulator/accounts/cafe/people/-1", "There is no person '-1'.")]
    [InlineData("/simulator/accounts/cafe/media/none", "There is no such file.")]
    [InlineData("/simulator/nothing", "There is nothing here.")]
    public async Task What_is_not_there_is_answered_with_what_is(string path, string expected)
    {
        var problem = await _simulator.Get(path, HttpStatusCode.NotFound);
        Assert.StartsWith(expected, $"{problem["title"]}. {problem["detail"]}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/simulator/people")]
    [InlineData("/simulator/accounts/cafe/people/1/actions?do=follow")]
    [InlineData("/simulator/clock?advance_seconds=60")]
    [InlineData("/simulator/weather?cut=true")]
    [InlineData("/simulator/accounts/cafe/token/revoke")]
    [InlineData("/simulator/accounts/cafe/verify")]
    [InlineData("/simulator/scenarios")]
    public async Task Nothing_changes_by_looking(string path)
    {
        var before = (await _simulator.Get("/simulator/state")).ToJsonString();
        Assert.False((await _simulator.Http.GetAsync(path)).IsSuccessStatusCode);
        Assert.Equal(before, (await _simulator.Get("/simulator/state")).ToJsonString());
    }

    [Fact]
    public async Task Only_json_is_read_so_that_no_form_of_another_page_is()
    {
        using var form = new StringContent("""{"advance_seconds":60}""", Encoding.UTF8, "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _simulator.Http.PostAsync("/simulator/clock", form)).StatusCode);
        Assert.Equal(RunningSimulator.Start, _simulator.Host.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_body_that_is_not_utf_8_is_refused()
    {
        using var body = new ByteArrayContent([.. """{"name":"x"}"""u8[..9], 0xFF, .. "\"}"u8]);
        body.Headers.ContentType = new("application/json");
        var answer = await _simulator.Http.PostAsync("/simulator/people", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("not UTF-8", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_were_changed_during_the_check_are_not_lost()
    {
        await using var callback = new RawServer(async connection =>
        {
            var query = (await connection.ReadRequest()).Query;
            _simulator.Host.SetCallback("cafe", new Uri("http://127.0.0.1:1/other"));
            await connection.Answer(query[(query.LastIndexOf('=') + 1)..]);
        });
        await _simulator.Send(HttpMethod.Put, "/simulator/accounts/cafe/callback", $$"""{"url":"{{callback.Address}}"}""", HttpStatusCode.Conflict);
        Assert.Equal("http://127.0.0.1:1/other", (string)(await _simulator.Get("/simulator/state"))["accounts"]![0]!["callback"]!);
    }

    [Fact]
    public async Task The_signature_of_a_web_page_is_judged()
    {
        const string page = """{"url":"https://example.com/a#b","nonce_str":"n0nce","timestamp":"1700000000","signature":"SIGNATURE"}""";
        Assert.Contains("never asked for a jsapi_ticket", (string)(await _simulator.Post("/simulator/accounts/cafe/jssdk", page))["verdict"]!, StringComparison.Ordinal);

        var account = _simulator.Host.Platform.Accounts["cafe"];
        account.Tickets.Add(new Ticket("jsapi", "ticket", RunningSimulator.Start + Ticket.Lifetime));
        var signature = JsSdkSignature.Compute("ticket", "n0nce", "1700000000", "https://example.com/a");
        Assert.True((bool)(await _simulator.Post("/simulator/accounts/cafe/jssdk", page.Replace("SIGNATURE", signature, StringComparison.Ordinal)))["valid"]!);
        Assert.False((bool)(await _simulator.Post("/simulator/accounts/cafe/jssdk", page))["valid"]!);
    }

    [Fact]
    public async Task A_callback_with_credentials_in_its_address_is_refused_for_the_page_shows_it()
    {
        var refused = await _simulator.Send(
            HttpMethod.Put, "/simulator/accounts/cafe/callback", """{"url":"http://user:pass@127.0.0.1/wx"}""", HttpStatusCode.BadRequest);
        Assert.Equal("'url' names a user", (string)refused["title"]!);
    }

    [Fact]
    public async Task Long_bodies_are_refused_and_pictures_have_room()
    {
        await _simulator.Post("/simulator/people", $$"""{"name":"{{new string('a', 70_000)}}"}""", HttpStatusCode.RequestEntityTooLarge);
        await _simulator.Post(Actions, """{"do":"follow"}""", HttpStatusCode.Accepted);
        await _simulator.Post(Actions, $$"""{"do":"image","data":"{{Convert.ToBase64String(new byte[9 * 1024 * 1024])}}"}""", HttpStatusCode.Accepted);
        await _simulator.Post(Actions, $$"""{"do":"image","data":"{{Convert.ToBase64String(new byte[12 * 1024 * 1024])}}"}""", HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Time_moves_forward_only()
    {
        var clock = await _simulator.Post("/simulator/clock", """{"advance_seconds":169200}""");
        Assert.Equal("2026-10-19T00:41:08.000Z", (string)clock["now"]!);
        Assert.Contains("time does not run backwards", await _simulator.Refusal("/simulator/clock", """{"advance_seconds":-1}"""), StringComparison.Ordinal);
        Assert.Contains("is not a number", await _simulator.Refusal("/simulator/clock", """{"advance_seconds":1e999}"""), StringComparison.Ordinal);

        _simulator.Host.Clock.Stop(SimulatedClock.End - TimeSpan.FromDays(1));
        Assert.Contains("ends with 2099", await _simulator.Refusal("/simulator/clock", """{"advance_seconds":86400}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weather_is_set_as_a_whole_and_kept_in_its_bounds()
    {
        var weather = await _simulator.Send(HttpMethod.Put, "/simulator/weather", """{"copies":3,"delay_ms":250}""");
        Assert.Equal((false, 3, 250d), ((bool)weather["cut"]!, (int)weather["copies"]!, (double)weather["delay_ms"]!));
        await _simulator.Send(HttpMethod.Put, "/simulator/weather", """{"copies":6}""", HttpStatusCode.BadRequest);
        await _simulator.Send(HttpMethod.Put, "/simulator/weather", """{"delay_ms":600001}""", HttpStatusCode.BadRequest);
        await _simulator.Send(HttpMethod.Put, "/simulator/weather", "{}");
        Assert.Equal(Weather.Fair, _simulator.Host.Platform.Weather);
    }

    [Fact]
    public async Task Faults_come_and_go()
    {
        var fault = await _simulator.Post("/simulator/faults", """{"do":"errcode","path":"/cgi-bin/*","errcode":45009,"times":2,"for_seconds":60}""", HttpStatusCode.Created);
        Assert.Equal((45009, 2, "2026-10-17T01:42:08.000Z"), ((int)fault["errcode"]!, (int)fault["times"]!, (string)fault["until"]!));
        Assert.Contains("'do' cannot be 'explode'. Use one of errcode, latency, hang, reset, garbage.", await _simulator.Refusal("/simulator/faults", """{"do":"explode"}"""), StringComparison.Ordinal);
        Assert.Contains("latency_ms must be from 1", await _simulator.Refusal("/simulator/faults", """{"do":"latency"}"""), StringComparison.Ordinal);
        Assert.Contains("belongs to", await _simulator.Refusal("/simulator/faults", """{"do":"hang","errcode":1}"""), StringComparison.Ordinal);
        Assert.Contains("There is cafe", await _simulator.Refusal("/simulator/faults", """{"do":"hang","account":"shop"}""", HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _simulator.Http.DeleteAsync("/simulator/faults/7")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _simulator.Http.DeleteAsync($"/simulator/faults/{fault["id"]}")).StatusCode);
        Assert.Empty((await _simulator.Get("/simulator/faults"))["faults"]!.AsArray());
    }

    [Fact]
    public async Task A_callback_that_does_not_echo_is_not_taken()
    {
        var verdict = await _simulator.Send(HttpMethod.Put, "/simulator/accounts/cafe/callback", """{"url":"http://127.0.0.1:1/nobody"}""");
        Assert.False((bool)verdict["passed"]!);
        Assert.StartsWith("Nothing listens at 127.0.0.1:1: ", (string)verdict["verdict"]!, StringComparison.Ordinal);
        Assert.StartsWith("127.0.0.1:1 没有服务在监听", (string)verdict["verdict_zh"]!, StringComparison.Ordinal);
        Assert.Null((await _simulator.Get("/simulator/state"))["accounts"]![0]!["callback"]);
        await _simulator.Send(HttpMethod.Put, "/simulator/accounts/cafe/callback", """{"url":"ftp://here"}""", HttpStatusCode.BadRequest);
        await _simulator.Send(HttpMethod.Put, "/simulator/accounts/cafe/callback", """{"url":"http://127.0.0.1:1","security":"safe"}""", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task One_more_person_has_the_next_number()
    {
        var person = await _simulator.Post("/simulator/people", """{"name":" 小李 "}""", HttpStatusCode.Created);
        Assert.Equal((4, "小李"), ((int)person["number"]!, (string)person["name"]!));
        Assert.Equal("用户5", (string)(await _simulator.Post("/simulator/people", "{}", HttpStatusCode.Created))["name"]!);
        await _simulator.Post("/simulator/people", $$"""{"name":"{{new string('a', 33)}}"}""", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_scenario_answers_its_packets_and_a_token_that_nobody_has_cannot_die()
    {
        var done = await _simulator.Post("/simulator/scenarios", """{"seed":1,"start":"2026-10-17T02:00:00Z","account":"cafe","followers":[{"name":"甲"}],"steps":[{"person":1,"action":{"do":"follow"}}]}""");
        Assert.Contains("subscribe", (string)done["steps"]![0]!["packets"]![0]!["xml"]!, StringComparison.Ordinal);
        await _simulator.Post("/simulator/scenarios", """{"steps":7}""", HttpStatusCode.BadRequest);
        Assert.Empty((await _simulator.Post("/simulator/accounts/cafe/token/revoke", "{}"))["died"]!.AsArray());
        Assert.True((int)(await _simulator.Get("/simulator/coverage"))["modelled"]! > 50);
    }

    [Fact]
    public async Task A_file_that_could_run_as_a_page_is_only_handed_out()
    {
        var account = _simulator.Host.Platform.Accounts["cafe"];
        lock (account.Gate)
        {
            account.Media.Add(new MediaFile("evil", "image", "text/html", "<script>1</script>"u8.ToArray(), RunningSimulator.Start, null));
            account.Media.Add(new MediaFile("svg", "image", "image/svg+xml", "<svg/>"u8.ToArray(), RunningSimulator.Start, null));
            account.Media.Add(new MediaFile("good", "image", "image/png", [1, 2], RunningSimulator.Start, null));
        }
        foreach (var (id, type, disposition) in new[] { ("evil", "application/octet-stream", "attachment"), ("svg", "application/octet-stream", "attachment"), ("good", "image/png", null) })
        {
            var file = await _simulator.Http.GetAsync($"/simulator/accounts/cafe/media/{id}");
            Assert.Equal(type, file.Content.Headers.ContentType!.ToString());
            Assert.Equal(disposition, file.Content.Headers.ContentDisposition?.DispositionType);
            Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("sandbox", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }
}
