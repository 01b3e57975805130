using System.Runtime.CompilerServices;

namespace WeChatActors.EndToEnd;

/// <summary>The <c>wechatactors</c> command as users have it: published once for all tests, or the one that the environment
/// variable WECHATACTORS_BIN names.</summary>
public sealed class Published : IAsyncLifetime
{
    private string? _folder;

    public string Command { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("WECHATACTORS_BIN") is { Length: > 0 } given)
        {
            Command = given;
            return;
        }
        _folder = Directory.CreateTempSubdirectory("wechatactors-bin-").FullName;
        var publish = await Tool.Run(
            "dotnet", ["publish", Path.Combine(Repository(), "src", "WeChatActors.Cli"), "-c", "Release", "-o", _folder, "-v", "quiet", "--tl:off"], TimeSpan.FromMinutes(3));
        Assert.True(publish.ExitCode == 0, publish.ToString());
        Command = Path.Combine(_folder, "wechatactors");
    }

    public Task DisposeAsync()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The folder of the solution.</summary>
    public static string Repository([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here)!;
        while (!File.Exists(Path.Combine(folder, "WeChatActors.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

/// <summary>One after the other, so that each has the machine to itself.</summary>
[CollectionDefinition(Name)]
public sealed class Processes : ICollectionFixture<Published>
{
    public const string Name = "processes";
}
