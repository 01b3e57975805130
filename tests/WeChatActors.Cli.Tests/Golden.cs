using System.Runtime.CompilerServices;

namespace WeChatActors.Cli.Tests;

/// <summary>Output that is pinned as a file in <c>golden/</c>. With UPDATE_GOLDEN=1 in the environment the files are written anew;
/// the diff is then for a person to judge.</summary>
internal static class Golden
{
    public static void Holds(string name, string actual, [CallerFilePath] string caller = "")
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            var folder = Path.GetDirectoryName(caller)!;
            while (!Directory.Exists(Path.Combine(folder, "golden"))) folder = Path.GetDirectoryName(folder)!;
            File.WriteAllText(Path.Combine(folder, "golden", name), actual);
            return;
        }

        Assert.Equal(File.ReadAllText(Path.Combine("golden", name)), actual);
    }
}
