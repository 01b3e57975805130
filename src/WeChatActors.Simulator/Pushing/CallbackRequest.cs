using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace WeChatActors.Simulator;

/// <summary>What one HTTP request to a callback came to.</summary>
/// <param name="Status">The status; null when no head of an answer came.</param>
/// <param name="Body">The body, as far as it came.</param>
/// <param name="Location">Where a redirect points to.</param>
/// <param name="Failure">Why there is no complete answer, in one sentence; null when there is one.</param>
/// <param name="Elapsed">From the first byte sent to the last byte read or the end of patience.</param>
internal sealed record Exchange(int? Status, byte[] Body, string? Location, Sentence? Failure, TimeSpan Elapsed);

/// <summary>One HTTP request to a callback as WeChat makes it: on a connection of its own, five seconds for all of it, no redirects, and
/// not more of an answer than WeChat would look at.</summary>
internal static class CallbackRequest
{
    /// <summary>How long WeChat waits for the last byte of an answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The largest answer that is read, in bytes.</summary>
    public const int MaxAnswerBytes = 64 * 1024;

    /// <summary>The address with more parameters behind those it has.</summary>
    public static Uri With(Uri callback, string query) =>
        new UriBuilder(callback) { Query = callback.Query.Length > 1 ? $"{callback.Query}&{query}" : query }.Uri;

    /// <summary>Sends one request and reads the answer.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="body">What is posted; null asks by GET.</param>
    /// <param name="wall">Measures the patience.</param>
    /// <returns>What came of it. Never throws for anything the other side does, and leaves no connection open.</returns>
    public static async Task<Exchange> Send(Uri address, byte[]? body, TimeProvider wall)
    {
        var begun = wall.GetTimestamp();
        int? status = null;
        string? location = null;
        var answer = new ArrayBufferWriter<byte>(1024);
        using var deadline = new CancellationTokenSource(Patience, wall);
        // A handler for this request alone: whatever state it leaves a connection in, disposing ends the connection.
        using var handler = Handler();
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = Request(address, body);
        Sentence? failure;
        try
        {
            using var response = await invoker.SendAsync(request, deadline.Token);
            status = (int)response.StatusCode;
            location = response.Headers.TryGetValues("Location", out var values) ? values.First() : null;
            await using var stream = await response.Content.ReadAsStreamAsync(deadline.Token);
            failure = await Read(stream, answer, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            // By the deadline, or by the handler's own limit for connecting when the wall is a clock that a test holds.
            failure = OutOfPatience(status, answer.WrittenCount);
        }
        catch (HttpRequestException error)
        {
            failure = Describe(error, address);
        }
        catch (IOException)
        {
            failure = Broken(answer.WrittenCount);
        }
        return new Exchange(status, answer.WrittenSpan[..Math.Min(answer.WrittenCount, MaxAnswerBytes)].ToArray(), location, failure, wall.GetElapsedTime(begun));
    }

    private static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = 64,
        // The deadline counts; this only ends an attempt that nobody waits for any more.
        ConnectTimeout = 2 * Patience,
    };

    private static HttpRequestMessage Request(Uri address, byte[]? body)
    {
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, address)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/4.0");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml");
        }
        return request;
    }

    /// <summary>Reads an answer's body to its end, or to one byte more than WeChat would look at.</summary>
    /// <returns>Null, or that it is too long.</returns>
    public static async Task<Sentence?> Read(Stream stream, ArrayBufferWriter<byte> answer, CancellationToken ct)
    {
        while (true)
        {
            var room = answer.GetMemory(1024);
            room = room[..Math.Min(room.Length, MaxAnswerBytes + 1 - answer.WrittenCount)];
            var got = await stream.ReadAsync(room, ct);
            if (got == 0) return null;
            answer.Advance(got);
            if (answer.WrittenCount > MaxAnswerBytes) return TooLong;
        }
    }

    /// <summary>Why an answer of more than 64 KiB does not count.</summary>
    public static Sentence TooLong { get; } = new(
        $"The answer is longer than {Bytes(MaxAnswerBytes)}; the rest was not read. Answer success, or a reply, which is a few KiB at most.",
        $"应答超过 {Sentence.Digits(MaxAnswerBytes)} 字节，其余部分未读取。请回复 success，或回复 XML，它最多几 KiB。");

    /// <summary>Why an answer that broke off does not count.</summary>
    /// <param name="received">Bytes of its body that had come.</param>
    public static Sentence Broken(int received) => new(
        $"The connection broke after {Bytes(received)} of the answer's body; check Content-Length, and that the handler does not crash while it writes.",
        $"收到 {Sentence.Digits(received)} 字节应答正文后连接中断；请检查 Content-Length，以及处理程序是否在输出时崩溃。");

    /// <summary>Why an answer that did not end in time does not count.</summary>
    /// <param name="status">Its status, if its head had come.</param>
    /// <param name="received">Bytes of its body that had come.</param>
    public static Sentence OutOfPatience(int? status, int received) => status is null
        ? new Sentence(
            "No answer came within 5 s; WeChat waits no longer. Answer success at once and send the reply through the customer-service API.",
            "5 秒内没有应答，微信不再等待。请立即回复 success，再通过客服消息接口发送回复。")
        : new Sentence(
            $"The answer was not complete after 5 s: its head and {Bytes(received)} of its body had come; WeChat waits no longer.",
            $"5 秒后应答仍不完整：只收到应答头和 {Sentence.Digits(received)} 字节正文，微信不再等待。");

    /// <summary>Why a request that failed got no answer.</summary>
    public static Sentence Describe(HttpRequestException error, Uri address) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => new Sentence(
            $"The name {address.Host} cannot be resolved; check the callback's host name and DNS.", $"无法解析域名 {address.Host}；请检查回调 URL 的主机名和 DNS。"),
        HttpRequestError.ConnectionError when Find<SocketException>(error) is { SocketErrorCode: SocketError.ConnectionRefused } => new Sentence(
            $"Nothing listens at {address.Authority}: the connection was refused; start the server or correct the callback's port.",
            $"{address.Authority} 没有服务在监听，连接被拒绝；请启动服务，或更正回调 URL 的端口。"),
        HttpRequestError.ConnectionError => new Sentence(
            $"No connection to {address.Authority} could be made; check the callback's host and port, and firewalls.",
            $"无法连接 {address.Authority}；请检查回调 URL 的主机和端口，以及防火墙。"),
        HttpRequestError.SecureConnectionError => new Sentence(
            $"No TLS connection to {address.Authority} could be made; either that port speaks plain HTTP, or its certificate is not trusted here.",
            $"无法与 {address.Authority} 建立 TLS 连接；该端口可能是普通 HTTP，或其证书在本机不受信任。"),
        HttpRequestError.ResponseEnded => new Sentence(
            "The connection was closed before a complete answer had come; the handler may have crashed.", "尚未收到完整应答，连接就已关闭；处理程序可能已崩溃。"),
        HttpRequestError.ConfigurationLimitExceeded => new Sentence("The answer's headers are longer than 64 KiB.", "应答头超过 64 KiB。"),
        HttpRequestError.InvalidResponse => new Sentence(
            "The answer is no HTTP/1.1; check that an HTTP server listens at the callback's port.", "应答不是 HTTP/1.1；请确认回调端口上监听的是 HTTP 服务。"),
        _ when Find<SocketException>(error) is { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown } => new Sentence(
            "The connection was reset before a complete answer had come; the handler or the server may have crashed.",
            "尚未收到完整应答，连接就被重置；处理程序或服务可能已崩溃。"),
        _ => new Sentence(
            "The connection broke before a complete answer had come; the handler or the server may have crashed.",
            "尚未收到完整应答，连接就已中断；处理程序或服务可能已崩溃。"),
    };

    private static T? Find<T>(Exception? error) where T : Exception
    {
        while (error is not null and not T) error = error.InnerException;
        return error as T;
    }

    private static string Bytes(int count) => $"{Sentence.Digits(count)} {(count == 1 ? "byte" : "bytes")}";
}
