namespace WeChatActors.Actors;

/// <summary>How an actor system treats its mailboxes, its memory and its failures.</summary>
public sealed record ActorOptions
{
    /// <summary>How many messages of one key may be accepted and unfinished, the one being handled included.</summary>
    /// <value>From 1 to 65,536; default 64.</value>
    public int MailboxCapacity { get; init; } = 64;

    /// <summary>How long an actor may be without a message before it is passivated, counted from the end of its last one.</summary>
    /// <value>From 1 ms to 10 days; default 2 min.</value>
    public TimeSpan IdleWindow { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many actors may be resident; beyond it the least recently used idle ones are passivated.</summary>
    /// <value>From 1; default 1,000,000. Actors at work are never passivated, so those come on top.</value>
    public int MaxResident { get; init; } = 1_000_000;

    /// <summary>How often one message is handed out, each time to a fresh actor, before it is given up.</summary>
    /// <value>From 1 to 100; default 3.</value>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>How many messages an actor handles before it lets other actors have the thread.</summary>
    /// <value>From 1; default 16.</value>
    public int Throughput { get; init; } = 16;

    /// <summary>How long disposing waits for a drain.</summary>
    /// <value>From zero to 1 day; default 30 s.</value>
    public TimeSpan DisposeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Names every option that is out of its range.</summary>
    /// <returns>One sentence per mistake; empty when there is none.</returns>
    public IReadOnlyList<string> Mistakes()
    {
        var mistakes = new List<string>();
        Check(MailboxCapacity is >= 1 and <= 65_536, $"{nameof(MailboxCapacity)} must be from 1 to 65536; it is {MailboxCapacity}.");
        Check(IdleWindow >= TimeSpan.FromMilliseconds(1) && IdleWindow <= TimeSpan.FromDays(10),
            $"{nameof(IdleWindow)} must be from 00:00:00.001 to 10.00:00:00; it is {IdleWindow}.");
        Check(MaxResident >= 1, $"{nameof(MaxResident)} must be at least 1; it is {MaxResident}.");
        Check(MaxAttempts is >= 1 and <= 100, $"{nameof(MaxAttempts)} must be from 1 to 100; it is {MaxAttempts}.");
        Check(Throughput >= 1, $"{nameof(Throughput)} must be at least 1; it is {Throughput}.");
        Check(DisposeLimit >= TimeSpan.Zero && DisposeLimit <= TimeSpan.FromDays(1),
            $"{nameof(DisposeLimit)} must be from 00:00:00 to 1.00:00:00; it is {DisposeLimit}.");
        return mistakes;

        void Check(bool holds, string mistake)
        {
            if (!holds) mistakes.Add(mistake);
        }
    }
}
