using WeChatActors.Engine;

namespace WeChatActors.Cli;

/// <summary>The folder of the database that development uses: one that is kept, or a fresh one that goes when it is disposed, or when the
/// process is told a second time to end and does not wait for that.</summary>
internal sealed class DevelopmentData : IDisposable
{
    private readonly bool _temporary;

    /// <param name="kept">The folder to keep; null for a fresh temporary one.</param>
    /// <exception cref="StoreUnavailableException">No fresh folder can be made; the message is one sentence.</exception>
    public DevelopmentData(string? kept)
    {
        _temporary = kept is null;
        Folder = kept ?? Fresh();
        if (_temporary) AppDomain.CurrentDomain.ProcessExit += Remove;
    }

    public string Folder { get; }

    public void Dispose()
    {
        if (!_temporary) return;
        AppDomain.CurrentDomain.ProcessExit -= Remove;
        Remove(null, EventArgs.Empty);
    }

    private void Remove(object? sender, EventArgs e)
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // Who develops may have removed it already, the other way of removing it was faster, or a file in it is still open:
            // there is nobody left to tell.
        }
    }

    private static string Fresh()
    {
        try
        {
            return Directory.CreateTempSubdirectory("wechatactors-dev-").FullName;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"No folder for a fresh database can be made in {Path.GetTempPath()}: make it a folder this user may write to, set TMPDIR to one, or name one with --data.", problem);
        }
    }
}
