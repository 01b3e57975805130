using Microsoft.AspNetCore.Http;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Handlers of routes that are about an account, or about one of its conversations: <c>account</c> and <c>openId</c> are route values.</summary>
/// <param name="conversations">All accounts.</param>
/// <param name="store">Knows who has written.</param>
/// <param name="time">The clock.</param>
internal sealed class KnownConversation(ConversationHost conversations, IConversationStore store, TimeProvider time)
{
    /// <summary>A handler that is asked about known accounts only; of others it is answered 404.</summary>
    public RequestDelegate OfAccount(Func<HttpContext, Account, Task> handle) => context =>
        conversations.Accounts.TryGetValue(context.Request.RouteValues["account"] as string ?? "", out var account) ? handle(context, account) : NoAccount(context);

    /// <summary>A handler that is asked about people who have written to the account only; of others it is answered 404.</summary>
    public RequestDelegate Of(Func<HttpContext, Account, ConversationId, Conversation, Task> handle) => OfAccount((context, account) => Find(context, account, handle));

    /// <summary>Asks a handler about the conversation of a request, when that person has written to the account; answers 404 otherwise.</summary>
    public async Task Find(HttpContext context, Account account, Func<HttpContext, Account, ConversationId, Conversation, Task> handle)
    {
        var openId = context.Request.RouteValues["openId"] as string ?? "";
        // What cannot be an OpenID is nobody's, and asks nothing of the disk.
        var id = new ConversationId(account.Alias, new OpenId(openId));
        var state = OpenId.IsValid(openId) ? await store.Load(id, time.GetUtcNow()) : Conversation.New;
        if (state.Version > 0) await handle(context, account, id, state);
        else await Problem.Write(context, StatusCodes.Status404NotFound, $"Nobody with this OpenID has written to '{account.Alias}'", "List the conversations, or check the OpenID: upper and lower case differ.");
    }

    private static Task NoAccount(HttpContext context) =>
        Problem.Write(context, StatusCodes.Status404NotFound, $"There is no account '{context.Request.RouteValues["account"]}'", "Use an alias under 'accounts' of the configuration.");
}
