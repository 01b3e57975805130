using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>What the owner of an account does in WeChat's console and debugging pages: callback settings, the token that somebody else takes,
/// and the check of a web page's signature.</summary>
internal sealed class ConsoleApi(Platform platform)
{
    private sealed record CallbackSettings(string Url, string? Token = null, SecurityMode? Security = null, string? AesKey = null);

    private sealed record Revoked(IReadOnlyList<TokenChannel> Died);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/simulator/accounts/{alias}/callback", (HttpContext context, string alias) => SetCallback(context, alias));
        routes.MapPost("/simulator/accounts/{alias}/verify", (HttpContext context, string alias) => Verify(context, alias));
        routes.MapPost("/simulator/accounts/{alias}/token/revoke", (HttpContext context, string alias) => Revoke(context, alias));
        routes.MapPost("/simulator/accounts/{alias}/jssdk", (HttpContext context, string alias) => CheckPage(context, alias));
    }

    private async Task SetCallback(HttpContext context, string alias)
    {
        var account = Named.Account(platform, alias);
        var asked = await ControlRequest.Read<CallbackSettings>(context);
        if (!Uri.TryCreate(asked.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw ControlException.Bad("'url' is not an http or https address", "Give the callback's whole address, such as http://127.0.0.1:8080/wechat/demo.");
        if (url.UserInfo.Length > 0)
            throw ControlException.Bad("'url' names a user", "WeChat sends no credentials but its signature, and the address is shown on the page: leave out what stands before @.");
        if (asked.Token is { } token && (token.Length is < 3 or > 32 || !token.All(char.IsAsciiLetterOrDigit)))
            throw ControlException.Bad("'token' is not a callback token", "WeChat takes 3 to 32 letters and digits.");
        if (asked.AesKey is { } key && !EncodingAesKey.TryParse(key, out _, out _))
            throw ControlException.Bad("'aes_key' is not an EncodingAESKey", "It has 43 letters and digits.");
        AccountSetup before, candidate;
        lock (account.Gate)
        {
            before = account.Setup;
            candidate = before with { Callback = url, Token = asked.Token ?? before.Token, Security = asked.Security ?? before.Security, AesKey = asked.AesKey ?? before.AesKey };
        }
        if (candidate.Security != SecurityMode.Plaintext && candidate.AesKey is null)
            throw ControlException.Bad("'aes_key' is missing", "Compatible and safe mode encrypt: give the EncodingAESKey, 43 letters and digits.");
        var verification = await platform.Pusher.Verify(account, candidate);
        if (verification.Passed)
        {
            lock (account.Gate)
            {
                if (account.Setup != before)
                    throw new ControlException(new Problem(StatusCodes.Status409Conflict, "The callback's settings were changed while they were checked", "Look at the state and send them again."));
                account.Setup = candidate;
            }
            platform.Feed.Publish("account", alias);
        }
        await ControlAnswer.Write(context, verification);
    }

    private async Task Verify(HttpContext context, string alias)
    {
        var verification = await platform.Pusher.Verify(Named.Account(platform, alias));
        platform.Feed.Publish("account", alias);
        await ControlAnswer.Write(context, verification);
    }

    private async Task CheckPage(HttpContext context, string alias)
    {
        var account = Named.Account(platform, alias);
        var page = await ControlRequest.Read<JsSdkConfig>(context);
        await ControlAnswer.Write(context, JsSdk.Check(account, page, platform.Clock.GetUtcNow()));
    }

    private Task Revoke(HttpContext context, string alias) =>
        ControlAnswer.Write(context, new Revoked(TokensApi.Revoke(Named.Account(platform, alias), platform.Clock.GetUtcNow())));
}
