using Microsoft.AspNetCore.Http;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>The account that a route of the admin API is about: its alias is the route value <c>account</c>.</summary>
internal static class CallingAccount
{
    /// <summary>The account, when it can call the platform.</summary>
    public static Account? Find(HttpContext context, PlatformServices platform) =>
        platform.Accounts.GetValueOrDefault(context.Request.RouteValues["account"] as string ?? "");

    /// <summary>Answers why it cannot: 404 for an account that is not known, 409 for one without AppSecret.</summary>
    public static Task Explain(HttpContext context, ConversationHost conversations)
    {
        var alias = context.Request.RouteValues["account"] as string ?? "";
        return conversations.Accounts.ContainsKey(alias)
            ? Problem.Write(context, StatusCodes.Status409Conflict, $"The account '{alias}' has no AppSecret", "Give its 'app_secret' in the configuration: without one it only answers, and cannot call the platform.")
            : Problem.Write(context, StatusCodes.Status404NotFound, $"There is no account '{alias}'", "Use an alias under 'accounts' of the configuration.");
    }
}
