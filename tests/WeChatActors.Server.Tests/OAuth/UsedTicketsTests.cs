using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server.Tests.OAuth;

public sealed class UsedTicketsTests
{
    [Fact]
    public void A_ticket_is_used_once_however_many_try_at_once()
    {
        var used = new UsedTickets(100);
        var ticket = Ticket(0);
        var first = 0;
        Parallel.For(0, 1_000, _ =>
        {
            if (used.Use(ticket, Samples.Now) == TicketUse.First) Interlocked.Increment(ref first);
        });
        Assert.Equal(1, first);
    }

    [Fact]
    public void No_living_ticket_is_forgotten_to_make_room()
    {
        var used = new UsedTickets(3);
        for (var i = 0; i < 3; i++) Assert.Equal(TicketUse.First, used.Use(Ticket(i), Samples.Now));

        Assert.Equal(TicketUse.Full, used.Use(Ticket(3), Samples.Now));
        Assert.Equal(TicketUse.Again, used.Use(Ticket(0), Samples.Now));
        Assert.Equal(TicketUse.First, used.Use(Ticket(3), Samples.Now + LoginTicket.Life));
        Assert.Equal(TicketUse.Again, used.Use(Ticket(3), Samples.Now + LoginTicket.Life));
    }

    private static LoginTicket Ticket(int number) =>
        new(new Guid(number, 0, 0, new byte[8]), new OpenId("oAnn"), AuthorisationScope.Base, SnapshotUser: false, Samples.Now + TimeSpan.FromTicks(number));
}
