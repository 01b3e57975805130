using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>The idempotency key of a request: whoever repeats it gets what became of the first.</summary>
internal static class AskedKey
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 200;

    /// <summary>The key of a request, one made for it when it brings none; null after a problem was answered.</summary>
    public static async ValueTask<string?> Read(HttpContext context)
    {
        var values = context.Request.Headers[Header];
        if (values.Count == 0) return Guid.NewGuid().ToString("N");
        if (values is [{ Length: > 0 and <= MaxLength } key] && !key.AsSpan().ContainsAnyExceptInRange('!', '~')) return key;
        await Problem.Write(
            context, StatusCodes.Status400BadRequest, $"'{Header}' is no key",
            $"Send it once, with 1 to {MaxLength} printable ASCII characters and no blank, the same for every attempt at one message; without it one is made and returned.");
        return null;
    }
}
