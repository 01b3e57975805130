namespace WeChatActors.Simulator.Tests;

public class AutoRepliesTests
{
    [Fact]
    public void Automatic_replies_are_switched_off() =>
        HandlerBench.Shape("auto-replies/off", new HandlerBench().Get("/cgi-bin/get_current_autoreply_info"));
}
