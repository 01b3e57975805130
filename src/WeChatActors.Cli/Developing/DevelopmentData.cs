namespace WeChatActors.Cli;

/// <summary>The folder of the database that development uses: one that is kept, or a fresh one that goes when it is disposed.</summary>
internal sealed class DevelopmentData : IDisposable
{
    private readonly bool _temporary;

    /// <param name="kept">The folder to keep; null for a fresh temporary one.</param>
    public DevelopmentData(string? kept)
    {
        _temporary = kept is null;
        Folder = kept ?? Directory.CreateTempSubdirectory("wechatactors-dev-").FullName;
    }

    public string Folder { get; }

    public void Dispose()
    {
        if (_temporary) Directory.Delete(Folder, recursive: true);
    }
}
