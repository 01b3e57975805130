namespace WeChatActors.EndToEnd;

/// <summary>The client written in JavaScript, with the packages its lock file pins, installed once into a temporary folder.</summary>
internal static class NodeClient
{
    private static readonly string[] Unreachable = ["ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH", "E403", "E404"];

    private static readonly Lazy<(string Folder, Tool Install)> Installed = new(() => Task.Run(Install).GetAwaiter().GetResult());

    /// <summary>Why the packages cannot be had here; null when they can, or when only our own files are at fault.</summary>
    public static string? WhyNot =>
        Installed.Value.Install is { ExitCode: not 0, Errors: var errors } && Unreachable.FirstOrDefault(errors.Contains) is { } code
            ? $"The npm registry does not give wechat-crypto ({code})."
            : null;

    public static Task<Tool> Push(string packet, params string[] arguments)
    {
        var (folder, install) = Installed.Value;
        Assert.True(install.ExitCode == 0, install.ToString());
        var file = Path.Combine(folder, "packet.xml");
        File.WriteAllText(file, packet);
        return Tool.Run("sh", ["-c", "exec node push.cjs \"$@\" < packet.xml", "push", .. arguments], TimeSpan.FromSeconds(30), folder);
    }

    private static async Task<(string Folder, Tool Install)> Install()
    {
        var folder = Directory.CreateTempSubdirectory("wechatactors-node-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (var file in new[] { "package.json", "package-lock.json", "push.cjs" })
            File.Copy(Path.Combine(AppContext.BaseDirectory, "clients", file), Path.Combine(folder, file));
        return (folder, await Tool.Run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], TimeSpan.FromMinutes(1), folder));
    }
}
