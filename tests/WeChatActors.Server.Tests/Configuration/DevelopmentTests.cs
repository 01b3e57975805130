using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server.Tests.Configuration;

public sealed class DevelopmentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public DevelopmentTests() => Write("rules.yaml", "version: 1\nrules: [{default: true, reply: 你好}]\n");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Secrets_that_the_environment_does_not_hold_are_not_missed()
    {
        var load = Load(
            """
            listen: {public: "${PUBLIC}", admin: "http://0.0.0.0:8081", admin_keys: ["${ADMIN_KEY}"]}
            store: ${STORE}
            accounts:
              shop: {app_id: wx1, app_secret: "${SECRET}", token: "${TOKEN}", security: safe, aes_keys: ["${KEY}"], api: "${API}", can_push: false, rules: rules.yaml}
            """);

        Assert.Empty(load.Findings);
        var account = Assert.Single(load.Configuration!.Accounts);
        Assert.Equal(("wx1", SecurityMode.Safe, false), (account.Security.AppId, account.Security.Mode, account.CanPush));
        Assert.Equal(Path.Combine(_folder, "data", "wechatactors.db"), load.Configuration.StorePath);
        Assert.Equal(new Uri("http://127.0.0.1:8080"), load.Configuration.Public);
    }

    [Fact]
    public void The_environment_is_not_asked_for_secrets()
    {
        var asked = new List<string>();
        Load(
            "accounts: {shop: {app_id: \"${APP_ID}\", app_secret: \"${SECRET}\", token: \"${TOKEN}\", aes_keys: [\"${KEY}\"], api: \"${API}\", rules: \"${RULES}\"}}",
            name =>
            {
                asked.Add(name);
                return name == "APP_ID" ? "wx1" : "rules.yaml";
            });

        Assert.Equal(["APP_ID", "RULES"], asked);
    }

    [Fact]
    public void The_credentials_in_force_are_the_invented_ones_and_not_those_of_the_file()
    {
        var account = Assert.Single(Load($"accounts: {{shop: {{app_id: wx1, token: t, security: safe, aes_keys: [{Samples.AesKey}], rules: rules.yaml}}}}").Configuration!.Accounts);
        var invented = InventedSecrets.Of("wx1");

        Assert.Equal((QueryVerdict.Genuine, true), Push(account, new Credentials("wx1", invented.Token, invented.AesKey)));
        Assert.Equal((QueryVerdict.Forged, false), Push(account, new Credentials("wx1", "t", Samples.AesKey)));
    }

    [Theory]
    [InlineData("token: [t]", "expected text")]
    [InlineData("token: \"${TOKEN\"", "has no '}'")]
    [InlineData("token: t, security: safe", "'aes_keys' must list")]
    [InlineData("token: t, aes_keys: [short]", "is no EncodingAESKey")]
    [InlineData("token: t, api: weixin", "stands at 'api'")]
    [InlineData("token: t, api: {a: b}", "stands at 'api'")]
    [InlineData("security: plaintext", "'token'")]
    [InlineData("token: t, tokn: t", "'tokn'")]
    public void Other_mistakes_are_still_mistakes(string entries, string finding)
    {
        var load = Load($"accounts: {{shop: {{app_id: wx1, {entries}, rules: rules.yaml}}}}");

        Assert.Null(load.Configuration);
        Assert.Contains(finding, string.Join('\n', load.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_admin_listener_has_no_keys_and_so_no_address_that_others_reach()
    {
        var load = ConfigurationFile.Load(
            Write("c.yaml", "accounts: {shop: {app_id: wx1, token: t, rules: rules.yaml}}"),
            new ConfigurationOverrides(Admin: "http://0.0.0.0:8081") { Develop = true }, _ => null);

        Assert.Equal(
            "'http://0.0.0.0:8081' stands at --admin, but no key guards it in development: expected an address of this machine alone, such as http://127.0.0.1:8081.",
            Assert.Single(load.Findings).Message);
    }

    [Fact]
    public void Each_account_tells_what_became_of_its_own_rules()
    {
        Write("broken.yaml", "version: 1\nrules: [{exakt: hi, reply: hi}]\n");

        var load = Load("accounts: {shop: {app_id: wx1, token: t, rules: rules.yaml}, cafe: {app_id: wx2, token: t, rules: broken.yaml}}");

        Assert.Null(load.Configuration);
        Assert.Equal(["shop", "cafe"], load.Rules.Select(rules => rules.Account));
        Assert.NotNull(load.Rules[0].Load.Script);
        Assert.Null(load.Rules[1].Load.Script);
        Assert.Equal(_folder, Assert.Single(load.Rules[0].Load.Folders));
        Assert.Equal(Path.Combine(_folder, "broken.yaml"), load.Rules[1].Path);
    }

    private static (QueryVerdict Verdict, bool Opened) Push(Account account, Credentials credentials)
    {
        var packet = Delivery.Safe(credentials, PacketXml.Text("oAnn", "hi", 1), Samples.Now.ToUnixTimeSeconds());
        CallbackQuery.TryParse(packet.Query, out var query);
        return (Callback.Verify(query, account.Security, Samples.Now, TimeSpan.FromMinutes(10)),
            Callback.ReadBody(packet.Body, query, account.Security, Samples.Now).Packet is PacketResult.Parsed);
    }

    private ConfigurationLoad Load(string yaml, Func<string, string?>? environment = null) =>
        ConfigurationFile.Load(Write("c.yaml", yaml), new ConfigurationOverrides(Data: Path.Combine(_folder, "data")) { Develop = true }, environment ?? (_ => null));

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
