using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatActors.EndToEnd.SlowAnswers;

/// <summary>Other systems that ask for messages, also for impossible ones.</summary>
[Collection(Processes.Name)]
public sealed class AskedMessageTests(Published published)
{
    private const string Send = "/cgi-bin/message/custom/send";

    // A pixel; WeChat takes it.
    private static readonly byte[] Dot = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private const string Rules = """
        version: 1
        rules:
          - {id: picture, exact: 图, do: [{reply: 好的}, {send: {image: dot.png}}]}
          - {id: other, type: text, reply: "你说 {{ msg.text }}"}
        """;

    [Fact]
    public async Task Whatever_another_system_asks_for_has_one_visible_end()
    {
        await using var shop = await SlowShop.Open(published, Rules, "", "push", "quiet", "refused", "silent");
        await shop.Invite(2);
        await File.WriteAllBytesAsync(Path.Combine(shop.Folder, "dot.png"), Dot);
        await using var served = await shop.Serve();
        using var desk = new Desk(served);
        shop.LeadTo(served);
        var (push, gone, picture, quiet, refused, silent) = (shop.Of("push"), shop.Of("push", 2), shop.Of("push", 3), shop.Of("quiet"), shop.Of("refused"), shop.Of("silent"));
        Person[] all = [push, gone, picture, quiet, refused, silent];
        await Task.WhenAll(all.Select(Meets));

        await Once(desk, push);
        await Impossible(desk, push);
        await Unreachable(desk, gone, quiet);
        await shop.Break("refused", Send, "errcode", 45047);
        await shop.Break("silent", Send, "garbage");
        await Refused(desk, refused, silent);

        // The rule's file is gone when it is to be sent.
        File.Delete(Path.Combine(shop.Folder, "dot.png"));
        await picture.Say("图");
        var row = await Ended(desk, picture, (await Rows(desk, picture))[0].GetProperty("id").GetInt64());
        IsEnd(row, "refused", 0);
        Assert.Contains("dot.png", row.GetProperty("sentence").GetString(), StringComparison.Ordinal);

        await shop.Mend();
        foreach (var person in all.Except([gone]))
        {
            await person.Say("还在吗");
            Assert.Equal(1, await person.Seen("你说 还在吗"));
        }
        Assert.Equal(0, await served.Stop());
    }

    private static async Task Meets(Person person)
    {
        await person.Follow();
        await person.Say("你好");
    }

    /// <summary>The same key is the same message, and never another one.</summary>
    private static async Task Once(Desk desk, Person person)
    {
        var (status, first) = await Ask(desk, person, Text("你的订单到了"), "order-7");
        Assert.Equal(HttpStatusCode.Accepted, status);
        var id = first.GetProperty("id").GetInt64();
        IsEnd(await Ended(desk, person, id), "sent", 0);
        var (again, same) = await Ask(desk, person, Text("你的订单到了"), "order-7");
        Assert.Equal((HttpStatusCode.OK, id, "sent"), (again, same.GetProperty("id").GetInt64(), same.GetProperty("state").GetString()));
        await Refuses(desk, person, Text("另一句话"), HttpStatusCode.UnprocessableEntity, "order-7");
        Assert.Equal((1, 0), (await person.Seen("你的订单到了"), await person.Seen("另一句话")));
    }

    /// <summary>What cannot be a message is refused with what to do, and leaves no trace.</summary>
    private static async Task Impossible(Desk desk, Person person)
    {
        var before = (await Rows(desk, person)).Count;
        await Refuses(desk, person, Text(""), HttpStatusCode.BadRequest);
        await Refuses(desk, person, Text(new string('长', 20 * 1024 / 3)), HttpStatusCode.BadRequest);
        await Refuses(desk, person, new { type = "fax", text = "?" }, HttpStatusCode.BadRequest);
        await Refuses(desk, person, new[] { 1 }, HttpStatusCode.BadRequest);
        await Refuses(desk, person, Text("你好"), HttpStatusCode.BadRequest, key: "two words");
        var openId = await person.OpenId();
        foreach (var path in new[] { $"/api/accounts/nobody/conversations/{openId}/messages", "/api/accounts/push/conversations/oNobodyKnows/messages", $"/api/accounts/push/conversations/{openId.ToLowerInvariant()}_/messages" })
        {
            using var answer = await desk.Http.PostAsJsonAsync(path, Text("你好"));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            await HasRemedy(answer);
        }
        // Only files that the rules name are ever read.
        await Refuses(desk, person, new { type = "image", media = "/etc/hostname" }, HttpStatusCode.BadRequest);
        Assert.Equal(before, (await Rows(desk, person)).Count);
    }

    /// <summary>Who cannot be pushed to: 409 with what else would reach him.</summary>
    private static async Task Unreachable(Desk desk, Person gone, Person quiet)
    {
        await gone.Unfollow();
        var left = await Refuses(desk, gone, Text("回来吧"), HttpStatusCode.Conflict);
        Assert.Equal(["subscribe", "once"], Ways(left));
        Assert.Equal(0, left.GetProperty("left").GetInt32());
        Assert.Equal(["next_reply"], Ways(await Refuses(desk, quiet, Text("新品到了"), HttpStatusCode.Conflict)));
        var (status, parked) = await Ask(desk, quiet, new { type = "text", text = "新品到了", @else = "next_reply" });
        Assert.Equal((HttpStatusCode.Accepted, "parked"), (status, parked.GetProperty("state").GetString()));
        await quiet.Say("在吗");
        Assert.Equal(1, await quiet.Seen("新品到了"));
    }

    /// <summary>A platform that refuses, and one that answers nothing anybody can read.</summary>
    private static async Task Refused(Desk desk, Person refused, Person silent)
    {
        var (_, asked) = await Ask(desk, refused, Text("优惠"));
        var row = await Ended(desk, refused, asked.GetProperty("id").GetInt64());
        IsEnd(row, "refused", 45047);
        Assert.NotEqual("WeChat refused it.", row.GetProperty("sentence").GetString());
        Assert.Equal(["template", "subscribe", "once", "next_reply"], Ways(await Refuses(desk, refused, Text("再来一次"), HttpStatusCode.Conflict)));
        (_, asked) = await Ask(desk, silent, Text("优惠"));
        row = await Ended(desk, silent, asked.GetProperty("id").GetInt64());
        IsEnd(row, "unknown", 0);
        Assert.Equal(1, row.GetProperty("attempts").GetInt32());
    }

    private static object Text(string text) => new { type = "text", text };

    private static async Task<string> Messages(Person person) => $"/api/accounts/{person.Account}/conversations/{await person.OpenId()}/messages";

    private static async Task<(HttpStatusCode Status, JsonElement Body)> Ask(Desk desk, Person person, object message, string? key = null)
    {
        using var answer = await Post(desk, person, message, key);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static async Task<JsonElement> Refuses(Desk desk, Person person, object message, HttpStatusCode status, string? key = null)
    {
        using var answer = await Post(desk, person, message, key);
        Assert.Equal(status, answer.StatusCode);
        return await HasRemedy(answer);
    }

    private static async Task<JsonElement> HasRemedy(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        return problem;
    }

    private static async Task<HttpResponseMessage> Post(Desk desk, Person person, object message, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, await Messages(person)) { Content = JsonContent.Create(message) };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await desk.Http.SendAsync(request);
    }

    private static async Task<List<JsonElement>> Rows(Desk desk, Person person) =>
        [.. (await desk.Http.GetFromJsonAsync<JsonElement>(await Messages(person))).GetProperty("messages").EnumerateArray()];

    /// <summary>A row when it has come to its end.</summary>
    private static async Task<JsonElement> Ended(Desk desk, Person person, long id)
    {
        var path = $"{await Messages(person)}/{id}";
        return await Wait.Until(() => desk.Http.GetFromJsonAsync<JsonElement>(path), row => row.GetProperty("state").GetString() is not ("waiting" or "sending"), $"{person.Account}: message {id} ends");
    }

    private static void IsEnd(JsonElement row, string state, int errcode) =>
        Assert.True(row.GetProperty("state").GetString() == state && (row.TryGetProperty("errcode", out var code) ? code.GetInt32() : 0) == errcode, $"Expected {state} {errcode}: {row}");

    private static string[] Ways(JsonElement problem) => [.. problem.GetProperty("reaches").EnumerateArray().Select(way => way.GetProperty("by").GetString()!)];
}
