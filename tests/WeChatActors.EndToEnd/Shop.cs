namespace WeChatActors.EndToEnd;

/// <summary>A configuration in a temporary folder, with one account of each security mode (<c>plain</c>, <c>compat</c>,
/// <c>safe</c>), its rules and its database.</summary>
internal sealed class Shop : IDisposable
{
    private const string Rules = """
        version: 1
        rules:
          - {id: name, when: {regex: '^叫我(?<name>\S+)$'}, do: [{set: {name: "{{ m.name }}"}}, {reply: "好的，{{ user.name }}"}]}
          - {id: who, exact: 我是谁, reply: "{{ user.turns + 1 }}: {{ user.name }}"}
          - {id: echo, type: text, reply: "{{ user.turns + 1 }}: {{ msg.text }}"}
        """;

    private readonly string _command;

    public Shop(Published published, string section = "")
    {
        _command = published.Command;
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Folder, "rules.yaml"), Rules);
        File.WriteAllText(Configuration, $$"""
            listen: {public: "http://127.0.0.1:0", admin: "http://127.0.0.1:0"}
            accounts:
              plain: {{Account("plaintext")}}
              compat: {{Account("compatible")}}
              safe: {{Account("safe")}}
            {{section}}
            """);
    }

    public static Credentials Credentials { get; } = new("wx5c1d9e07a3b8f642", "ActorGate2026", "Wc7Actors0Edge1Vector2Key3Canonical4Bits5A0");

    public string Folder { get; } = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public string Data => Path.Combine(Folder, "data");

    public string Configuration => Path.Combine(Folder, "wechatactors.yaml");

    public TurnLog Turns => new(Path.Combine(Data, "wechatactors.db"));

    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    public Task<Served> Serve() => Served.Start(_command, ["serve", "--conf", Configuration]);

    /// <summary>Changes the rule file of all accounts.</summary>
    public void WriteRules(string rules) => File.WriteAllText(Path.Combine(Folder, "rules.yaml"), rules);

    /// <summary>Runs a serve that is expected to end by itself.</summary>
    public Task<Tool> ServeInVain(params string[] more) => Tool.Run(_command, ["serve", "--conf", Configuration, .. more], TimeSpan.FromSeconds(60));

    /// <summary>A text in plaintext mode, signed now.</summary>
    public static Delivery Text(string openId, string content, long msgId) => Delivery.Plain(Credentials, PacketXml.Text(openId, content, msgId, Now), Now);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Account(string security) =>
        $"{{app_id: {Credentials.AppId}, token: {Credentials.Token}, security: {security}, aes_keys: [{Credentials.AesKey}], rules: rules.yaml}}";
}
