using System.Buffers;
using System.Net.Http.Headers;

namespace WeChatActors.Simulator;

/// <summary>What came for one packet.</summary>
/// <param name="Fault">Why there is no complete answer with status 200, in one sentence; null when there is.</param>
/// <param name="Body">The answer; valid until the next one is read.</param>
internal readonly record struct LoadAnswer(Sentence? Fault, ReadOnlyMemory<byte> Body);

/// <summary>A connection of a load source, kept alive from packet to packet.</summary>
/// <param name="callback">Where to.</param>
/// <param name="time">Measures the five seconds.</param>
internal sealed class LoadConnection(Uri callback, TimeProvider time) : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null, MaxConnectionsPerServer = 1,
    });
    private readonly ArrayBufferWriter<byte> _answer = new(1024);
    private CancellationTokenSource _deadline = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>Sends one packet and reads the answer.</summary>
    /// <returns>What came of it. Never throws for anything the other side does.</returns>
    public async Task<LoadAnswer> Post(string query, ReadOnlyMemory<byte> body)
    {
        // One source of cancellation for many packets, each of which sets it to its own end.
        if (!_deadline.TryReset())
        {
            _deadline.Dispose();
            _deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }
        _deadline.CancelAfter(CallbackRequest.Patience);
        _answer.ResetWrittenCount();
        int? status = null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, CallbackRequest.With(callback, query)) { Content = new ReadOnlyMemoryContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml");
            using var response = await _invoker.SendAsync(request, _deadline.Token);
            status = (int)response.StatusCode;
            if (StatusCheck.FindFault(status, null) is { } fault) return new LoadAnswer(fault, default);
            await using var stream = await response.Content.ReadAsStreamAsync(_deadline.Token);
            return new LoadAnswer(await CallbackRequest.Read(stream, _answer, _deadline.Token), _answer.WrittenMemory);
        }
        catch (OperationCanceledException)
        {
            return new LoadAnswer(CallbackRequest.OutOfPatience(status, _answer.WrittenCount), default);
        }
        catch (HttpRequestException error)
        {
            return new LoadAnswer(CallbackRequest.Describe(error, callback), default);
        }
        catch (IOException)
        {
            return new LoadAnswer(CallbackRequest.Broken(_answer.WrittenCount), default);
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        _invoker.Dispose();
        _deadline.Dispose();
    }
}
