using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatActors.Server.Tests.Messages;

public sealed class MessagesApiTests : IAsyncLifetime
{
    private const string SendPath = "/cgi-bin/message/custom/send";
    private const string Hello = """{"type":"text","text":"您的订单已发货"}""";

    private SendingStage _stage = null!;

    public async Task InitializeAsync() => _stage = await SendingStage.Start();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task A_message_is_taken_and_sent_and_its_outcome_is_there_to_read()
    {
        var (status, taken, answer) = await _stage.Send(Hello, "order-17-shipped");

        Assert.Equal(202, status);
        var id = taken.GetProperty("id").GetInt64();
        Assert.Equal($"{_stage.Messages}/{id}", answer.Headers.Location!.ToString());
        Assert.Equal("order-17-shipped", answer.Headers.GetValues("Idempotency-Key").Single());
        var row = await _stage.Ended(id);
        Assert.Equal(("sent", "WeChat took it.", "order-17-shipped", 1), (row.GetProperty("state").GetString(), row.GetProperty("sentence").GetString(), row.GetProperty("key").GetString(), row.GetProperty("attempts").GetInt32()));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Hello).RootElement, row.GetProperty("message")));
        Assert.Contains("您的订单已发货", await _stage.Chat(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_key_gets_the_same_message_and_it_is_sent_once()
    {
        var first = (await _stage.Send(Hello, "k1")).Json.GetProperty("id").GetInt64();
        var again = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _stage.Send(Hello, "k1")));
        await _stage.Ended(first);
        var late = await _stage.Send(Hello, "k1");

        Assert.All(again.Append(late), one => Assert.Equal((200, first), (one.Status, one.Json.GetProperty("id").GetInt64())));
        Assert.Equal("sent", late.Json.GetProperty("state").GetString());
        Assert.Equal(1, await _stage.Platform.Calls(SendPath));
    }

    [Fact]
    public async Task Requests_at_once_with_one_key_lead_to_one_message()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _stage.Send(Hello, "k1")));

        Assert.Single(answers.Select(answer => answer.Json.GetProperty("id").GetInt64()).Distinct());
        Assert.Single(answers, answer => answer.Status == 202);
        await _stage.Ended(answers[0].Json.GetProperty("id").GetInt64());
        Assert.Equal(1, await _stage.Platform.Calls(SendPath));
    }

    [Theory]
    [InlineData("""{"type":"text","text":"别的"}""")]
    [InlineData("""{"type":"image","media":"您的订单已发货"}""")]
    [InlineData("""{"type":"text","text":"您的订单已发货","as":"kf2001@shop"}""")]
    public async Task A_key_that_belongs_to_another_message_is_refused(string other)
    {
        await _stage.Send(Hello, "k1");

        var (status, problem, _) = await _stage.Send(other, "k1");

        Assert.Equal((422, "The key belongs to another message"), (status, problem.GetProperty("title").GetString()));
    }

    [Theory]
    [InlineData("""{"type":"image","media":"assets/none.png"}""", "media", "assets/none.png")]
    [InlineData("""{"type":"voice","media":"../../etc/passwd"}""", "media", "../../etc/passwd")]
    [InlineData("""{"type":"video","media":"MEDIA_ID","thumb":"a.jpg"}""", "thumb", "a.jpg")]
    [InlineData("""{"type":"miniprogram","app_id":"wx1","page":"p","title":"t","thumb":"a.jpg"}""", "thumb", "a.jpg")]
    public async Task A_file_that_the_rules_do_not_name_is_refused_at_once(string body, string member, string media)
    {
        var (status, problem, _) = await _stage.Send(body, "k1");

        Assert.Equal(
            (400, $"{member}: {media} is neither a media id nor a file that the rules name; name an existing file."),
            (status, problem.GetProperty("detail").GetString()));
        Assert.Equal(0, (await _stage.Get(_stage.Messages)).GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task A_long_text_lies_in_several_messages_and_its_key_knows_all_of_them()
    {
        var text = string.Concat(Enumerable.Range(1, 300).Select(i => $"第{i}句话说得很长。"));
        var body = JsonSerializer.Serialize(new { type = "text", text });
        var (status, taken, _) = await _stage.Send(body, "long");

        Assert.Equal(202, status);
        Assert.Equal(200, (await _stage.Send(body, "long")).Status);
        Assert.Equal(422, (await _stage.Send(JsonSerializer.Serialize(new { type = "text", text = text + "还有一句。" }), "long")).Status);
        Assert.Equal(422, (await _stage.Send(JsonSerializer.Serialize(new { type = "text", text = text[..600] }), "long")).Status);
        var parts = (await _stage.Get(_stage.Messages)).GetProperty("messages").GetArrayLength();
        Assert.InRange(parts, 2, 5);
        for (var i = 0; i < parts; i++) Assert.Equal("sent", (await _stage.Ended(taken.GetProperty("id").GetInt64() + i)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_request_without_a_key_gets_one()
    {
        var first = await _stage.Send(Hello);
        var second = await _stage.Send(Hello);

        var keys = new[] { first, second }.Select(one => one.Message.Headers.GetValues("Idempotency-Key").Single()).ToList();
        Assert.Equal(keys, new[] { first, second }.Select(one => one.Json.GetProperty("key").GetString()));
        Assert.NotEqual(keys[0], keys[1]);
        Assert.Equal(200, (await _stage.Send(Hello, keys[0])).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("tab\there")]
    public async Task A_key_that_is_none_is_refused(string key) => await AssertBadKey(key);

    [Fact]
    public async Task A_key_has_two_hundred_characters_at_most()
    {
        Assert.Equal(202, (await _stage.Send(Hello, new string('k', 200))).Status);
        await AssertBadKey(new string('k', 201));
    }

    [Fact]
    public async Task When_nothing_is_left_the_answer_says_what_else_reaches_the_user()
    {
        for (var i = 0; i < 8; i++) await _stage.Send(Hello);

        var (status, problem, _) = await _stage.Send(Hello);

        Assert.Equal((409, "The user's window is closed or used up", 0), (status, problem.GetProperty("title").GetString(), problem.GetProperty("left").GetInt32()));
        Assert.Equal(JsonValueKind.Null, problem.GetProperty("closes_at").ValueKind);
        Assert.Equal(["template", "subscribe", "once", "next_reply"], Reaches(problem));
    }

    [Fact]
    public async Task A_text_that_needs_more_than_is_left_is_sent_not_at_all()
    {
        // The follow grants three and the message five.
        for (var i = 0; i < 7; i++) await _stage.Send(Hello);
        var (status, problem, _) = await _stage.Send(JsonSerializer.Serialize(new { type = "text", text = new string('长', 1500) }));

        Assert.Equal((409, "The window has too little left", 1), (status, problem.GetProperty("title").GetString(), problem.GetProperty("left").GetInt32()));
        Assert.NotEqual(JsonValueKind.Null, problem.GetProperty("closes_at").ValueKind);
    }

    [Fact]
    public async Task Else_next_reply_lets_a_message_wait_for_what_the_user_writes_next()
    {
        for (var i = 0; i < 8; i++) await _stage.Send(Hello);
        const string Parking = """{"type":"text","text":"积分已到账","else":"next_reply"}""";

        var (status, parked, _) = await _stage.Send(Parking, "points");

        Assert.Equal((202, "parked"), (status, parked.GetProperty("state").GetString()));
        Assert.Equal((200, "parked"), await Parked("points", Parking));
        // Also when the conversation has forgotten that it was asked.
        _stage.Platform.Time.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 3; i++) await _stage.Edge.Post("plain", _stage.Edge.Text("oOther", "你好", i));
        Assert.Equal((200, "parked"), await Parked("points", Parking));
        Assert.Equal(422, (await _stage.Send("""{"type":"text","text":"别的","else":"next_reply"}""", "points")).Status);
        Assert.Single((await _stage.Edge.Conversation(_stage.Ann)).GetProperty("parked").EnumerateArray());

        var answer = await _stage.Edge.Post("plain", _stage.Edge.Text(_stage.Ann, "有吗", 99));
        Assert.Contains("积分已到账", answer.Text, StringComparison.Ordinal);
        Assert.Empty((await _stage.Edge.Conversation(_stage.Ann)).GetProperty("parked").EnumerateArray());
    }

    [Fact]
    public async Task An_account_that_cannot_push_lets_messages_wait_and_sends_none()
    {
        await _stage.Edge.Post("compat", _stage.Edge.Text("oBen", "你好", 1));
        const string Path = "/api/accounts/compat/conversations/oBen/messages";

        var (status, problem, _) = await _stage.Send(Hello, path: Path);
        var parked = await _stage.Send("""{"type":"text","text":"好了","else":"next_reply"}""", path: Path);

        Assert.Equal((409, "The account 'compat' cannot push"), (status, problem.GetProperty("title").GetString()));
        Assert.Equal(["next_reply"], Reaches(problem));
        Assert.Equal((202, "parked"), (parked.Status, parked.Json.GetProperty("state").GetString()));
        Assert.Equal(409, (await _stage.Send("""{"type":"typing"}""", path: Path)).Status);
    }

    [Fact]
    public async Task Who_left_is_reached_only_by_what_he_allowed()
    {
        await _stage.Do("""{"do":"unfollow"}""");

        var (status, problem, _) = await _stage.Send(Hello);

        Assert.Equal((409, "The user does not follow the account"), (status, problem.GetProperty("title").GetString()));
        Assert.Equal(["subscribe", "once"], Reaches(problem));
    }

    [Theory]
    [InlineData("""{"type":"text","text":""}""", "text")]
    [InlineData("""{"type":"text","text":"  "}""", "text")]
    [InlineData("""{"type":"text"}""", "text")]
    [InlineData("""{"text":"你好"}""", "type")]
    [InlineData("""{}""", "type")]
    [InlineData("""{"type":"hologram","text":"你好"}""", "type")]
    [InlineData("""{"type":7}""", "type")]
    [InlineData("""{"type":"text","text":"你好","texts":1,"else":"later"}""", "else", "texts")]
    [InlineData("""{"type":"text","text":7,"as":8}""", "text", "as")]
    [InlineData("""{"type":"text","text":"\ud83d"}""", "text")]
    [InlineData("""{"type":"menu","items":[{"id":"1","content":"是"}],"else":"next_reply"}""", "else")]
    [InlineData("""{"type":"news","title":"","url":"javascript:alert(1)"}""", "title", "url")]
    [InlineData("""{"type":"template"}""", "body")]
    [InlineData("""{"type":"template","body":"x"}""", "body")]
    [InlineData("""{"type":"template","body":{"touser":"oBen","template_id":"t"}}""", "body")]
    [InlineData("""{"type":"subscribe","body":{"data":{}},"text":"x"}""", "text", "body.template_id")]
    [InlineData("""{"type":"once","body":{"template_id":"t"},"else":"next_reply"}""", "else")]
    [InlineData("""{"type":"typing","on":"yes","text":"x"}""", "text", "on")]
    public async Task All_that_is_wrong_with_a_message_is_told_at_once(string body, params string[] paths)
    {
        var (status, problem, _) = await _stage.Send(body);

        Assert.Equal((400, "The message cannot be sent as it is"), (status, problem.GetProperty("title").GetString()));
        Assert.Equal(paths, problem.GetProperty("mistakes").EnumerateArray().Select(mistake => mistake.GetProperty("path").GetString()));
        Assert.All(problem.GetProperty("mistakes").EnumerateArray(), mistake => Assert.Contains(mistake.GetProperty("sentence").GetString()!, problem.GetProperty("detail").GetString()!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_overlong_text_is_refused_with_its_length()
    {
        var (status, problem, _) = await _stage.Send(JsonSerializer.Serialize(new { type = "text", text = new string('长', 5000) }));

        Assert.Equal(400, status);
        Assert.Contains("15000 bytes", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"type\":\"text\"")]
    [InlineData("{\"type\":\"text\",\"type\":\"image\"}")]
    public async Task A_body_that_is_no_object_is_refused(string body) => Assert.Equal(400, (await _stage.Send(body)).Status);

    [Fact]
    public async Task A_body_beyond_the_limit_is_not_read() =>
        Assert.Equal(413, (await _stage.Send(JsonSerializer.Serialize(new { type = "text", text = new string('x', 70_000) }))).Status);

    [Theory]
    [InlineData("/api/accounts/plain/conversations/oNobody/messages")]
    [InlineData("/api/accounts/shop/conversations/oAnn/messages")]
    [InlineData("/api/accounts/plain/conversations/o%20x/messages")]
    [InlineData("/api/accounts/plain/conversations/%2e%2e/messages")]
    [InlineData("/api/accounts/plain/conversations/o%27%3Bdrop%20table%20outbox/messages")]
    public async Task Nobody_that_is_known_is_sent_nothing(string path)
    {
        Assert.Equal(404, (await _stage.Send(Hello, path: path)).Status);
        Assert.Equal(404, (await _stage.Platform.Get(path)).Status);
    }

    [Theory]
    [InlineData("999999")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task A_message_that_does_not_exist_is_not_found(string id) => Assert.Equal(404, (await _stage.Platform.Get($"{_stage.Messages}/{id}")).Status);

    [Fact]
    public async Task A_refusal_of_WeChat_is_told_with_its_number_and_the_remedy()
    {
        await _stage.Platform.Fault($$"""{"do":"errcode","errcode":45015,"path":"{{SendPath}}"}""");
        var id = (await _stage.Send(Hello)).Json.GetProperty("id").GetInt64();

        var row = await _stage.Ended(id);

        Assert.Equal(("refused", 45015), (row.GetProperty("state").GetString(), row.GetProperty("errcode").GetInt32()));
        Assert.False(string.IsNullOrEmpty(row.GetProperty("sentence").GetString()));
        // It also says that the window is closed, whatever the ledger believed.
        Assert.Equal(409, (await _stage.Send(Hello)).Status);
    }

    [Fact]
    public async Task The_outbox_is_listed_by_state_and_page()
    {
        var ids = new List<long>();
        for (var i = 0; i < 4; i++) ids.Add((await _stage.Send(Hello)).Json.GetProperty("id").GetInt64());
        foreach (var id in ids) await _stage.Ended(id);
        ids.Reverse();

        Assert.Equal(ids, await Pages("/api/accounts/plain/outbox", ""));
        Assert.Equal(ids, await Pages(_stage.Messages, ""));
        Assert.Equal(ids, await Pages(_stage.Messages, "&state=sent"));
        Assert.Equal(ids, await Pages("/api/accounts/plain/outbox", "&state=sent"));
        Assert.Empty(await Pages("/api/accounts/plain/outbox", "&state=refused"));
        Assert.Empty(await Pages("/api/accounts/compat/outbox", ""));
    }

    [Theory]
    [InlineData("?state=lost")]
    [InlineData("?state=")]
    [InlineData("?before=x")]
    [InlineData("?before=-1")]
    [InlineData("?limit=0")]
    [InlineData("?limit=501")]
    public async Task A_list_that_makes_no_sense_is_refused(string query)
    {
        Assert.Equal(400, (await _stage.Platform.Get($"/api/accounts/plain/outbox{query}")).Status);
        Assert.Equal(400, (await _stage.Platform.Get($"{_stage.Messages}{query}")).Status);
    }

    [Fact]
    public async Task A_store_that_takes_nothing_is_told_and_the_key_is_free_again()
    {
        _stage.Edge.Store.Failure = "The disk is full: free some space.";
        var (status, problem, answer) = await _stage.Send(Hello, "k1");
        Assert.Equal(503, status);
        Assert.Contains("The disk is full", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        Assert.NotNull(answer.Headers.RetryAfter);

        _stage.Edge.Store.Failure = null;
        Assert.Equal(202, (await _stage.Send(Hello, "k1")).Status);
    }

    [Fact]
    public async Task What_was_taken_is_counted()
    {
        await _stage.Ended((await _stage.Send(Hello)).Json.GetProperty("id").GetInt64());

        Assert.Equal(1, await _stage.Edge.Metric("wechatactors_outbox_ended_total{account=\"plain\",state=\"sent\"}"));
        Assert.Equal(0, await _stage.Edge.Metric("wechatactors_outbox_ended_total{account=\"plain\",state=\"refused\"}"));
    }

    private static IEnumerable<string?> Reaches(JsonElement problem)
    {
        Assert.All(problem.GetProperty("reaches").EnumerateArray(), way => Assert.False(string.IsNullOrWhiteSpace(way.GetProperty("sentence").GetString())));
        return problem.GetProperty("reaches").EnumerateArray().Select(way => way.GetProperty("by").GetString());
    }

    private async Task<(int, string?)> Parked(string key, string body)
    {
        var (status, json, _) = await _stage.Send(body, key);
        return (status, json.GetProperty("state").GetString());
    }

    private async Task<List<long>> Pages(string path, string query)
    {
        var found = new List<long>();
        for (long? before = long.MaxValue; before is not null;)
        {
            var page = await _stage.Platform.Admin.GetFromJsonAsync<JsonElement>($"{path}?limit=3&before={before}{query}");
            found.AddRange(page.GetProperty("messages").EnumerateArray().Select(row => row.GetProperty("id").GetInt64()));
            before = page.TryGetProperty("next", out var next) ? next.GetInt64() : null;
        }
        return found;
    }

    private async Task AssertBadKey(string key)
    {
        var (status, problem, _) = await _stage.Send(Hello, key);
        Assert.Equal((400, "'Idempotency-Key' is no key"), (status, problem.GetProperty("title").GetString()));
    }
}
