namespace WeChatActors.EndToEnd;

/// <summary>A test that is skipped, with the reason, where a program it needs is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolsTheoryAttribute : TheoryAttribute
{
    public ToolsTheoryAttribute(params string[] tools) => Skip = Tools.WhyNot(tools);
}

/// <inheritdoc cref="ToolsTheoryAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolsFactAttribute : FactAttribute
{
    public ToolsFactAttribute(params string[] tools) => Skip = Tools.WhyNot(tools);
}

/// <summary>A test that is skipped, with the reason, where npm cannot install its packages.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute() => Skip = Tools.WhyNot("node", "npm") ?? NodeClient.WhyNot;
}

/// <inheritdoc cref="NodeTheoryAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = Tools.WhyNot("node", "npm") ?? NodeClient.WhyNot;
}

/// <summary>A test that is skipped, with the reason, where no file system may be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute() => Skip = Mounts.WhyNot;
}

/// <inheritdoc cref="MountFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountTheoryAttribute : TheoryAttribute
{
    public MountTheoryAttribute() => Skip = Mounts.WhyNot;
}

internal static class Mounts
{
    private static readonly Lazy<string?> Tried = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("wechatactors-");
        var script = $"mount -t tmpfs -o size=1m tmpfs '{folder.FullName}' && umount '{folder.FullName}'";
        var tried = Task.Run(() => Tool.Run("sh", ["-c", script], TimeSpan.FromSeconds(20))).GetAwaiter().GetResult();
        folder.Delete();
        return tried.ExitCode == 0 ? null : $"This user may not mount a small disk here: {tried.Errors.Trim()}";
    });

    public static string? WhyNot => Tried.Value;
}

internal static class Tools
{
    public static string? WhyNot(params string[] tools)
    {
        var missing = tools.Where(tool => !Tool.Exists(tool)).ToList();
        return missing.Count == 0 ? null : $"Not installed here: {string.Join(", ", missing)}.";
    }
}
