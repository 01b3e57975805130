namespace WeChatActors.EndToEnd.Replays;

/// <summary>The demo bot in a temporary folder, captured while people talk to it.</summary>
internal sealed class TeaHouse : IDisposable
{
    private readonly string _command;
    private int _databases;

    public TeaHouse(Published published)
    {
        _command = published.Command;
        var demo = Path.Combine(Published.Repository(), "conf", "rules");
        Directory.CreateDirectory(Path.Combine(Folder, "rules", "demo"));
        File.Copy(Path.Combine(demo, "demo.yaml"), Rules);
        File.Copy(Path.Combine(demo, "demo", "faq.yaml"), Path.Combine(Folder, "rules", "demo", "faq.yaml"));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("wechatactors-tea-").FullName;

    /// <summary>The rule file of the account.</summary>
    public string Rules => Path.Combine(Folder, "rules", "demo.yaml");

    /// <summary>Where captures are written.</summary>
    public string Captures => Path.Combine(Folder, "captures");

    /// <summary>The configuration of whoever was served last.</summary>
    public string Configuration => Path.Combine(Folder, "wechatactors.yaml");

    /// <summary>Serves the bot with an empty database.</summary>
    /// <param name="captures">Whether its traffic is captured.</param>
    public Task<Served> Serve(bool captures = false)
    {
        File.WriteAllText(Configuration, $$"""
            listen: {public: "http://127.0.0.1:0", admin: "http://127.0.0.1:0"}
            store: sqlite:data{{++_databases}}/demo.db
            accounts:
              demo: {app_id: wx0000000000000demo, token: demo-token, rules: rules/demo.yaml}
            {{(captures ? "capture: {file: captures/demo.jsonl.gz}" : "")}}
            """);
        Directory.CreateDirectory(Path.Combine(Folder, $"data{_databases}"));
        return Served.Start(_command, ["serve", "--conf", Configuration]);
    }

    /// <summary>Plays the captures against the bot.</summary>
    public Task<Tool> Replay(Served served, params string[] more) => Run(
        ["replay", Captures, "--conf", Configuration, "--url", new Uri(served.Public, "/wechat/demo").AbsoluteUri, .. more]);

    /// <summary>Runs the command to its end.</summary>
    public Task<Tool> Run(params string[] arguments) => Tool.Run(_command, arguments, TimeSpan.FromSeconds(60), Folder);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
