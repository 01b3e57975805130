namespace WeChatActors.Engine.Tests.Storage;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public string File(string name = "test.db") => Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
