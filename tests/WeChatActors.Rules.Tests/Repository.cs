namespace WeChatActors.Rules.Tests;

/// <summary>The files that the tests are built from.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>The YAML files of configurations and tests, relative to the root.</summary>
    public static IEnumerable<string> YamlFiles => new[] { "conf", "tests" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.yaml", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Root, file))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "WeChatActors.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests run outside the repository, expected a folder with WeChatActors.sln above them.");
    }
}
