using System.Text.Json;

namespace WeChatActors.Engine;

/// <summary>The calls that are made most.</summary>
public static class PlatformCalls
{
    /// <summary>Asks by GET and reads the JSON.</summary>
    /// <param name="client">Calls.</param>
    /// <param name="account">The account's alias.</param>
    /// <param name="path">The path.</param>
    /// <param name="query">The query without token, escaped; empty for none.</param>
    /// <param name="ct">Ends the call.</param>
    public static ValueTask<PlatformResult> Get(this PlatformClient client, string account, string path, string query, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.Call(new PlatformRequest { Account = account, Method = HttpMethod.Get, Path = path, Query = query }, ct);
    }

    /// <summary>Posts JSON and reads the JSON.</summary>
    /// <param name="client">Calls.</param>
    /// <param name="account">The account's alias.</param>
    /// <param name="path">The path.</param>
    /// <param name="json">Writes the body.</param>
    /// <param name="ct">Ends the call.</param>
    public static ValueTask<PlatformResult> Post(this PlatformClient client, string account, string path, Action<Utf8JsonWriter> json, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.Call(new PlatformRequest { Account = account, Method = HttpMethod.Post, Path = path, Content = PlatformContent.Json(json) }, ct);
    }

    /// <inheritdoc cref="Post(PlatformClient, string, string, Action{Utf8JsonWriter}, CancellationToken)"/>
    /// <param name="client">Calls.</param>
    /// <param name="account">The account's alias.</param>
    /// <param name="path">The path.</param>
    /// <param name="json">The body, UTF-8.</param>
    /// <param name="ct">Ends the call.</param>
    public static ValueTask<PlatformResult> Post(this PlatformClient client, string account, string path, ReadOnlyMemory<byte> json, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.Call(new PlatformRequest { Account = account, Method = HttpMethod.Post, Path = path, Content = PlatformContent.Json(json) }, ct);
    }

    /// <summary>Fetches a file.</summary>
    /// <param name="client">Calls.</param>
    /// <param name="request">The call.</param>
    /// <param name="destination">Where the bytes go; left open. After a failure it may hold a part of them.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>What was saved; or what the platform answered in the place of a file, such as an errcode, or the address of a video.</returns>
    public static async ValueTask<PlatformDownload> Download(this PlatformClient client, PlatformRequest request, Stream destination, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(destination);
        switch (await client.Send(request, ct))
        {
            case PlatformExchange.Answered { Response: var response }:
                using (response) return await Save(client, request, response, destination, ct);
            case PlatformExchange.NotSent not:
                return new PlatformDownload.Answered(new PlatformResult.NotSent(not.Why, not.RetryAt));
            case PlatformExchange.Unknown unknown:
                return new PlatformDownload.Answered(new PlatformResult.Unknown(unknown.Why));
            case var other:
                throw new InvalidOperationException($"No download for {other.GetType().Name}.");
        }
    }

    private static async ValueTask<PlatformDownload> Save(PlatformClient client, PlatformRequest request, PlatformResponse response, Stream destination, CancellationToken ct)
    {
        if (response.Errcode != 0 || !response.Message.IsSuccessStatusCode || ErrcodeInJson.BeginsAsJson(response.Seen.Span))
            return new PlatformDownload.Answered(client.Read(request, response));
        var headers = response.Message.Content.Headers;
        var name = headers.ContentDisposition is { } disposition ? disposition.FileNameStar ?? disposition.FileName?.Trim('"') : null;
        var bytes = 0L;
        var buffer = new byte[64 * 1024];
        while (true)
        {
            int got;
            try
            {
                got = await response.Body.ReadAsync(buffer, ct);
            }
            catch (Exception error) when (error is IOException or HttpRequestException)
            {
                return new PlatformDownload.Answered(new PlatformResult.Unknown($"The file of {request.Path} broke off after {bytes} bytes; fetch it again."));
            }
            if (got == 0) return new PlatformDownload.Saved(bytes, headers.ContentType?.ToString(), name);
            await destination.WriteAsync(buffer.AsMemory(0, got), ct);
            bytes += got;
        }
    }
}
