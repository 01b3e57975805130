using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>Reads a body that is one named text: <c>{"expired":"TOKEN"}</c>. Its size and time are bounded.</summary>
internal static class OneTextBody
{
    private const int MaxBytes = 16 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>The text in it, or why there is none.</summary>
    /// <param name="request">The request; its body is read to the end.</param>
    /// <param name="name">The name of the text.</param>
    /// <param name="time">The clock: a body takes at most 10 s.</param>
    /// <returns>The text; or null and what is wrong, which never shows what the body holds.</returns>
    /// <exception cref="OperationCanceledException">The caller has gone away.</exception>
    public static async Task<(string? Text, string? Fault)> Read(HttpRequest request, string name, TimeProvider time)
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
        return length > MaxBytes ? (null, $"The body is longer than {MaxBytes / 1024} KiB") : Parse(bytes.AsMemory(0, length), name);
    }

    private static (string? Text, string? Fault) Parse(ReadOnlyMemory<byte> bytes, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, Strict);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return (null, "The body is no JSON object");
            string? text = null;
            foreach (var member in json.RootElement.EnumerateObject())
            {
                if (!member.NameEquals(name)) return (null, $"The body has a member other than '{name}'");
                if (member.Value.ValueKind != JsonValueKind.String) return (null, $"'{name}' is no text");
                text = member.Value.GetString();
            }
            return text is { Length: > 0 } ? (text, null) : (null, text is null ? $"The body has no '{name}'" : $"'{name}' is empty");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second is thrown for text that is no UTF-16, such as half of a surrogate pair.
            return (null, "The body is no JSON");
        }
    }
}
