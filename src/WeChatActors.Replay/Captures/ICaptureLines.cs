namespace WeChatActors.Replay;

/// <summary>Takes deliveries that are captured.</summary>
internal interface ICaptureLines
{
    /// <summary>Takes one.</summary>
    void Add(in CaptureEntry entry);
}
