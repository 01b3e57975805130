using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Any call of the platform's API, with the account's access_token filled in.</summary>
/// <param name="platform">The accounts that can call.</param>
/// <param name="conversations">All accounts.</param>
/// <param name="forward">Passes calls on.</param>
internal sealed class ProxyApi(PlatformServices platform, ConversationHost conversations, PlatformForward forward)
{
    /// <summary>The route's last fixed part.</summary>
    public const string Door = "proxy";

    /// <summary>Adds the route, for every method.</summary>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.Map("/api/accounts/{account}/proxy/{**path}", CallingAccount.Only(platform, conversations, Handle)).Needs(AdminScope.Proxy);

    private Task Handle(HttpContext context, Account account)
    {
        return ProxyTarget.Read(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, account.Alias, Door) switch
        {
            ProxyTarget.Refused refused => Refuse(context, Refusal.Path(refused.Why)),
            ProxyTarget.Found found => Pass(context, account, found),
            var other => throw new InvalidOperationException($"No answer for {other.GetType().Name}."),
        };
    }

    private Task Pass(HttpContext context, Account account, ProxyTarget.Found target) => CallCredentials.Of(target.Path) switch
    {
        CallCredential.SecretForToken => Refuse(context, NotHere(
            target.Path, $"A token asked for past the engine may end the one that all share. GET /api/accounts/{account.Alias}/access_token gives that one; /api/accounts/{account.Alias}/drop-in{target.Path} gives it in the platform's own shape.")),
        CallCredential.Secret => Refuse(context, NotHere(
            target.Path, $"It takes the AppSecret, which callers of the proxy do not have. /api/accounts/{account.Alias}/drop-in{target.Path} puts it in the place of an admin key.")),
        var credential => forward.Pass(context, new ForwardedCall(
            account, target.Path,
            // A user-level call brings the user's own token under that name.
            credential == CallCredential.UserLevel ? target.Query : ProxyQuery.Without(target.Query, "access_token"),
            credential == CallCredential.Token,
            AdminCaller.Of(context)), Refuse),
    };

    private static Refusal NotHere(string path, string remedy) => new(StatusCodes.Status403Forbidden, 48001, $"{path} is not called through the proxy", remedy);

    private static Task Refuse(HttpContext context, Refusal refusal)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }
        RetryAfter.Set(context.Response, refusal.RetryAfter);
        return Results.Problem(
            statusCode: refusal.Status, title: refusal.Title, detail: refusal.Remedy,
            extensions: new Dictionary<string, object?> { ["outcome"] = refusal.Outcome }).ExecuteAsync(context);
    }
}
