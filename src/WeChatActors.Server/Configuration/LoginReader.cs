using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Reads <c>oauth</c> of an account: where its logins may return to, and what they ask for.</summary>
/// <param name="read">Takes values.</param>
internal sealed class LoginReader(ConfigurationFields read)
{
    /// <summary>The options; null when there is no such section or an error was found in it.</summary>
    /// <param name="account">The account.</param>
    /// <param name="callsPlatform">Whether the account has an <c>app_secret</c>.</param>
    public LoginOptions? Read(YamlFields account, bool callsPlatform)
    {
        if (account.Find("oauth") is not { } node || YamlFields.Read(node, read.Findings, "'oauth'", "return", "scope") is not { } fields) return null;
        var scope = fields.Word("scope", "base", "userinfo") == "userinfo" ? AuthorisationScope.UserInfo : AuthorisationScope.Base;
        var addresses = fields.Require("return") is { } list ? ReadAddresses(list) : [];
        if (!callsPlatform) read.Findings.Error(node, "'oauth' needs 'app_secret': WeChat's codes are exchanged with it.");
        return addresses.IsEmpty || !callsPlatform ? null : new LoginOptions(addresses, scope);
    }

    private ImmutableArray<ReturnAddress> ReadAddresses(YamlNode node)
    {
        if (node is YamlList { Items.IsEmpty: true })
            read.Findings.Error(node, "'return' is empty, expected the addresses of your site that a login may return to, such as https://shop.example/.");
        var addresses = ImmutableArray.CreateBuilder<ReturnAddress>();
        foreach (var item in node is YamlList list ? list.Items : [node])
        {
            if (read.Text(item, "'return'") is not { } text) continue;
            if (ReturnAddress.Read(text) is { } address) addresses.Add(address);
            else read.Findings.Error(item, $"'{text}' stands at 'return', expected an http or https address without user, query and fragment, such as https://shop.example/ or https://shop.example/members.");
        }
        return addresses.DrainToImmutable();
    }
}
