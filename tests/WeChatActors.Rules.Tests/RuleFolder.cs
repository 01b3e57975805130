namespace WeChatActors.Rules.Tests;

/// <summary>A folder of rule files that goes with the test.</summary>
internal sealed class RuleFolder : IDisposable
{
    private readonly DirectoryInfo _info = Directory.CreateTempSubdirectory("wechatactors-rules-");

    public string Path(string name) => System.IO.Path.Combine(_info.FullName, name);

    public string File(string name, string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        System.IO.File.WriteAllText(Path(name), content);
        return Path(name);
    }

    public ScriptLoad Load(string name = "r.yaml") => ScriptFile.Load(Path(name));

    public void Dispose() => _info.Delete(recursive: true);
}
