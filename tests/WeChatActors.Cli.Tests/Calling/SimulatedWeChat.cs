using System.Net.Http.Json;
using System.Text;
using WeChatActors.Server;
using WeChatActors.Simulator;

namespace WeChatActors.Cli.Tests.Calling;

/// <summary>A simulated WeChat with one account, and a configuration of it, for commands that call.</summary>
internal sealed class SimulatedWeChat : IAsyncDisposable
{
    public const string AppId = "wx0000000000000demo";

    private const string Rules = """
        version: 1
        menu:
          - {name: 今日推荐, click: TODAY}
          - {name: 门店, items: [{name: 官网, view: "https://example.com/"}]}
        rules: [{exact: hi, reply: hello}, {menu: TODAY, reply: tea}]
        """;

    private readonly List<string> _said = [];

    private SimulatedWeChat(SimulatorHost host) => Host = host;

    public static string Secret { get; } = InventedSecrets.Of(AppId).AppSecret;

    public SimulatorHost Host { get; }

    public Folder Folder { get; } = new();

    public string Configuration => Folder.File("c.yaml");

    public string Data => Folder.File("data");

    /// <summary>All that commands have written so far.</summary>
    public string Said => string.Concat(_said);

    public static async Task<SimulatedWeChat> Start(AccountKind kind = AccountKind.Service, string rules = Rules, string more = "", Uri? callback = null)
    {
        var any = new Uri("http://127.0.0.1:0");
        var setup = new AccountSetup
        {
            Alias = "demo", AppId = AppId, AppSecret = Secret, OriginalId = "gh_000000000001", Kind = kind, Token = "demo-token", Callback = callback,
        };
        var wechat = new SimulatedWeChat(await SimulatorHost.Start(new SimulatorOptions { Accounts = [setup], Api = any, Page = any }, new SimulatedClock(TimeProvider.System)));
        wechat.Folder.File("r.yaml", rules);
        wechat.Folder.File("c.yaml", $$"""
            listen: {public: "http://127.0.0.1:{{(callback ?? new Uri("http://127.0.0.1:9")).Port}}", admin: "http://127.0.0.1:0"}
            store: sqlite:data/wechatactors.db
            accounts:
              demo: {app_id: {{AppId}}, app_secret: "${APP_SECRET}", token: demo-token, api: "{{wechat.Host.Api}}", rules: r.yaml{{more}}}
            """);
        return wechat;
    }

    /// <summary>Runs a command on the configuration.</summary>
    public Task<Ran> Run(params string[] args) => Run(around => around, args);

    public async Task<Ran> Run(Func<Surroundings, Surroundings> change, params string[] args)
    {
        using var bytes = new MemoryStream();
        var ran = await Ran.Command(
            TextReader.Null, around => change(around with { Environment = name => name == "APP_SECRET" ? Secret : null, OpenOut = () => bytes }), [.. args, "--conf", Configuration]);
        ran = ran with { Out = ran.Out + Encoding.UTF8.GetString(bytes.ToArray()) };
        _said.Add(ran.Out + ran.Error);
        return ran;
    }

    /// <summary>Runs a command whose answer is bytes.</summary>
    public async Task<byte[]> Download(params string[] args)
    {
        using var bytes = new MemoryStream();
        Assert.Equal(ExitCode.Done, (await Run(around => around with { OpenOut = () => bytes }, args)).Code);
        return bytes.ToArray();
    }

    /// <summary>Uses the simulator's control API.</summary>
    public async Task Control(string path, object body)
    {
        using var client = new HttpClient { BaseAddress = Host.Page };
        using var answer = await client.PostAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The access_token that commands use, read from the database behind their back.</summary>
    /// <returns>Empty when there is none.</returns>
    public async Task<string> Token()
    {
        var accounts = ConfigurationFile.Load(Configuration, new ConfigurationOverrides(), _ => Secret).Configuration!.Accounts;
        await using var store = Engine.SqliteTokenStore.Open(Path.Combine(Data, "wechatactors.db"), accounts);
        return (await store.Load(new("demo", Engine.TokenKind.AccessToken))).Token?.Value ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Folder.Dispose();
    }
}
