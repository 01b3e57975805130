using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>Reads the body that reports a failed token: <c>{"expired":"TOKEN"}</c>.</summary>
internal static class RefreshBody
{
    private const int MaxBytes = 16 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>The token in it, or why there is none.</summary>
    /// <param name="request">The request; its body is read to the end.</param>
    /// <param name="time">The clock: a body takes at most 10 s.</param>
    /// <returns>The token; or null and what is wrong, which never shows what the body holds.</returns>
    /// <exception cref="OperationCanceledException">The caller has gone away.</exception>
    public static async Task<(string? Expired, string? Fault)> Read(HttpRequest request, TimeProvider time)
    {
        var gone = request.HttpContext.RequestAborted;
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, gone);
        var bytes = new byte[MaxBytes + 1];
        int length;
        try
        {
            length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, either.Token);
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            return (null, $"The body did not arrive within {Limit.TotalSeconds:0} s");
        }
        catch (BadHttpRequestException)
        {
            return (null, "The body is not what the request's head says");
        }
        return length > MaxBytes ? (null, $"The body is longer than {MaxBytes / 1024} KiB") : Parse(bytes.AsMemory(0, length));
    }

    private static (string? Expired, string? Fault) Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, Strict);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return (null, "The body is no JSON object");
            string? expired = null;
            foreach (var member in json.RootElement.EnumerateObject())
            {
                if (!member.NameEquals("expired"u8)) return (null, "The body has a member other than 'expired'");
                if (member.Value.ValueKind != JsonValueKind.String) return (null, "'expired' is no text");
                expired = member.Value.GetString();
            }
            return expired is { Length: > 0 } ? (expired, null) : (null, expired is null ? "The body has no 'expired'" : "'expired' is empty");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second is thrown for text that is no UTF-16, such as half of a surrogate pair.
            return (null, "The body is no JSON");
        }
    }
}
