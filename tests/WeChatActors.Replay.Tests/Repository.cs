using System.Runtime.CompilerServices;

namespace WeChatActors.Replay.Tests;

/// <summary>Where the solution is.</summary>
internal static class Repository
{
    public static string Folder { get; } = Find();

    private static string Find([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here)!;
        while (!File.Exists(Path.Combine(folder, "WeChatActors.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
