using Microsoft.AspNetCore.Http;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>The answer while no token can be had.</summary>
internal static class TokenProblem
{
    /// <summary>503 with the cause, the platform's errcode, and when to ask again if that is known.</summary>
    public static Task Write(HttpContext context, TokenId id, TokenReply.Refused refused, TimeProvider time)
    {
        RetryAfter.Set(context.Response, refused.RetryAt - time.GetUtcNow());
        return Problem.Write(context, StatusCodes.Status503ServiceUnavailable, $"There is no {id.Name} for '{id.Account}' now", refused.Why, refused.Errcode);
    }
}
