using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatActors.EndToEnd;

[Collection(Processes.Name)]
public sealed class FullDiskTests(Published published)
{
    [MountFact]
    public async Task A_full_disk_is_told_and_nothing_that_was_answered_is_lost()
    {
        using var shop = new Shop(published);
        await using var disk = await SmallDisk.Mount(shop.Data);
        var answered = new Dictionary<long, string>();
        await using (var served = await shop.Serve())
        {
            using var connection = await PushConnection.Open(served.Public);
            using var admin = new HttpClient { BaseAddress = served.Admin };
            long msgId = 0;
            for (var i = 0; i < 100; i++) Assert.True(await Post());

            disk.Fill();
            var kept = 0;
            while (await Post()) Assert.InRange(++kept, 0, 5000); // what still fits into the last page
            var refused = msgId;
            for (var i = 0; i < 20; i++) Assert.False(await Post());
            var red = await admin.GetAsync("/readyz");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, red.StatusCode);
            Assert.Equal(
                $"The disk that holds {shop.Data}/wechatactors.db is full: free some space; packets are not acknowledged until then.",
                (await red.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
            Assert.Equal("ok\n", await admin.GetStringAsync("/healthz"));
            AssertKept();

            disk.Free();
            Assert.Equal("ready\n", await admin.GetStringAsync("/readyz"));
            msgId = refused - 1; // delivered again
            for (var i = 0; i < 100; i++) Assert.True(await Post());
            AssertKept();
            disk.Fill();
            await served.Kill();

            async Task<bool> Post()
            {
                var answer = await connection.Post("plain", Shop.Text($"oAnn{msgId % 7}", "你好", ++msgId));
                if (answer.Status == 200) answered.Add(msgId, answer.ReplyText());
                else Assert.Equal((503, ""), (answer.Status, answer.Text));
                return answer.Status == 200;
            }
        }

        disk.Free();
        await using var again = await shop.Serve();
        AssertKept();
        Assert.Equal("ok", shop.Turns.IntegrityCheck());

        void AssertKept() => Assert.Equal(
            answered.OrderBy(pair => pair.Key), shop.Turns.After().OrderBy(turn => turn.MsgId).Select(turn => KeyValuePair.Create(turn.MsgId, turn.Reply!)));
    }
}
