namespace WeChatActors.Actors.Tests;

public class ActorOptionsTests
{
    [Fact]
    public void The_edges_are_allowed()
    {
        Assert.Empty(new ActorOptions().Mistakes());
        Assert.Empty(new ActorOptions
        {
            MailboxCapacity = 1, IdleWindow = TimeSpan.FromMilliseconds(1), MaxResident = 1, MaxAttempts = 1, Throughput = 1,
            DisposeLimit = TimeSpan.Zero,
        }.Mistakes());
        Assert.Empty(new ActorOptions
        {
            MailboxCapacity = 65_536, IdleWindow = TimeSpan.FromDays(10), MaxAttempts = 100, DisposeLimit = TimeSpan.FromDays(1),
        }.Mistakes());
    }

    [Fact]
    public void Every_mistake_is_named_with_its_range_at_once()
    {
        var options = new ActorOptions
        {
            MailboxCapacity = 0, IdleWindow = TimeSpan.FromTicks(9_999), MaxResident = 0, MaxAttempts = 101, Throughput = 0,
            DisposeLimit = TimeSpan.FromTicks(-1),
        };

        Assert.Equal(
            [
                "MailboxCapacity must be from 1 to 65536; it is 0.",
                "IdleWindow must be from 00:00:00.001 to 10.00:00:00; it is 00:00:00.0009999.",
                "MaxResident must be at least 1; it is 0.",
                "MaxAttempts must be from 1 to 100; it is 101.",
                "Throughput must be at least 1; it is 0.",
                "DisposeLimit must be from 00:00:00 to 1.00:00:00; it is -00:00:00.0000001.",
            ],
            options.Mistakes());
        var error = Assert.Throws<ArgumentException>(() => new ActorSystem<string, string, string>(new Troupe(), options, new VirtualTime()));
        Assert.Contains("MaxAttempts must be from 1 to 100; it is 101.", error.Message, StringComparison.Ordinal);
    }
}
