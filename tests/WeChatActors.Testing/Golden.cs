using System.Runtime.CompilerServices;

namespace WeChatActors.Testing;

/// <summary>Output that is pinned as a file in the test project's <c>golden/</c>. With WRITE_GOLDEN=1 in the environment the file is
/// written instead, to be reviewed and committed.</summary>
public static class Golden
{
    public static void Matches(string file, string actual, [CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN") == "1")
        {
            var source = Path.Combine(ProjectFolder(here), "golden", file);
            Directory.CreateDirectory(Path.GetDirectoryName(source)!);
            File.WriteAllText(source, actual);
            return;
        }
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", file)), actual);
    }

    private static string ProjectFolder(string here)
    {
        var folder = Path.GetDirectoryName(here)!;
        while (Directory.GetFiles(folder, "*.csproj").Length == 0) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
