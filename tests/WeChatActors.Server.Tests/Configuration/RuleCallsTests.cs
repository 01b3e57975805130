using WeChatActors.Rules;

namespace WeChatActors.Server.Tests.Configuration;

public class RuleCallsTests
{
    private static string[] Findings(string sections, string actions)
    {
        var folder = Directory.CreateTempSubdirectory("wechatactors-calls-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "r.yaml"), $"version: 1\nrules:\n  - exact: a\n    do:\n{actions}\n");
            var path = Path.Combine(folder.FullName, "c.yaml");
            File.WriteAllText(path, $"accounts:\n  one: {{app_id: wx1, token: t, rules: r.yaml}}\n  two: {{app_id: wx2, token: t, rules: r.yaml}}\n{sections}\n");
            return [.. ConfigurationFile.Load(path, new(), _ => null).Findings.Select(finding => finding.ToString().Replace(folder.FullName + "/", "", StringComparison.Ordinal))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_host_that_rules_call_must_be_allowed() => Assert.Equal(
        ["r.yaml:6:21: warning: the configuration does not let rules call 'pay.example:8443'; name it at 'calls: allow_hosts'. [forbidden-host]"],
        Findings(
            "calls: {allow_hosts: [shop.example, '*.b.example']}",
            "      - http: {get: 'https://shop.example/x?y={{ msg.text | url }}'}\n      - http: {get: 'https://pay.example:8443/'}\n      - http: {get: 'https://a.b.example'}\n      - http: {get: 'https://{{ msg.text }}/'}"));

    [Fact]
    public void A_model_that_rules_ask_must_be_there() => Assert.Equal(
        ["r.yaml:5:22: warning: the configuration has no model 'bgi'; did you mean 'big'? 'models' has: big. [missing-model]"],
        Findings("models: {big: {url: 'https://llm.example/v1', model: m}}", "      - llm: {model: bgi, reply: true, fallback: b}\n      - llm: {model: big, reply: true, fallback: b}"));

    [Fact]
    public void A_comment_ignores_them_like_other_checks() => Assert.Empty(
        Findings("", "      - http: {get: 'https://pay.example/'} # lint: ignore forbidden-host\n      # lint: ignore missing-model\n      - llm: {reply: true, fallback: b}"));
}
