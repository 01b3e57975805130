using System.Text;

namespace WeChatActors.Server.Tests.Configuration;

public sealed class CallConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public CallConfigurationTests() => File.WriteAllText(Path.Combine(_folder, "rules.yaml"), "version: 1\nrules: [{default: true, reply: 你好}]\n");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void All_mistakes_about_calls_and_models_are_reported_at_once_with_their_remedies() => Golden.Matches("call-mistakes.txt", Findings(
        """
        calls:
          allow_hosts: ["https://shop.example", shop.example/path, "shop.example:0", "*", "*.com", "me@shop.example", "2130706433", "*.10.0.0.1", 169.254.169.254, "[::1]:9000", {a: b}, "", shop.example]
          allow_private: [10.0.0.1, "shop.example:8443", other.example, "*.example"]
          timeout: 10m
          max_bytes: 12
          per_host: none
          allow_host: shop.example
        models:
          "my model": {url: "https://llm.example/v1", model: m}
          a: {url: llm.example, model: ""}
          b: {url: "https://user:s3cret@llm.example/v1?key=s3cret", key: [s3cret], model: m, timeout: 0s, stall: 11m, max_tokens: 0, temperature: 2.5}
          c: {url: "${LLM_URL}", key: "${LLM_KEY}", model: m, temperature: warm}
          d: {key: "s3cret s3cret", modl: m}
          e: gpt
          f: {url: "https://llm.example/v1", key: , model: m}
        """));

    [Fact]
    public void A_model_without_a_key_is_one_that_asks_for_none()
    {
        var load = Load("models: {local: {url: \"http://127.0.0.1:11434/v1/\", key: \"${LLM_KEY:-}\", model: small}}", develop: false);

        var model = Assert.Single(load.Configuration!.Models).Value;
        Assert.Null(model.Key);
        Assert.Equal("http://127.0.0.1:11434/v1/chat/completions", model.Endpoint.AbsoluteUri);
        Assert.Equal((TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20)), (model.Timeout, model.Stall));
    }

    [Fact]
    public void Models_are_called_with_their_own_keys_in_development_too()
    {
        var load = Load("models: {default: {url: \"https://llm.example/v1\", key: \"${LLM_KEY}\", model: small}}", develop: true);

        Assert.Equal("of-LLM_KEY", Assert.Single(load.Configuration!.Models).Value.Key!.Reveal());
    }

    [Fact]
    public void Nothing_may_be_called_unless_it_is_said()
    {
        var configuration = Load("", develop: false).Configuration!;

        Assert.Empty(configuration.Models);
        Assert.Null(configuration.Calls.Find(new Uri("https://shop.example/")));
        Assert.Equal((TimeSpan.FromSeconds(10), 1024 * 1024, 256), (configuration.Calls.Timeout, configuration.Calls.MaxBytes, configuration.Calls.PerHost));
    }

    private string Findings(string yaml)
    {
        var text = new StringBuilder();
        foreach (var finding in Load(yaml, develop: false, _ => null).Findings) text.Append(finding).Append('\n');
        Assert.DoesNotContain("s3cret", text.ToString(), StringComparison.Ordinal);
        return text.Replace(_folder + "/", "").ToString();
    }

    private ConfigurationLoad Load(string yaml, bool develop, Func<string, string?>? environment = null)
    {
        var file = Path.Combine(_folder, "wechatactors.yaml");
        File.WriteAllText(file, $"{yaml}\naccounts: {{demo: {{app_id: wx1, token: t, rules: rules.yaml}}}}\n");
        return ConfigurationFile.Load(file, new ConfigurationOverrides { Develop = develop }, environment ?? (name => name.StartsWith("LLM", StringComparison.Ordinal) && develop ? $"of-{name}" : null));
    }
}
