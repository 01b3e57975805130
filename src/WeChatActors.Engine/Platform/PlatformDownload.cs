namespace WeChatActors.Engine;

/// <summary>What became of fetching a file.</summary>
public abstract record PlatformDownload
{
    private PlatformDownload() { }

    /// <summary>The whole file was saved.</summary>
    /// <param name="Bytes">How long it is.</param>
    /// <param name="Type">Its media type, as the platform says; null when it says none.</param>
    /// <param name="Name">Its name, as the platform says; never to be trusted as a path. Null when it says none.</param>
    public sealed record Saved(long Bytes, string? Type, string? Name) : PlatformDownload;

    /// <summary>There was no file, or not all of it.</summary>
    /// <param name="Result">What there was.</param>
    public sealed record Answered(PlatformResult Result) : PlatformDownload;
}
