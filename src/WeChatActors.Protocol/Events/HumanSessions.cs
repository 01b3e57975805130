using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>A human agent took the user over: WeChat now forwards the user's messages to the agent and the bot should be silent.</summary>
public sealed record KfCreateSessionEvent : Event
{
    /// <inheritdoc/>
    public KfCreateSessionEvent() { }

    [SetsRequiredMembers]
    internal KfCreateSessionEvent(ref PacketSource source) : base(ref source) =>
        KfAccount = source.Text("KfAccount");

    /// <summary>The agent, <c>prefix@account</c>.</summary>
    public string? KfAccount { get; init; }
}

/// <summary>The session with the human agent ended: the user's messages reach the bot again.</summary>
public sealed record KfCloseSessionEvent : Event
{
    /// <inheritdoc/>
    public KfCloseSessionEvent() { }

    [SetsRequiredMembers]
    internal KfCloseSessionEvent(ref PacketSource source) : base(ref source) =>
        KfAccount = source.Text("KfAccount");

    /// <summary>The agent, <c>prefix@account</c>.</summary>
    public string? KfAccount { get; init; }
}

/// <summary>The session moved to another human agent.</summary>
public sealed record KfSwitchSessionEvent : Event
{
    /// <inheritdoc/>
    public KfSwitchSessionEvent() { }

    [SetsRequiredMembers]
    internal KfSwitchSessionEvent(ref PacketSource source) : base(ref source)
    {
        FromKfAccount = source.Text("FromKfAccount");
        ToKfAccount = source.Text("ToKfAccount");
    }

    /// <summary>The agent before, <c>prefix@account</c>.</summary>
    public string? FromKfAccount { get; init; }

    /// <summary>The agent now, <c>prefix@account</c>.</summary>
    public string? ToKfAccount { get; init; }
}
