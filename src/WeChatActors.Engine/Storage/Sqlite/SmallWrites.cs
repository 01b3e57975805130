namespace WeChatActors.Engine;

/// <summary>Counts one more delivery of a packet.</summary>
internal sealed class DeliveryCount(ConversationId id, long seq) : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer)
    {
        writer.CountDelivery(id, seq);
        return CommitResult.Committed;
    }
}

/// <summary>Keeps a packet that no conversation takes.</summary>
internal sealed class SetAsideWrite(SetAsidePacket packet) : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer)
    {
        writer.SetAside(packet);
        return CommitResult.Committed;
    }
}

/// <summary>Writes something of no consequence, to learn whether the disk takes writes.</summary>
internal sealed class Probe : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer)
    {
        writer.Probe();
        return CommitResult.Committed;
    }
}

/// <summary>Cleans up behind a <see cref="Probe"/> that succeeded.</summary>
internal sealed class ProbeEnd : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer)
    {
        writer.Unprobe();
        return CommitResult.Committed;
    }
}

/// <summary>Asks for a checkpoint of all that is dirty now; its outcome comes when the rows are written.</summary>
internal sealed class CheckpointRequest : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer) => CommitResult.Committed;
}
