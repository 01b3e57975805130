using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Stands in the platform's place for programs made for it, whose host can be set: the token endpoints give the shared token, and
/// every other call is passed on.</summary>
/// <param name="platform">The accounts that can call.</param>
/// <param name="conversations">All accounts.</param>
/// <param name="giving">Answers in the place of the token endpoints.</param>
/// <param name="secrets">Makes calls that carry the AppSecret.</param>
/// <param name="access">Knows who may call.</param>
/// <param name="forward">Passes calls on.</param>
internal sealed class DropInApi(
    PlatformServices platform, ConversationHost conversations, TokenGiving giving, SecretCalls secrets, DropInAccess access, PlatformForward forward)
{
    /// <summary>The route's last fixed part.</summary>
    public const string Door = "drop-in";

    /// <summary>Adds the route, for every method.</summary>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.Map("/api/accounts/{account}/drop-in/{**path}", CallingAccount.Only(platform, conversations, Handle)).ChecksItself();

    private async Task Handle(HttpContext context, Account account)
    {
        try
        {
            await (ProxyTarget.Read(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, account.Alias, Door) switch
            {
                ProxyTarget.Refused refused => PlatformAnswer.Error(context, Refusal.Path(refused.Why)),
                ProxyTarget.Found found => Answer(context, account, found),
                var other => throw new InvalidOperationException($"No answer for {other.GetType().Name}."),
            });
        }
        catch (BadHttpRequestException error)
        {
            await PlatformAnswer.Error(context, Refusal.Body(error));
        }
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
