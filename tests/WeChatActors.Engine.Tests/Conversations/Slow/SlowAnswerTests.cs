using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>Answers that take longer than a carrier, by the real host, second by second.</summary>
public sealed class SlowAnswerTests
{
    private const long Question = 7;

    public static TheoryData<double, bool> Cases
    {
        get
        {
            var cases = new TheoryData<double, bool>();
            foreach (var seconds in (double[])[0.1, 4.4, 4.6, 5.2, 9.9, 14.4, 14.7, 40])
                foreach (var canPush in (bool[])[true, false])
                    cases.Add(seconds, canPush);
            return cases;
        }
    }

    public SlowAnswerTests() => SynchronizationContext.SetSynchronizationContext(null);

    [Theory, MemberData(nameof(Cases))]
    public void An_answer_is_seen_once_however_long_it_took(double seconds, bool canPush)
    {
        using var stage = new Stage(TimeSpan.FromSeconds(seconds), canPush);
        stage.Say("ask", Question);

        stage.Wait(seconds - 0.1);
        Assert.Equal(0, stage.Seen(Question));
        stage.Wait(0.4);
        var isOver = !canPush && seconds > 14.5;
        Assert.Equal(isOver ? 0 : 1, stage.Seen(Question));
        if (isOver) stage.Say("1", Question + 1);

        stage.Wait(60);
        Assert.Equal(1, stage.Seen(Question));
        Assert.Equal(isOver ? 2 : 1, stage.Shown.Count);
    }

    [Theory, MemberData(nameof(Cases))]
    public void An_answer_is_seen_once_wherever_the_process_was_killed(double seconds, bool canPush)
    {
        for (var write = 1; ; write++)
            foreach (var isWritten in (bool[])[false, true])
            {
                using var stage = new Stage(TimeSpan.FromSeconds(seconds), canPush, write, isWritten);
                stage.Say("ask", Question);
                stage.Wait(seconds + 90);
                // Who saw nothing asks for it.
                if (stage.Seen(Question) == 0) stage.Say("1", Question + 1);
                stage.Wait(20);
                Assert.True(stage.Seen(Question) == 1, $"killed {(isWritten ? "after" : "before")} write {write}: seen {stage.Seen(Question)} times; {string.Join(" | ", stage.Shown)}");
                if (stage.Writes < write) return;
            }
    }

    [Theory, MemberData(nameof(Cases))]
    public void An_answer_that_is_lost_on_the_wire_comes_again_as_it_was(double seconds, bool canPush)
    {
        using var stage = new Stage(TimeSpan.FromSeconds(seconds), canPush);
        stage.Lose(1);
        stage.Say("ask", Question);
        stage.Wait(seconds + 60);
        var decided = stage.Answers.Where(answer => answer.Reply is TextReply { Content: var text } && text.Contains("answer", StringComparison.Ordinal)).Distinct().ToList();
        Assert.True(stage.Answers.Count > 1 || seconds > 9.9);
        Assert.InRange(decided.Count, 0, 1);

        if (stage.Seen(Question) == 0) stage.Say("1", Question + 1);
        stage.Wait(20);
        // What only the third and last carrier of a packet brought is lost with it.
        Assert.Equal(!canPush && seconds is > 10 and < 14.5 ? 0 : 1, stage.Seen(Question));
    }

    [Fact]
    public void A_process_that_is_killed_while_a_call_runs_leaves_the_call_to_the_next_one()
    {
        using var stage = new Stage(TimeSpan.FromSeconds(8), canPush: false);
        stage.Say("ask", Question);
        stage.Wait(3);
        stage.Kill();
        stage.Wait(12);

        Assert.Equal(1, stage.Seen(Question));
    }
}
