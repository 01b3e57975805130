namespace WeChatActors.Simulator;

/// <summary>How the network between the platform and the callbacks misbehaves. Set by the control API, as a whole.</summary>
public sealed record Weather
{
    /// <summary>All is well.</summary>
    public static Weather Fair { get; } = new();

    /// <summary>No delivery gets through.</summary>
    public bool Cut { get; init; }

    /// <summary>Each packet is delivered this many times at once, though it was answered; 1 to 5, default 1.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>How long each packet waits before its first delivery.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Packets leave in pairs, the later one first; one that stays alone leaves after a second.</summary>
    public bool Reorder { get; init; }
}
