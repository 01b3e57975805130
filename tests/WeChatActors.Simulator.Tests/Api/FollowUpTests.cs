using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator.Tests;

/// <summary>What the endpoints look like over HTTP, and what follows their answers.</summary>
public class FollowUpTests
{
    [Fact]
    public async Task An_event_follows_the_answer_that_announced_it()
    {
        await using var lab = await ApiLab.Start_with();
        var ann = lab.Account.Meet(lab.Platform.People[2]);
        (ann.Subscribed, ann.SubscribedAt) = (true, lab.Platform.Clock.GetUtcNow());
        var pushed = new TaskCompletionSource<PushRecord>(TaskCreationOptions.RunContinuationsAsynchronously);
        lab.Platform.Feed.Published += happened =>
        {
            if (happened is { Kind: "push", Data: PushRecord record }) pushed.TrySetResult(record);
        };

        var answer = await lab.Post($"/cgi-bin/message/template/send?access_token={await lab.Token()}", new JsonObject
        {
            ["touser"] = ann.OpenId.Value,
            ["template_id"] = lab.Account.Templates.All[0].Id,
            ["data"] = new JsonObject { ["keyword1"] = new JsonObject { ["value"] = "7731" } },
        }.ToJsonString());

        Assert.Equal(0, ApiLab.Code(answer));
        var record = await pushed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("TEMPLATESENDJOBFINISH", record.Kind);
        Assert.Contains($"<MsgID>{answer.GetProperty("msgid").GetInt64()}</MsgID>", record.Packet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_goes_up_and_comes_down()
    {
        await using var lab = await ApiLab.Start_with();
        var token = await lab.Token();
        using var part = new ByteArrayContent(HandlerBench.Png);
        part.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var form = new MultipartFormDataContent { { part, "media", "a.png" } };
        var upload = await lab.Post($"/cgi-bin/media/upload?access_token={token}&type=image", form);
        var id = upload.GetProperty("media_id").GetString();

        using var file = await lab.Http.GetAsync(new Uri(lab.Base, $"/cgi-bin/media/get?access_token={token}&media_id={id}"));
        Assert.Equal("image/png", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"{id}.png", file.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Equal(HandlerBench.Png, await file.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_QR_code_is_seen_by_a_browser_and_its_ticket_is_all_it_takes()
    {
        await using var lab = await ApiLab.Start_with();
        var code = await lab.Post($"/cgi-bin/qrcode/create?access_token={await lab.Token()}", """{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":1}}}""");
        using var picture = await lab.Http.GetAsync(new Uri(lab.Base, "/cgi-bin/showqrcode?ticket=" + Uri.EscapeDataString(code.GetProperty("ticket").GetString()!)));
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        using var none = await lab.Http.GetAsync(new Uri(lab.Base, "/cgi-bin/showqrcode?ticket=unknown"));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }
}
