using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server.Tests;

/// <summary>A server on free ports over a database in a temporary folder, with one account of each security mode
/// (<c>plain</c>, <c>compat</c>, <c>safe</c>). Its clock stands until the test moves it.</summary>
public sealed class Edge : IAsyncDisposable
{
    private const string DefaultRules = """
        version: 1
        rules:
          - {id: quiet, exact: 安静, reply: {none: true}}
          - {id: name, when: {regex: '^叫我(?<name>\S+)$'}, do: [{set: {name: "{{ m.name }}"}}, {reply: "好的，{{ user.name }}"}]}
          - {id: click, event: CLICK, reply: "点了 {{ msg.key }}"}
          - {id: echo, type: text, reply: "{{ user.turns + 1 }}: {{ msg.text }}"}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;
    private readonly string _section;
    private readonly string _adminKeys;

    private readonly string _plain;

    private readonly string _listen;

    private readonly IDeliveryRecorder? _recorder;

    private Edge(string section, string adminKeys, string plain, string listen, IDeliveryRecorder? recorder)
    {
        _recorder = recorder;
        _listen = listen;
        _section = section;
        _adminKeys = adminKeys;
        _plain = plain;
        Time.Advance(Samples.Now - DateTimeOffset.UnixEpoch);
    }

    internal static Credentials Credentials { get; } = new(Samples.AppId, Samples.Token, Samples.AesKey);

    internal VirtualTime Time { get; } = new();

    internal ServerHost Host { get; private set; } = null!;

    internal FaultyStore Store { get; private set; } = null!;

    internal LogLines Log { get; } = new();

    internal HttpClient Admin { get; private set; } = null!;

    internal string Database => Path.Combine(_folder, "data", "wechatactors.db");

    /// <summary>Starts a server.</summary>
    /// <param name="section">More of the configuration file: <c>callbacks</c>, <c>conversations</c>.</param>
    /// <param name="rules">The rules of all accounts.</param>
    /// <param name="adminKeys">The list of admin keys as YAML.</param>
    /// <param name="plain">More entries of the account <c>plain</c>: the AppSecret, and the address of what stands in for the platform.</param>
    /// <param name="listen">More entries of the section <c>listen</c>.</param>
    /// <param name="recorder">Takes what is answered; null for nobody.</param>
    internal static async Task<Edge> Start(
        string section = "", string rules = DefaultRules, string adminKeys = "[]", string plain = "", string listen = "", IDeliveryRecorder? recorder = null)
    {
        var edge = new Edge(section, adminKeys, plain, listen, recorder);
        await File.WriteAllTextAsync(Path.Combine(edge._folder, "rules.yaml"), rules);
        await edge.Open();
        return edge;
    }

    /// <summary>Changes the rule file of all accounts; nobody reads it before it is reloaded.</summary>
    internal Task WriteRules(string rules) => File.WriteAllTextAsync(Path.Combine(_folder, "rules.yaml"), rules);

    /// <summary>Puts a file beside the rules.</summary>
    internal Task WriteBesideRules(string name, byte[] bytes) => File.WriteAllBytesAsync(Path.Combine(_folder, name), bytes);

    /// <summary>Stops the server and starts another on the same database.</summary>
    internal async Task Restart()
    {
        await Close();
        await Open();
    }

    internal Task<PushConnection> Connect() => PushConnection.Open(Host.Public);

    /// <summary>Posts over a connection of its own.</summary>
    internal async Task<PushAnswer> Post(string account, Delivery delivery)
    {
        using var connection = await Connect();
        return await connection.Post(account, delivery);
    }

    /// <summary>A text in plaintext mode, signed now.</summary>
    internal Delivery Text(string openId, string content, long msgId) =>
        Delivery.Plain(Credentials, PacketXml.Text(openId, content, msgId), Seconds);

    internal long Seconds => Time.GetUtcNow().ToUnixTimeSeconds();

    internal async Task<JsonElement> Conversation(string openId, string account = "plain") =>
        await Admin.GetFromJsonAsync<JsonElement>($"/api/accounts/{account}/conversations/{openId}");

    /// <summary>The counter behind a line of the metrics; 0 when it is not there.</summary>
    internal async Task<long> Metric(string name)
    {
        var line = (await Admin.GetStringAsync("/metrics")).Split('\n').FirstOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line[(name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Waits for something that another thread brings about soon.</summary>
    internal static async Task Until(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds()) await Task.Delay(1, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Close()
    {
        Admin.Dispose();
        Store.GoOn();
        await Host.DisposeAsync();
    }

    private async Task Open()
    {
        var file = Path.Combine(_folder, "wechatactors.yaml");
        await File.WriteAllTextAsync(file, $$"""
            listen: {public: "http://127.0.0.1:0", admin: "http://127.0.0.1:0", admin_keys: {{_adminKeys}}{{(_listen.Length > 0 ? ", " + _listen : "")}}}
            accounts:
              plain: {{Account("plaintext", _plain)}}
              compat: {{Account("compatible")}}
              safe: {{Account("safe")}}
            {{_section}}
            """);
        var load = ConfigurationFile.Load(file, new ConfigurationOverrides(), _ => null);
        Assert.Empty(load.Findings.Where(finding => finding.Severity == Severity.Error));
        // Checkpoints go by the real clock, so that the timers of the virtual one are those of deliveries.
        Store = new FaultyStore(SqliteConversationStore.Open(load.Configuration!.StorePath, TimeProvider.System));
        Host = await ServerHost.Start(load.Configuration, Store, Time, logging => logging.Services.AddSingleton<ILoggerProvider>(Log), _recorder);
        Admin = new HttpClient { BaseAddress = Host.Admin };
    }

    private static string Account(string security, string more = "") =>
        $"{{{(more.Length > 0 ? more + ", " : "")}app_id: {Samples.AppId}, token: {Samples.Token}, security: {security}, aes_keys: [{Samples.AesKey}, {Samples.PreviousAesKey}], original_id: {Samples.OriginalId}, rules: rules.yaml}}";
}
