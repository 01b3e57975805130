using System.Text;

namespace WeChatActors.Server.Tests.Configuration;

public sealed class MistakesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void All_mistakes_of_all_files_are_reported_at_once_with_their_places()
    {
        File.WriteAllText(Path.Combine(_folder, "broken.yaml"), "version: 1\nrules:\n  - {exact: hi, reply: \"{{ user. }}\"}\n  - {exakt: hi, reply: hi}\n");

        var findings = Findings(
            """
            listen:
              public: https://0.0.0.0:8080
              admin: http://0.0.0.0:8081
              admin_keys: [short]
              port: 8080
            store: postgres:Host=db;Password=7hE-s3cret-0f-the-sh0p
            callback: {}
            callbacks: {reply_deadline: 5s, timestamp_tolerance: ten}
            conversations: {passivate_after: 0s, max_resident: many, mailbox: 0.5}
            calls: {allow_hosts: {a: b}}
            models:
              default: {url: "https://llm.example/v1", modell: small}
            accounts:
              Demo:
                app_id: "wx 1"
                token: ${SHOP_TOKEN}
                security: save
                rules: missing.yaml
              shop:
                app_id: ${}
                token: "${SHOP_TOKEN:-t"
                security: safe
                aes_keys: []
                api: api.weixin.qq.com
                can_push: maybe
                time_zone: Mars/Olympus
                rules: broken.yaml
              twin: {app_id: wx2, tokn: t, rules: 7}
              none:
            """);

        Golden.Matches("mistakes.txt", findings.Replace(_folder + "/", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("token: [7hE-s3cret-0f-the-sh0p]")]
    [InlineData("token: {t: 7hE-s3cret-0f-the-sh0p}")]
    [InlineData("token: \"${SHOP TOKEN:-7hE-s3cret-0f-the-sh0p}\"")]
    [InlineData("token: \"${SHOP_TOKEN:-7hE-s3cret-0f-the-sh0p\"")]
    [InlineData("token: \"7hE-s3cret-0f-the-sh0p${SHOP_TOKEN}\"")]
    [InlineData("token: 7hE-s3cret-0f-the-sh0p7hE-s3cret-0f-the-sh0p7hE-s3cret-0f-the-sh0p7hE-s3cret-0f-the-sh0p7hE-s3cret-0f-the-sh0p7hE-s3cret-0f-the-sh0p")]
    [InlineData("aes_keys: 7hE-s3cret-0f-the-sh0p")]
    [InlineData("aes_keys: [7hE-s3cret-0f-the-sh0p]")]
    [InlineData("aes_keys: [[7hE-s3cret-0f-the-sh0p]]")]
    [InlineData("aes_keys: [\"Wc7Actors0Edge1Vector2Key3Canonical4Bits5A0-\"]")]
    [InlineData("aes_keys: {key: 7hE-s3cret-0f-the-sh0p}")]
    [InlineData("app_secret: [7hE-s3cret-0f-the-sh0p]")]
    [InlineData("app_secret: \"${:-7hE-s3cret-0f-the-sh0p}\"")]
    public void No_finding_about_an_account_shows_its_secrets(string entry)
    {
        var other = entry.StartsWith("token", StringComparison.Ordinal) ? "" : "token: t, ";

        AssertFoundWithoutSecret($"accounts: {{demo: {{app_id: wx1, {other}rules: none.yaml, {entry}}}}}");
    }

    [Theory]
    [InlineData("listen: {admin_keys: [7hE-s3cret]}")]
    [InlineData("listen: {admin_keys: [[7hE-s3cret-0f-the-sh0p]]}")]
    [InlineData("listen: {admin_keys: {key: 7hE-s3cret-0f-the-sh0p}}")]
    [InlineData("listen: {admin_keys: [\"${KEY!:-7hE-s3cret-0f-the-sh0p}\"]}")]
    [InlineData("store: postgres:Host=db;Password=7hE-s3cret-0f-the-sh0p")]
    [InlineData("store: Host=db;Password=7hE-s3cret-0f-the-sh0p")]
    [InlineData("store: [Host=db;Password=7hE-s3cret-0f-the-sh0p]")]
    public void No_finding_about_the_rest_shows_a_secret(string section) =>
        AssertFoundWithoutSecret($"{section}\naccounts: {{demo: {{app_id: wx1, token: t, rules: none.yaml}}}}");

    [Theory]
    [InlineData("0123456")] // an octal number in YAML 1.1
    [InlineData("12:30:45")] // a number in base 60 there
    public void A_token_of_digits_is_taken_as_it_is_and_not_shown(string token)
    {
        File.WriteAllText(Path.Combine(_folder, "rules.yaml"), "version: 1\nrules: [{default: true, reply: 你好}]\n");

        Assert.Equal("", Findings($"accounts: {{demo: {{app_id: wx1, token: {token}, rules: rules.yaml}}}}"));
    }

    private void AssertFoundWithoutSecret(string yaml)
    {
        var findings = Findings(yaml);

        // One finding is about the missing rule file.
        Assert.True(findings.Count(c => c == '\n') >= 2, findings);
        Assert.DoesNotContain("s3cret", findings, StringComparison.Ordinal);
        Assert.DoesNotContain("Wc7Actors", findings, StringComparison.Ordinal);
    }

    private string Findings(string yaml)
    {
        var file = Path.Combine(_folder, "wechatactors.yaml");
        File.WriteAllText(file, yaml);
        var load = ConfigurationFile.Load(file, new ConfigurationOverrides(), _ => null);
        var text = new StringBuilder();
        foreach (var finding in load.Findings) text.Append(finding).Append('\n');
        return text.ToString();
    }
}
