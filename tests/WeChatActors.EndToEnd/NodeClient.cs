namespace WeChatActors.EndToEnd;

/// <summary>Programs written in JavaScript, with the packages their lock file pins, installed beside them in the folder of the tests.</summary>
internal static class NodeClient
{
    private static readonly string[] Unreachable = ["ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH", "E403", "E404"];

    private static readonly Lazy<(string Folder, Tool Install)> Installed = new(() => Task.Run(Install).GetAwaiter().GetResult());

    /// <summary>Why the packages cannot be had here; null when they can, or when only our own files are at fault.</summary>
    public static string? WhyNot =>
        Installed.Value.Install is { ExitCode: not 0, Errors: var errors } && Unreachable.FirstOrDefault(errors.Contains) is { } code
            ? $"The npm registry does not give the packages of clients/package.json ({code})."
            : null;

    /// <summary>Runs a program to its end.</summary>
    public static Task<Tool> Run(string program, params string[] arguments) =>
        Tool.Run("node", [program, .. arguments], TimeSpan.FromSeconds(60), Folder);

    /// <summary>Starts a program that prints <c>listening PORT</c>.</summary>
    public static Task<Served> Listen(string program, params string[] arguments) => Served.Start("node", [program, .. arguments], Folder, last: "listening");

    public static Task<Tool> Push(string packet, params string[] arguments)
    {
        File.WriteAllText(Path.Combine(Folder, "packet.xml"), packet);
        return Tool.Run("sh", ["-c", "exec node push.cjs \"$@\" < packet.xml", "push", .. arguments], TimeSpan.FromSeconds(30), Folder);
    }

    private static string Folder
    {
        get
        {
            var (folder, install) = Installed.Value;
            Assert.True(install.ExitCode == 0, install.ToString());
            return folder;
        }
    }

    private static async Task<(string Folder, Tool Install)> Install()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "clients");
        return (folder, await Tool.Run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], TimeSpan.FromMinutes(1), folder));
    }
}
