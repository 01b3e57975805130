using Microsoft.AspNetCore.Http;
using WeChatActors.Actors;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Asks conversations for what operators and other systems want.</summary>
/// <param name="conversations">The conversations.</param>
/// <param name="time">The clock.</param>
internal sealed class ConversationCommands(ConversationHost conversations, TimeProvider time)
{
    /// <summary>How long a request waits until what it asks for is on disk.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks, and gives the answer once it is on disk; null after a problem was answered.</summary>
    /// <param name="context">The request.</param>
    /// <param name="account">The account.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="key">What makes it the same command again.</param>
    /// <param name="command">What.</param>
    /// <param name="again">What to do when nobody knows whether it was done.</param>
    public async Task<Answer?> Ask(HttpContext context, Account account, ConversationId id, string key, ConversationCommand command, string again)
    {
        var asked = await conversations.Command(account, id.OpenId, key, command, time.GetUtcNow(), Patience);
        if (asked.TryGetReply(out var answer)) return answer;
        RetryAfter.Set(context.Response, TimeSpan.FromSeconds(1));
        var why = asked.Error is ActorUnavailableException unavailable ? unavailable.Message : asked.Outcome switch
        {
            AskOutcome.MailboxFull => "The conversation has more to do than it can hold.",
            AskOutcome.DeadlinePassed => "The store did not take it in time; it may be done all the same.",
            _ => "The server is stopping, or the conversation failed; the log tells.",
        };
        await Problem.Write(context, StatusCodes.Status503ServiceUnavailable, "The conversation could not be asked", $"{why} {again}");
        return null;
    }
}
