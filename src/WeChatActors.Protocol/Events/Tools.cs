using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The platform's push debugging tool sent a trial packet.</summary>
public sealed record DebugDemoEvent : AccountEvent
{
    /// <inheritdoc/>
    public DebugDemoEvent() { }

    [SetsRequiredMembers]
    internal DebugDemoEvent(ref PacketSource source) : base(ref source) =>
        DebugText = source.Text("debug_str");

    /// <summary>Text typed in the tool.</summary>
    public string? DebugText { get; init; }
}

/// <summary>A user opened the chat (historic).</summary>
public sealed record EnterEvent : Event
{
    /// <inheritdoc/>
    public EnterEvent() { }

    [SetsRequiredMembers]
    internal EnterEvent(ref PacketSource source) : base(ref source) { }
}

/// <summary>A user opened the customer-service chat of a Mini Program; no Official Account gets it.</summary>
public sealed record UserEnterTempSessionEvent : Event
{
    /// <inheritdoc/>
    public UserEnterTempSessionEvent() { }

    [SetsRequiredMembers]
    internal UserEnterTempSessionEvent(ref PacketSource source) : base(ref source) =>
        SessionFrom = source.Text("SessionFrom");

    /// <summary>Text given by the page.</summary>
    public string? SessionFrom { get; init; }
}
