using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The user sent a voice clip.</summary>
public sealed record VoiceMessage : Message
{
    /// <inheritdoc/>
    public VoiceMessage() { }

    [SetsRequiredMembers]
    internal VoiceMessage(ref PacketSource source) : base(ref source)
    {
        MediaId = source.Text("MediaId");
        MediaId16K = source.Text("MediaId16K");
        Format = source.Text("Format");
        Recognition = source.Text("Recognition");
    }

    /// <summary>Temporary media id of the clip at 8 kHz, good for 3 days.</summary>
    public string? MediaId { get; init; }

    /// <summary>The same clip at 16 kHz; null when WeChat left it out.</summary>
    public string? MediaId16K { get; init; }

    /// <summary>Codec, usually <c>amr</c>.</summary>
    public string? Format { get; init; }

    /// <summary>What the user said, when speech recognition is on for the account; null when absent or empty.</summary>
    public string? Recognition { get; init; }

    /// <inheritdoc/>
    public override string MsgType => "voice";

    /// <inheritdoc/>
    public override string? Text => Recognition;
}
