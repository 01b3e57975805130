using System.Net;
using System.Net.Http.Headers;

namespace WeChatActors.Simulator;

/// <summary>What came for one packet.</summary>
/// <param name="Fault">Why there is no complete answer with status 200, in one sentence; null when there is.</param>
/// <param name="Body">The answer; valid until the next one is read.</param>
internal readonly record struct LoadAnswer(string? Fault, ReadOnlyMemory<byte> Body);

/// <summary>A connection of a load source, kept alive from packet to packet.</summary>
/// <param name="callback">Where to.</param>
/// <param name="time">Measures the five seconds.</param>
internal sealed class LoadConnection(Uri callback, TimeProvider time) : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null, MaxConnectionsPerServer = 1,
    });
    private readonly byte[] _answer = new byte[CallbackRequest.MaxAnswerBytes + 1];
    private CancellationTokenSource _deadline = new(Timeout.InfiniteTimeSpan, time);

    public async Task<LoadAnswer> Post(string query, ReadOnlyMemory<byte> body)
    {
        if (!_deadline.TryReset())
        {
            _deadline.Dispose();
            _deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }
        _deadline.CancelAfter(CallbackRequest.Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, CallbackRequest.With(callback, query)) { Content = new ReadOnlyMemoryContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml");
            using var response = await _invoker.SendAsync(request, _deadline.Token);
            if (response.StatusCode != HttpStatusCode.OK) return new LoadAnswer($"The status is {(int)response.StatusCode}; only 200 counts, whatever the body says.", default);
            await using var stream = await response.Content.ReadAsStreamAsync(_deadline.Token);
            var length = await stream.ReadAtLeastAsync(_answer, _answer.Length, throwOnEndOfStream: false, _deadline.Token);
            return length < _answer.Length ? new LoadAnswer(null, _answer.AsMemory(0, length)) : new LoadAnswer("The answer is longer than 64 KiB.", default);
        }
        catch (OperationCanceledException)
        {
            return new LoadAnswer("No complete answer came within 5 s.", default);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new LoadAnswer("The connection failed or broke.", default);
        }
    }

    public void Dispose()
    {
        _invoker.Dispose();
        _deadline.Dispose();
    }
}
