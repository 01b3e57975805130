using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace WeChatActors.Engine;

/// <summary>One request to the platform whose answer is a small JSON object, bounded in time and size.</summary>
internal static class TokenRequest
{
    /// <summary>A longer answer is none: the longest token with all around it has under 2 KB.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Sends it and reads the answer.</summary>
    /// <param name="http">Sends it.</param>
    /// <param name="request">The request; disposed with the call.</param>
    /// <param name="limit">How long all of it may take.</param>
    /// <param name="time">The clock of that.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The object, which whoever gets it disposes; or null and one sentence that names the host, and nothing of the request.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> ended it.</exception>
    public static async ValueTask<(JsonDocument? Json, string Why)> Send(
        HttpMessageInvoker http, HttpRequestMessage request, TimeSpan limit, TimeProvider time, CancellationToken ct)
    {
        var host = request.RequestUri!.Authority;
        using var clock = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, ct);
        var buffer = ArrayPool<byte>.Shared.Rent(MostBytes + 1);
        try
        {
            using var sent = request;
            // The handler may not look at the token while it waits for a name or a connection.
            using var response = await http.SendAsync(sent, either.Token).WaitAsync(either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                return (null, $"{host} answered with HTTP status {((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)} in place of a token: a proxy in between, or the platform is down.");
            var stream = await response.Content.ReadAsStreamAsync(either.Token);
            var length = 0;
            while (length <= MostBytes)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length, MostBytes + 1 - length), either.Token);
                if (read == 0) break;
                length += read;
            }
            return length > MostBytes
                ? (null, $"{host} answered with more than {MostBytes / 1024} KB in place of a token; the rest was not read.")
                : Parse(buffer.AsMemory(0, length), host);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, $"{host} gave no whole answer within {limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.");
        }
        catch (HttpRequestException error)
        {
            return (null, Unreached(host, error.HttpRequestError));
        }
        catch (IOException)
        {
            return (null, $"{host} broke the connection in the middle of its answer.");
        }
        finally
        {
            // What was rented held a credential.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static (JsonDocument?, string) Parse(ReadOnlyMemory<byte> body, string host)
    {
        try
        {
            // A copy: the document outlives the buffer.
            var json = JsonDocument.Parse(body.ToArray());
            if (json.RootElement.ValueKind == JsonValueKind.Object) return (json, "");
            json.Dispose();
        }
        catch (JsonException)
        {
        }
        return (null, $"{host} answered with something other than a JSON object: a proxy or a login page in between, or half an answer.");
    }

    private static string Unreached(string host, HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => $"The name of {host} cannot be resolved: check this machine's DNS.",
        HttpRequestError.ConnectionError => $"{host} cannot be reached: check this machine's way to the internet.",
        HttpRequestError.SecureConnectionError => $"No secure connection to {host}: check this machine's certificates and clock, and what stands in between.",
        HttpRequestError.ResponseEnded => $"{host} ended the connection without a whole answer.",
        _ => $"The connection to {host} failed ({error}).",
    };
}
