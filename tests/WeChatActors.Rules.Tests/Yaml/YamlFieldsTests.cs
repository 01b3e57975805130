namespace WeChatActors.Rules.Tests.Yaml;

public class YamlFieldsTests
{
    private static string[] Read(string yaml, Action<YamlFields> read)
    {
        var findings = new Findings();
        var file = YamlFile.Parse(yaml, "f.yaml", findings);
        if (YamlFields.Read(file.Root!, findings, "an account", "app_id", "token", "security", "port", "push", "keys") is { } fields) read(fields);
        return [.. findings.ToImmutable().Select(finding => finding.ToString())];
    }

    [Fact]
    public void Reads_every_kind_of_value() => Assert.Empty(Read("app_id: wx1\nport: 0x50\npush: true\nkeys: [a, b]\nsecurity: safe", fields =>
    {
        Assert.Equal("wx1", fields.RequireText("app_id"));
        Assert.Equal(80, fields.Whole("port", 1, 65535, 8080));
        Assert.True(fields.Bool("push", false));
        Assert.Equal(["a", "b"], fields.Texts("keys").ToArray());
        Assert.Equal("safe", fields.Word("security", "plaintext", "safe"));
        Assert.Null(fields.Text("token"));
    }));

    [Fact]
    public void What_is_absent_takes_its_default() => Assert.Empty(Read("app_id: a", fields =>
    {
        Assert.Equal(8080, fields.Whole("port", 1, 65535, 8080));
        Assert.True(fields.Bool("push", true));
        Assert.Empty(fields.Texts("keys"));
        Assert.Null(fields.Word("security", "safe"));
    }));

    [Fact]
    public void Reports_every_mistake_of_a_map_at_once() => Assert.Equal(
        [
            "f.yaml:1:1: 'ap_id' is not a key of an account; did you mean 'app_id'? allowed: app_id, token, security, port, push, keys. [unknown-key]",
            "f.yaml:1:1: an account needs the key 'token'.",
            "f.yaml:2:7: '70000' stands at 'port', expected a whole number from 1 to 65535.",
            "f.yaml:3:7: 'yes' stands at 'push', expected true or false.",
            "f.yaml:4:7: a map stands at 'keys', expected text or a list of texts.",
            "f.yaml:5:11: 'plain' stands at 'security', expected one of: plaintext, safe.",
            "f.yaml:6:1: 'zzzzzz' is not a key of an account; allowed: app_id, token, security, port, push, keys. [unknown-key]",
        ],
        Read("ap_id: x\nport: 70000\npush: yes\nkeys: {a: b}\nsecurity: plain\nzzzzzz: 1", fields =>
        {
            fields.RequireText("token");
            fields.Whole("port", 1, 65535, 8080);
            fields.Bool("push", false);
            fields.Texts("keys");
            fields.Word("security", "plaintext", "safe");
        }).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("token: ''", "f.yaml:1:8: 'token' is empty, expected text.")]
    [InlineData("token: ", "f.yaml:1:7: nothing stands at 'token', expected text.")]
    [InlineData("token: [a]", "f.yaml:1:8: warning: [a] is a list in YAML and was taken as the text '[a]'; put it in quotes. [emoticon]")]
    [InlineData("token: [a, b]", "f.yaml:1:8: a list stands at 'token', expected text.")]
    [InlineData("[]", "f.yaml:1:1: a list stands where an account was expected, a map with keys of: app_id, token, security, port, push, keys.")]
    public void Says_what_stands_where_text_was_expected(string yaml, string finding) =>
        Assert.Equal(finding, Assert.Single(Read(yaml, fields => fields.RequireText("token"))));

    [Theory]
    [InlineData("keywrod", "keyword")]
    [InlineData("Exact", "exact")]
    [InlineData("repyl", "reply")]
    [InlineData("banana", null)]
    [InlineData("", null)]
    public void Suggests_the_nearest_name(string name, string? nearest) => Assert.Equal(nearest, Nearest.To(name, "exact", "keyword", "reply"));
}
