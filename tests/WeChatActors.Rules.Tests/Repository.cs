namespace WeChatActors.Rules.Tests;

/// <summary>The files that the tests are built from.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "WeChatActors.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests run outside the repository, expected a folder with WeChatActors.sln above them.");
    }
}
