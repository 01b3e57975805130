using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The user sent a file. Recorded from real traffic, not in WeChat's list of messages.</summary>
public sealed record FileMessage : Message
{
    /// <inheritdoc/>
    public FileMessage() { }

    [SetsRequiredMembers]
    internal FileMessage(ref PacketSource source) : base(ref source)
    {
        Title = source.Text("Title");
        Description = source.Text("Description");
        FileKey = source.Text("FileKey");
        FileMd5 = source.Text("FileMd5");
        FileTotalLength = source.Long("FileTotalLen");
    }

    /// <summary>File name.</summary>
    public string? Title { get; init; }

    /// <summary>Usually empty.</summary>
    public string? Description { get; init; }

    /// <summary>Opaque key.</summary>
    public string? FileKey { get; init; }

    /// <summary>MD5 in hex.</summary>
    public string? FileMd5 { get; init; }

    /// <summary>Size in bytes.</summary>
    public long? FileTotalLength { get; init; }

    /// <inheritdoc/>
    public override string MsgType => "file";

    /// <summary>None: replies to files are undocumented.</summary>
    public override ReplyAbility Reply => ReplyAbility.None;
}
