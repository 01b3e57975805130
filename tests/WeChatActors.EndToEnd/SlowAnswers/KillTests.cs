using System.Diagnostics;

namespace WeChatActors.EndToEnd.SlowAnswers;

/// <summary>Servers that end as in a power cut while answers are on their way.</summary>
[Collection(Processes.Name)]
public sealed class KillTests(Published published)
{
    private const string Answer = "已发货";
    private const string Reminder = "时间到了";
    private const string Send = "/cgi-bin/message/custom/send";
    private const string Tags = "/cgi-bin/tags/get";

    private const string Rules = """
        version: 1
        rules:
          - id: order
            exact: 订单
            do:
              - if: account.alias == 'owing'
                then: [{tag: {add: asked}}]
              - http: {get: "http://SYSTEM/{{ account.alias }}", deadline: 60s, into: o}
              - if: o.ok
                then: [{reply: "{{ o.body.state }}"}]
                else: [{reply: "失败：{{ o.error }}"}]
          - {id: remind, exact: 提醒, do: [{reply: 好的}, {later: {after: 3s, do: [{send: 时间到了}]}}]}
          - {id: other, type: text, reply: "你说 {{ msg.text }}"}
        """;

    [Fact]
    public async Task A_killed_server_that_is_started_again_brings_every_answer_once()
    {
        await using var system = new SlowSystem();
        await using var shop = await Open(system, "running", "quiet", "acked", "sending", "owing");
        var (running, quiet, acked, sending, owing) = (shop.Of("running"), shop.Of("quiet"), shop.Of("acked"), shop.Of("sending"), shop.Of("owing"));
        Person[] all = [running, quiet, acked, sending, owing];
        var reminded = shop.Of("running", 2);
        DateTimeOffset due;
        await using (var served = await shop.Serve())
        {
            using var desk = new Desk(served);
            shop.LeadTo(served);
            await Task.WhenAll([.. all.Select(person => person.Follow()), reminded.Follow()]);
            await shop.Break("sending", Send, "hang");
            await shop.Break("owing", Tags, "hang");
            // Three whose question was acknowledged: the call of one runs, the answer of another is being sent, the third's is on disk behind something else.
            await Task.WhenAll(Asks(acked, system), Asks(sending, system), Asks(owing, system));
            await Task.WhenAll(acked.Done(), sending.Done(), owing.Done());
            system.Answer("sending");
            system.Answer("owing");
            await Task.WhenAll(shop.Broke("sending"), shop.Broke("owing"), desk.CallEnded(sending), desk.CallEnded(owing));
            // Two whose first delivery is open, and one who is to be told something while nobody is there.
            await Task.WhenAll(Asks(running, system), Asks(quiet, system));
            await reminded.Say("提醒");
            due = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(3);
            shop.Hold();
            await served.Kill();
        }
        await shop.Mend();
        if (due - DateTimeOffset.UtcNow is var wait && wait > TimeSpan.Zero) await Task.Delay(wait);
        Assert.Equal(0, await reminded.Seen(Reminder));

        await using var again = await shop.Serve();
        var begun = Stopwatch.GetTimestamp();
        shop.LeadTo(again);
        using var desk2 = new Desk(again);
        await reminded.Sees(Reminder);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await Task.WhenAll(system.Asked("running"), system.Asked("quiet"), system.Asked("acked"));
        foreach (var person in new[] { running, quiet, acked }) system.Answer(person.Account);
        await Task.WhenAll(running.Sees(Answer), quiet.Gets(Answer), acked.Sees(Answer), owing.Sees(Answer));

        // Whether it arrived nobody knows, so only he who asks for it gets it again.
        await desk2.Until(sending, shown => shown.GetProperty("parked").GetArrayLength() == 1, "the answer waits");
        await sending.Say("在吗");
        Assert.Equal(0, await sending.Seen(Answer));
        await sending.Say("1");

        await Task.WhenAll([.. all.Select(person => person.Say("还在吗")), reminded.Say("还在吗")]);
        foreach (var person in all)
        {
            Assert.Equal((1, 1), (await person.Seen(Answer), await person.Seen("你说 还在吗")));
            await desk2.AtRest(person);
            Assert.False(system.WasAskedMore(person.Account), $"{person.Account} was asked for once too often.");
        }
        Assert.Equal(1, await reminded.Seen(Reminder));
        Assert.Equal(0, await again.Stop());
    }

    [Fact]
    public async Task Two_servers_over_one_database_bring_an_answer_once_and_one_takes_over_what_the_other_began()
    {
        await using var system = new SlowSystem();
        await using var shop = await Open(system, "quiet_one", "quiet_two", "acked");
        var (one, two, acked) = (shop.Of("quiet_one"), shop.Of("quiet_two"), shop.Of("acked"));
        Person[] all = [one, two, acked];
        await using var first = await shop.Serve();
        await using var other = await shop.Serve();
        using var desk = new Desk(other);
        shop.LeadTo(first);
        await Task.WhenAll(all.Select(person => person.Follow()));
        await Task.WhenAll(all.Select(person => Asks(person, system)));

        // The platform delivers again, and this time to the other one; the first makes the calls.
        shop.LeadTo(other);
        await Task.WhenAll(desk.Delivered(one, "订单", 2), desk.Delivered(two, "订单", 2), acked.Done());
        Assert.False(system.WasAskedMore("quiet_one") || system.WasAskedMore("quiet_two"));
        system.Answer("quiet_one");
        await one.Gets(Answer);

        await first.Kill();
        await Task.WhenAll(system.Asked("quiet_two"), system.Asked("acked"));
        system.Answer("quiet_two");
        system.Answer("acked");
        await Task.WhenAll(two.Gets(Answer), acked.Sees(Answer));

        await Task.WhenAll(all.Select(person => person.Say("还在吗")));
        foreach (var person in all)
        {
            Assert.Equal((1, 1), (await person.Seen(Answer), await person.Seen("你说 还在吗")));
            await desk.AtRest(person);
            Assert.False(system.WasAskedMore(person.Account));
        }
    }

    private async Task<SlowShop> Open(SlowSystem system, params string[] accounts)
    {
        var shop = await SlowShop.Open(published, Rules.Replace("SYSTEM", system.Authority, StringComparison.Ordinal), $"calls: {{allow_hosts: [\"{system.Authority}\"]}}", accounts);
        await shop.Invite(1);
        return shop;
    }

    private static async Task Asks(Person person, SlowSystem system)
    {
        await person.Ask("订单");
        await system.Asked(person.Account);
    }
}
