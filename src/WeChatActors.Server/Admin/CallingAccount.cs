using Microsoft.AspNetCore.Http;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>The account that a route of the admin API is about: its alias is the route value <c>account</c>.</summary>
internal static class CallingAccount
{
    /// <summary>A handler that is asked about accounts that can call the platform only.</summary>
    /// <param name="platform">The accounts that can.</param>
    /// <param name="conversations">All accounts.</param>
    /// <param name="handle">Answers for one that can; for others <see cref="Explain"/> does.</param>
    public static RequestDelegate Only(PlatformServices platform, ConversationHost conversations, Func<HttpContext, Account, Task> handle) =>
        context => platform.Accounts.TryGetValue(context.Request.RouteValues["account"] as string ?? "", out var account)
            ? handle(context, account)
            : Explain(context, conversations);

    /// <summary>Answers why an account cannot call the platform: 404 for one that is not known, 409 for one without AppSecret.</summary>
    public static Task Explain(HttpContext context, ConversationHost conversations)
    {
        var alias = context.Request.RouteValues["account"] as string ?? "";
        return conversations.Accounts.ContainsKey(alias)
            ? Problem.Write(context, StatusCodes.Status409Conflict, $"The account '{alias}' has no AppSecret", "Give its 'app_secret' in the configuration: without one it only answers, and cannot call the platform.")
            : Problem.Write(context, StatusCodes.Status404NotFound, $"There is no account '{alias}'", "Use an alias under 'accounts' of the configuration.");
    }
}
