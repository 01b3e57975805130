namespace WeChatActors.Server.Tests.SlowAnswers;

/// <summary>The whole way of an answer that takes long: platform, edge, conversation, call, carriers, pushes.</summary>
public sealed class SlowAnswerTests
{
    public static TheoryData<double, bool, string> Cases()
    {
        var cases = new TheoryData<double, bool, string>();
        foreach (var seconds in (double[])[0.1, 4.4, 4.6, 5.2, 9.9, 14.4, 14.7, 40])
            foreach (var canPush in (bool[])[true, false])
                foreach (var security in (string[])["plaintext", "compatible", "safe"])
                    cases.Add(seconds, canPush, security);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_answer_is_seen_once_however_long_it_took(double seconds, bool canPush, string security)
    {
        await using var stage = await SlowStage.Start(canPush, security);
        await stage.Ask();
        await stage.GoTo(seconds);
        Assert.Equal(0, await stage.Seen());
        await stage.ShopAnswers();

        // What no carrier and no push can bring waits until the person fetches it.
        if (!canPush && seconds > 14.5) await stage.Say("1");
        await stage.UntilSeen();
        await stage.GoTo(120);
        await stage.Say("在吗");
        Assert.Equal(1, await stage.Seen());
    }
}
