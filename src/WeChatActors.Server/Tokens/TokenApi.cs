using System.Buffers;
using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>The shared tokens and tickets, for the operator's other systems.</summary>
/// <param name="platform">Who can call the platform, and their tokens.</param>
/// <param name="conversations">All accounts.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenApi(PlatformServices platform, ConversationHost conversations, TimeProvider time)
{
    private readonly BoundedTokens _tokens = new(platform.Tokens, time);

    private readonly FrozenDictionary<TokenId, TokenBody> _bodies = platform.Accounts.Keys
        .SelectMany(alias => Enum.GetValues<TokenKind>().Select(kind => new TokenId(alias, kind)))
        .ToFrozenDictionary(id => id, id => new TokenBody(id.Kind == TokenKind.AccessToken ? "access_token" : "ticket"));

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/accounts/{account}/access_token", context => Give(context, TokenKind.AccessToken)).Needs(AdminScope.Token);
        routes.MapPost("/api/accounts/{account}/access_token/refresh", CallingAccount.Only(platform, conversations, Refresh)).Needs(AdminScope.Token);
        routes.MapGet("/api/accounts/{account}/jsapi_ticket", context => Give(context, TokenKind.JsapiTicket)).Needs(AdminScope.Token);
        routes.MapGet("/api/accounts/{account}/wx_card_ticket", context => Give(context, TokenKind.WxCardTicket)).Needs(AdminScope.Token);
    }

    /// <summary>Answers with a token: at once and without waiting when there is one.</summary>
    private Task Give(HttpContext context, TokenKind kind)
    {
        var id = new TokenId(context.Request.RouteValues["account"] as string ?? "", kind);
        if (!_bodies.TryGetValue(id, out var body)) return CallingAccount.Explain(context, conversations);
        return _tokens.Current(id) is { } token ? Answer(context, body, token) : Wait(context, id, body);
    }

    private async Task Wait(HttpContext context, TokenId id, TokenBody body) =>
        await Answer(context, id, body, await _tokens.Get(id, AdminCaller.Of(context), context.RequestAborted));

    private async Task Refresh(HttpContext context, Account account)
    {
        var id = new TokenId(account.Alias, TokenKind.AccessToken);
        var (expired, fault) = await OneTextBody.Read(context.Request, "expired", time);
        if (expired is null)
            await Problem.Write(context, StatusCodes.Status400BadRequest, fault!, "Send {\"expired\":\"TOKEN\"} with the access_token that failed: only when it is still the current one is another asked for.");
        else
            await Answer(context, id, _bodies[id], await _tokens.Replace(id, expired, null, AdminCaller.Of(context), context.RequestAborted));
    }

    private Task Answer(HttpContext context, TokenId id, TokenBody body, TokenReply reply)
    {
        switch (reply)
        {
            case TokenReply.Granted granted:
                return Answer(context, body, granted.Token);
            case TokenReply.Refused refused:
                return TokenProblem.Write(context, id, refused, time);
            default:
                throw new InvalidOperationException($"No answer for {reply.GetType().Name}.");
        }
    }

    private Task Answer(HttpContext context, TokenBody body, GrantedToken token)
    {
        var bytes = body.Of(token, time.GetUtcNow());
        var response = context.Response;
        response.ContentType = JsonAnswer.ContentType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-store";
        response.BodyWriter.Write(bytes);
        return Task.CompletedTask;
    }
}
