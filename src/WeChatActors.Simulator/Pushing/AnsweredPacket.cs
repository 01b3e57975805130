namespace WeChatActors.Simulator;

/// <summary>What must be known of a packet to judge an answer to it.</summary>
/// <param name="From">Its FromUserName.</param>
/// <param name="To">Its ToUserName.</param>
/// <param name="Kind">Its MsgType, or <c>event</c> and the event's name with a blank between them.</param>
internal readonly record struct AnsweredPacket(string From, string To, string Kind)
{
    private const string EventWord = "event";

    /// <summary>The Event element of an event; null for a message.</summary>
    public string? Event => IsMessage ? null : Kind.Length > EventWord.Length ? Kind[(EventWord.Length + 1)..] : "";

    /// <summary>Whether it is a message; else an event.</summary>
    public bool IsMessage => !Kind.StartsWith(EventWord, StringComparison.Ordinal) || (Kind.Length > EventWord.Length && Kind[EventWord.Length] != ' ');

    /// <summary>Whether the follower sees a passive reply to it: messages, and the events that are known to take one.</summary>
    public bool TakesReply => IsMessage || Kind is "event subscribe" or "event SCAN" or "event CLICK" or "event scancode_waitmsg";
}
