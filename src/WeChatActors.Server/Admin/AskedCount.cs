using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>How many rows of a list a request asks for.</summary>
internal static class AskedCount
{
    private const int Max = 500;

    /// <summary>The number in the query; null after a problem was answered.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="default">The number when it is absent.</param>
    /// <param name="otherwise">What else to do, for the remedy.</param>
    public static async ValueTask<int?> Read(HttpContext context, string name, int @default, string otherwise)
    {
        if (!context.Request.Query.TryGetValue(name, out var text)) return @default;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= Max) return count;
        await Problem.Write(context, StatusCodes.Status400BadRequest, $"'{name}' is not a number from 1 to {Max}", $"Leave it out for {@default}{otherwise}.");
        return null;
    }
}
