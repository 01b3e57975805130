using System.Globalization;
using Microsoft.AspNetCore.Http;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Which rows of the outbox a request asks for.</summary>
/// <param name="State">Only those; null for all.</param>
/// <param name="Before">Older than this; null for the newest.</param>
/// <param name="Limit">At most so many.</param>
internal readonly record struct AskedRows(OutboxState? State, long? Before, int Limit)
{
    /// <summary>Reads <c>state</c>, <c>before</c> and <c>limit</c>; null after a problem was answered.</summary>
    public static async ValueTask<AskedRows?> Read(HttpContext context)
    {
        OutboxState? state = null;
        if (context.Request.Query.TryGetValue("state", out var word) && (state = OutboxJson.State(word)) is null)
        {
            await Problem.Write(context, StatusCodes.Status400BadRequest, "'state' is none of a message", $"Use one of {string.Join(", ", Enum.GetValues<OutboxState>().Select(OutboxJson.Word))}, or leave it out for all.");
            return null;
        }
        if (await AskedPlace.Read(context, "before") is not (true, var before)) return null;
        return await AskedCount.Read(context, "limit", 50, ", or page with 'before'") is { } limit ? new(state, before, limit) : null;
    }
}

/// <summary>Where a page of a list begins.</summary>
internal static class AskedPlace
{
    /// <summary>The number in the query, null when it is absent; not good after a problem was answered.</summary>
    public static async ValueTask<(bool Good, long? Place)> Read(HttpContext context, string name)
    {
        if (!context.Request.Query.TryGetValue(name, out var text)) return (true, null);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place)) return (true, place);
        await Problem.Write(context, StatusCodes.Status400BadRequest, $"'{name}' is no place in this list", "Use 'next' of the page before, or leave it out for the newest.");
        return (false, null);
    }
}
