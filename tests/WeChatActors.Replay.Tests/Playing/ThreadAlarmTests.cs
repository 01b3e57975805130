namespace WeChatActors.Replay.Tests.Playing;

public class ThreadAlarmTests
{
    [Fact]
    public void An_alarm_that_has_ended_may_be_set_and_ended_again_whether_its_thread_has_gone_or_not()
    {
        var clock = new RunClock(TimeProvider.System);
        clock.Begin();
        for (var n = 0; n < 20; n++)
        {
            using var alarm = new ThreadAlarm(clock, () => Assert.Fail("It rang."));
            alarm.Dispose();
            for (var i = 0; i < 10_000; i++) alarm.Set(TimeSpan.FromHours(1 + i));
            alarm.Dispose();
        }
    }
}
