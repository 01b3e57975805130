using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The user forwarded a web page or an article.</summary>
public sealed record LinkMessage : Message
{
    /// <inheritdoc/>
    public LinkMessage() { }

    [SetsRequiredMembers]
    internal LinkMessage(ref PacketSource source) : base(ref source)
    {
        Title = source.Text("Title");
        Description = source.Text("Description");
        Url = source.Text("Url");
    }

    /// <summary>Title.</summary>
    public string? Title { get; init; }

    /// <summary>Summary; null when empty.</summary>
    public string? Description { get; init; }

    /// <summary>Address.</summary>
    public string? Url { get; init; }

    /// <inheritdoc/>
    public override string MsgType => "link";
}
