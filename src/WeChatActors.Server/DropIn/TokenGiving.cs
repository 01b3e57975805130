using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Answers in the place of the platform's token endpoints with the token that all share. Never takes a new one for one caller alone.</summary>
/// <param name="tokens">The shared ones.</param>
/// <param name="shared">Learns what is given out.</param>
/// <param name="access">Knows who may ask.</param>
/// <param name="betweenForced">A token that is younger is not replaced because somebody wants a new one.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenGiving(BoundedTokens tokens, SharedTokens shared, DropInAccess access, TimeSpan betweenForced, TimeProvider time)
{
    private const string GrantType = "client_credential";

    /// <summary>GET /cgi-bin/token.</summary>
    public Task Classic(HttpContext context, Account account, string query) =>
        !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsPost(context.Request.Method)
            ? Wrong(context, 43001, "require GET method", "Call cgi-bin/token with GET.")
            : Give(context, account, ProxyQuery.Find(query, "grant_type"), ProxyQuery.Find(query, "appid"), ProxyQuery.Find(query, "secret"), force: false);

    /// <summary>POST /cgi-bin/stable_token.</summary>
    public async Task Stable(HttpContext context, Account account)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await Wrong(context, 43002, "require POST method", "Call cgi-bin/stable_token with POST.");
            return;
        }
        using var body = await SmallBody.Object(context);
        if (body is null)
        {
            await Wrong(context, 47001, "data format error", "The body is no JSON object.");
            return;
        }
        var json = body.RootElement;
        if (json.TryGetProperty("force_refresh", out var force) && force.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            await Wrong(context, 47001, "data format error", "'force_refresh' is neither true nor false.");
        else
            await Give(context, account, json.TextOf("grant_type"), json.TextOf("appid"), json.TextOf("secret"), force.ValueKind == JsonValueKind.True);
    }

    private async Task Give(HttpContext context, Account account, string? grantType, string? appId, string? secret, bool force)
    {
        if (grantType != GrantType) await Wrong(context, 40002, "invalid grant_type", $"It must be {GrantType}.");
        else if (access.BySecret(context, account, secret, out var who) is { } refusal) await PlatformAnswer.Error(context, refusal);
        else if (appId is null or "") await Wrong(context, 41002, "appid missing", $"Give that of '{account.Alias}'.");
        else if (appId != account.Platform!.AppId) await Wrong(context, 40013, "invalid appid", $"It is not that of '{account.Alias}', whose drop-in this is.");
        else await Give(context, account, force, who);
    }

    private async Task Give(HttpContext context, Account account, bool force, string who)
    {
        var id = new TokenId(account.Alias, TokenKind.AccessToken);
        var current = tokens.Current(id);
        // Whoever forces a new one means that the one he has is bad. It is not this one when this one is so young;
        // the platform's own forced mode gives the one in use as well when it is asked too early.
        var refresh = force && current is not null && time.GetUtcNow() - current.ObtainedAt >= betweenForced;
        if (current is null || refresh)
        {
            var reply = current is null ? await tokens.Get(id, who, context.RequestAborted) : await tokens.Replace(id, current.Value, null, who, context.RequestAborted);
            current = reply is TokenReply.Granted granted ? granted.Token : tokens.Current(id);
            if (current is null)
            {
                var refused = (TokenReply.Refused)reply;
                await PlatformAnswer.Error(context, new Refusal(StatusCodes.Status200OK, -1, "system error", refused.Why) { RetryAfter = refused.RetryAt - time.GetUtcNow() });
                return;
            }
        }
        shared.Note(account.Alias, current);
        await PlatformAnswer.Token(context, current.Value, Math.Max(1, (long)(current.ExpiresAt - time.GetUtcNow()).TotalSeconds));
    }

    private static Task Wrong(HttpContext context, int errcode, string title, string remedy) =>
        PlatformAnswer.Error(context, new Refusal(StatusCodes.Status200OK, errcode, title, remedy));
}
