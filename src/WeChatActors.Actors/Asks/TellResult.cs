namespace WeChatActors.Actors;

/// <summary>What became of a told message at the mailbox.</summary>
public enum TellResult
{
    /// <summary>In the mailbox; it will be handled after those accepted before it.</summary>
    Accepted,

    /// <summary>Refused: the key's mailbox holds as many messages as it may. Nothing was enqueued.</summary>
    MailboxFull,

    /// <summary>Refused: the system is draining.</summary>
    Stopping,
}
