namespace WeChatActors.Server;

/// <summary>The tickets that were exchanged: each may be once. Bounded; safe to use from any thread.</summary>
/// <param name="capacity">How many are remembered. The oldest leave first, and only when they have lapsed.</param>
internal sealed class UsedTickets(int capacity)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _used = [];
    private readonly Queue<LoginTicket> _byAge = [];

    /// <summary>Uses a ticket that lives.</summary>
    public TicketUse Use(LoginTicket ticket, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_used.Contains(ticket.Id)) return TicketUse.Again;
            if (_byAge.Count >= capacity)
            {
                if (_byAge.Peek().IsAlive(now)) return TicketUse.Full;
                _used.Remove(_byAge.Dequeue().Id);
            }
            _used.Add(ticket.Id);
            _byAge.Enqueue(ticket);
            return TicketUse.First;
        }
    }
}

/// <summary>What became of using a ticket.</summary>
internal enum TicketUse
{
    /// <summary>It is used now.</summary>
    First,

    /// <summary>It was used before.</summary>
    Again,

    /// <summary>So many tickets were used within the life of one that no more can be remembered.</summary>
    Full,
}
