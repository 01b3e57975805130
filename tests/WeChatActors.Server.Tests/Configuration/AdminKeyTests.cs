namespace WeChatActors.Server.Tests.Configuration;

public sealed class AdminKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public AdminKeyTests() => File.WriteAllText(Path.Combine(_folder, "rules.yaml"), "version: 1\nrules: [{default: true, reply: 你好}]\n");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_key_alone_may_do_everything_and_is_called_admin()
    {
        var keys = Keys("[0123456789abcdef, fedcba9876543210, {name: shop, key: a-key-of-the-shop-01, scopes: [token, proxy, send, read, rules], accounts: [demo]}]");

        Assert.Equal(["key admin", "key admin2", "key shop"], keys.Select(key => key.ToString()));
        Assert.Equal(["0123456789abcdef", "fedcba9876543210", "a-key-of-the-shop-01"], keys.Select(key => key.Value));
        Assert.All(keys, key => Assert.Equal(AdminScope.All, key.Scopes));
        Assert.Equal([null, null], keys.Take(2).Select(key => key.Accounts));
        Assert.Equal(["demo"], keys[2].Accounts!);
    }

    [Theory]
    [InlineData("token", AdminScope.Token)]
    [InlineData("[proxy]", AdminScope.Proxy)]
    [InlineData("[send, read]", AdminScope.Send | AdminScope.Read)]
    [InlineData("[read, read]", AdminScope.Read)]
    [InlineData("rules", AdminScope.Rules)]
    public void A_key_has_the_scopes_that_are_listed(string scopes, AdminScope expected) =>
        Assert.Equal(expected, Assert.Single(Keys($"[{{name: shop, key: a-key-of-the-shop-01, scopes: {scopes}}}]")).Scopes);

    [Fact]
    public void Keys_come_from_the_environment() =>
        Assert.Equal("a-key-of-the-shop-01", Assert.Single(Keys("[{name: shop, key: \"${SHOP_KEY}\", scopes: token}]")).Value);

    [Fact]
    public void A_key_that_is_shown_shows_its_name_only() =>
        Assert.DoesNotContain("a-key-of", Assert.Single(Keys("[{name: shop, key: a-key-of-the-shop-01, scopes: token}]")).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Every_mistake_of_the_keys_is_reported_with_its_place()
    {
        var findings = Load(
            """
            listen:
              admin_keys:
                - short
                - {name: shop, key: fifteen-letters, scopes: [token]}
                - {name: shop, key: 0123456789abcdef, scopes: [tokens, read]}
                - {name: The Shop, key: 0123456789abcdee, scopes: [], accounts: []}
                - {key: 0123456789abcded, scopes: admin, accounts: [dema, other]}
                - {name: twin, key: 0123456789abcdec, scopes: read}
                - {name: twin2, key: 0123456789abcdec, scopes: read, account: demo}
                - {name: admin}
                - [0123456789abcdeb]
                -
            accounts: {demo: {app_id: wx1, token: t, rules: rules.yaml}}
            """).Findings;

        Golden.Matches("admin-keys.txt", string.Concat(findings.Select(finding => $"{finding}\n")).Replace(_folder + "/", "", StringComparison.Ordinal));
    }

    private System.Collections.Immutable.ImmutableArray<AdminKey> Keys(string keys)
    {
        var load = Load($"listen: {{admin_keys: {keys}}}\naccounts: {{demo: {{app_id: wx1, token: t, rules: rules.yaml}}}}");
        Assert.Empty(load.Findings);
        return load.Configuration!.AdminKeys;
    }

    private ConfigurationLoad Load(string yaml)
    {
        var file = Path.Combine(_folder, "wechatactors.yaml");
        File.WriteAllText(file, yaml);
        return ConfigurationFile.Load(file, new ConfigurationOverrides(), name => name == "SHOP_KEY" ? "a-key-of-the-shop-01" : null);
    }
}
