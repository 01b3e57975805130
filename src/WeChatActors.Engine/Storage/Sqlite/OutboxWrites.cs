namespace WeChatActors.Engine;

/// <summary>Claims a row of the outbox.</summary>
internal sealed class OutboxClaim(ConversationId to, long entry, string node, DateTimeOffset now, DateTimeOffset leaseUntil) : WriteRequest
{
    /// <summary>Whether it was claimed, when the transaction was committed.</summary>
    public bool Claimed { get; private set; }

    public override CommitResult Write(SqliteWriter writer)
    {
        Claimed = writer.Outbox.Claim(to, entry, node, now, leaseUntil);
        return CommitResult.Committed;
    }
}

/// <summary>Makes a row of the outbox wait that nobody is sending but this process.</summary>
internal sealed class OutboxPutOff(ConversationId to, long entry, NodeLock nodes, DateTimeOffset now, DateTimeOffset notBefore, string why) : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer)
    {
        writer.Outbox.PutOff(to, entry, (holder, lease) => holder == nodes.Name || lease <= Milliseconds.Down(now) || !nodes.IsAlive(holder), notBefore, why);
        return CommitResult.Committed;
    }
}

/// <summary>Removes a portion of what nobody needs any more.</summary>
internal sealed class Tidying(DateTimeOffset endedBefore) : WriteRequest
{
    /// <summary>Rows of the outbox per transaction: about a millisecond of work.</summary>
    private const int Portion = 256;

    /// <summary>Whether there was more than a portion.</summary>
    public bool HasMore { get; private set; }

    public override CommitResult Write(SqliteWriter writer)
    {
        HasMore = writer.Outbox.Trim(endedBefore, Portion) == Portion;
        HasMore |= writer.EraseMore();
        return CommitResult.Committed;
    }
}

/// <summary>Keeps the id of an uploaded file.</summary>
internal sealed class MediaWrite(UploadedMedia media) : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer)
    {
        using var keep = new SqliteStatement(writer.Connection, """
            INSERT INTO media (account, path, kind, hash, media_id, at) VALUES (?,?,?,?,?,?)
            ON CONFLICT (account, path, kind) DO UPDATE SET hash = excluded.hash, media_id = excluded.media_id, at = excluded.at
            WHERE excluded.at >= media.at
            """);
        keep.Bind(1, media.Account).Bind(2, media.Path).Bind(3, media.Kind).Bind(4, media.Hash).Bind(5, media.MediaId).Bind(6, Milliseconds.Down(media.At)).Run();
        return CommitResult.Committed;
    }
}

/// <summary>Writes nothing; its transaction has read what other processes wrote.</summary>
internal sealed class Refresh : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer) => CommitResult.Committed;
}
