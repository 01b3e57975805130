namespace WeChatActors.Replay;

/// <summary>How a capture is written.</summary>
/// <param name="Name">What its files are called.</param>
/// <param name="By">What writes it: <c>serve</c>, <c>capture</c> or <c>import</c>.</param>
/// <param name="Key">The key of the pseudonyms; null keeps OpenIDs.</param>
internal sealed record CaptureSettings(CaptureName Name, string By, CaptureKey? Key)
{
    /// <summary>The least that <see cref="RotateBytes"/> may be.</summary>
    public const long MinRotateBytes = 64 * 1024;

    /// <summary>The most that <see cref="RotateBytes"/> may be.</summary>
    public const long MaxRotateBytes = 1024 * 1024 * 1024;

    /// <summary>A file that would grow larger, before compression, is closed and another begun.</summary>
    /// <value>From 64 KiB to 1 GiB; default 256 MiB.</value>
    public long RotateBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>How many files are kept, of all runs; the oldest go first. Null keeps all.</summary>
    public int? Keep { get; init; }
}
