using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Stands in the platform's place for programs made for it, whose host can be set: the token endpoints give the shared token, and
/// every other call is passed on.</summary>
/// <param name="accounts">All accounts by alias, also those that cannot call.</param>
/// <param name="giving">Answers in the place of the token endpoints.</param>
/// <param name="secrets">Makes calls that carry the AppSecret.</param>
/// <param name="access">Knows who may call.</param>
/// <param name="forward">Passes calls on.</param>
internal sealed class DropInApi(
    IReadOnlyDictionary<string, Account> accounts, TokenGiving giving, SecretCalls secrets, DropInAccess access, PlatformForward forward)
{
    /// <summary>The route's last fixed part.</summary>
    public const string Door = "drop-in";

    /// <summary>Adds the route, for every method.</summary>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.Map("/api/accounts/{account}/drop-in/{**path}", (RequestDelegate)Handle).ChecksItself();

    private Task Handle(HttpContext context)
    {
        var alias = (string)context.Request.RouteValues["account"]!;
        if (!accounts.TryGetValue(alias, out var account))
            return PlatformAnswer.Error(context, new Refusal(StatusCodes.Status404NotFound, 40013, $"There is no account '{LogText.Clean(alias)}'", "Use an alias under 'accounts' of the configuration."));
        if (account.Platform is null)
            return PlatformAnswer.Error(context, new Refusal(StatusCodes.Status409Conflict, 48001, $"'{alias}' cannot call the platform", "Give it an 'app_secret' in the configuration."));
        return ProxyTarget.Read(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, alias, Door) switch
        {
            ProxyTarget.Refused refused => PlatformAnswer.Error(context, Refusal.Path(refused.Why)),
            ProxyTarget.Found found => Answer(context, account, found),
            var other => throw new InvalidOperationException($"No answer for {other.GetType().Name}."),
        };
    }

    private Task Answer(HttpContext context, Account account, ProxyTarget.Found target) => CallCredentials.Of(target.Path) switch
    {
        CallCredential.SecretForToken => target.Path.Equals(CallCredentials.Token, StringComparison.OrdinalIgnoreCase)
            ? giving.Classic(context, account, target.Query)
            : giving.Stable(context, account),
        CallCredential.Secret => secrets.Pass(context, account, target),
        var credential => Pass(context, account, target, credential),
    };

    private Task Pass(HttpContext context, Account account, ProxyTarget.Found target, CallCredential credential)
    {
        var userLevel = credential == CallCredential.UserLevel;
        if (access.ByToken(context, account, ProxyQuery.Find(target.Query, "access_token"), userLevel, out var who) is { } refusal)
            return PlatformAnswer.Error(context, refusal);
        return forward.Pass(
            context,
            new ForwardedCall(account, target.Path, userLevel ? target.Query : ProxyQuery.Without(target.Query, "access_token"), credential == CallCredential.Token, who),
            PlatformAnswer.Error);
    }
}
