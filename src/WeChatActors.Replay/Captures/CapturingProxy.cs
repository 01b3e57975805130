using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WeChatActors.Protocol;
using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>Stands in front of a bot, passes everything on as it is, and captures what WeChat sent and what the bot answered.</summary>
internal sealed class CapturingProxy : IAsyncDisposable
{
    /// <summary>How long a connection to the bot may take to come about.</summary>
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long the bot may take to begin its answer. WeChat has gone away long before.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _bot;
    private readonly string _to;
    private readonly ExchangeCapture _capture;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private readonly HashSet<string> _said = [];
    private long _passed;
    private int _silent;

    private CapturingProxy(WebApplication app, Uri to, ExchangeCapture capture, TimeProvider time, Action<string> say)
    {
        (_app, _to, _capture, _time, _say) = (app, to.GetLeftPart(UriPartial.Authority), capture, time, say);
        _bot = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null,
            ConnectTimeout = ConnectLimit, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4),
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1, ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        });
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Requests that were passed on.</summary>
    public long Passed => Interlocked.Read(ref _passed);

    /// <summary>What was passed on and not captured, by why.</summary>
    public Tallies Skipped { get; } = new();

    /// <summary>Starts it.</summary>
    /// <param name="listen">Where.</param>
    /// <param name="to">The bot: scheme, host and port.</param>
    /// <param name="capture">Gets what is passed on.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Hears once when the bot fails and when it answers again, and once of each kind that is not captured.</param>
    /// <exception cref="SimulatorStartException">The port is in use or may not be opened.</exception>
    public static async Task<CapturingProxy> Start(Uri listen, Uri to, ExchangeCapture capture, TimeProvider time, Action<string> say)
    {
        var builder = Listener.Build(listen, long.MaxValue, "--listen", null);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        });
        var app = builder.Build();
        var proxy = new CapturingProxy(app, to, capture, time, say);
        app.Run(proxy.Pass);
        try
        {
            await Listener.Open(app, listen, "--listen");
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _bot.Dispose();
    }

    private async Task Pass(HttpContext context)
    {
        var passing = new Passing(_time, context);
        Interlocked.Increment(ref _passed);
        var status = await Relay(context, passing);
        if (passing.IsCaptured || !HttpMethods.IsPost(context.Request.Method)) return;
        // A bot that did not take the packet is worth knowing as well.
        await passing.Body.ReadRest(context.RequestAborted);
        Capture(passing, status);
    }

    private void Capture(Passing passing, int? status)
    {
        passing.IsCaptured = true;
        // Half a packet looks like a genuine one: in plaintext mode the signature does not cover it.
        var why = passing.Body.IsKept
            ? _capture.Add(new Exchange
            {
                At = passing.At, Query = passing.Query, Body = passing.Body.Kept.Bytes, Status = status, HasAnswer = status is not null, Answer = passing.Answer.Bytes, Elapsed = passing.Elapsed,
            })
            : "the request's body broke off";
        if (why is null) return;
        Skipped.Count(why);
        Once($"not captured: {why}");
    }

    /// <summary>Passes a request on and its answer back; the status of an answer that was passed on whole, null for none.</summary>
    private async Task<int?> Relay(HttpContext context, Passing passing)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        // Disposed before the source that it cancels, and waits for a call that is under way.
        await using var late = _time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), limit, AnswerLimit, Timeout.InfiniteTimeSpan);
        try
        {
            using var request = Request(context, passing.Body);
            using var response = await _bot.SendAsync(request, limit.Token);
            late.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (Interlocked.Exchange(ref _silent, 0) == 1) _say("the bot answers again");
            Head(response, context.Response);
            await using var content = await response.Content.ReadAsStreamAsync(context.RequestAborted);
            await Copy(content, response, context, passing);
            return (int)response.StatusCode;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone away, as WeChat does after five seconds.
        }
        catch (OperationCanceledException)
        {
            Refuse(context, StatusCodes.Status504GatewayTimeout, $"the bot at {_to} has not answered for {AnswerLimit.TotalSeconds:0} s: 504");
        }
        catch (HttpRequestException) when (passing.Body.IsBroken)
        {
            // Whoever asked broke its question off; that is no fault of the bot.
            context.Abort();
        }
        catch (HttpRequestException error)
        {
            Refuse(context, StatusCodes.Status502BadGateway, $"the bot at {_to} cannot be asked ({error.InnerException?.Message ?? error.Message}): 502");
        }
        catch (IOException)
        {
            Refuse(context, StatusCodes.Status502BadGateway, $"the bot at {_to} broke an answer off: 502, or a broken answer when it had begun");
        }
        return null;
    }

    private void Refuse(HttpContext context, int status, string sentence)
    {
        if (Interlocked.Exchange(ref _silent, 1) == 0) _say(sentence);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
    }

    private HttpRequestMessage Request(HttpContext context, PassingBody body)
    {
        // As it came: a path that is written otherwise may mean something else to the bot.
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (!target.StartsWith('/')) target = "/";
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_to + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (context.Request.ContentLength is > 0 || context.Request.Headers.TransferEncoding.Count > 0 || (context.Request.ContentLength == 0 && HttpMethods.IsPost(context.Request.Method))) request.Content = body;
        var dropped = Hops(context.Request.Headers.Connection);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (dropped.Contains(name) || name.Equals("Expect", StringComparison.OrdinalIgnoreCase)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)) request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
        return request;
    }

    private static void Head(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        to.HttpContext.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = from.ReasonPhrase;
        var dropped = Hops(from.Headers.Connection);
        foreach (var (name, values) in from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated))
            if (!dropped.Contains(name)) to.Headers[name] = values.ToArray();
    }

    /// <summary>Headers that are of one connection alone.</summary>
    private static HashSet<string> Hops(IEnumerable<string?> connection) => new(
        ["Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", .. connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))],
        StringComparer.OrdinalIgnoreCase);

    private async Task Copy(Stream from, HttpResponseMessage response, HttpContext context, Passing passing)
    {
        var buffer = new byte[16 * 1024];
        var left = response.Content.Headers.ContentLength;
        while (await from.ReadAsync(buffer, context.RequestAborted) is var read and > 0)
        {
            passing.Answer.Add(buffer.AsSpan(0, read));
            left -= read;
            // Whoever has the whole answer finds it captured. One without a length ends when this request does.
            if (left == 0 && passing.Body.IsKept && HttpMethods.IsPost(context.Request.Method)) Capture(passing, (int)response.StatusCode);
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private void Once(string sentence)
    {
        lock (_said)
            if (!_said.Add(sentence)) return;
        _say(sentence);
    }

    /// <summary>The first bytes of what passes.</summary>
    private sealed class Kept(int most)
    {
        private byte[] _bytes = [];
        private int _length;

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

        public void Add(ReadOnlySpan<byte> bytes)
        {
            bytes = bytes[..Math.Min(bytes.Length, most - _length)];
            if (_bytes.Length - _length < bytes.Length) Array.Resize(ref _bytes, Math.Min(most, Math.Max(2 * _bytes.Length, _length + bytes.Length)));
            bytes.CopyTo(_bytes.AsSpan(_length));
            _length += bytes.Length;
        }
    }

    /// <summary>A request that is being passed on.</summary>
    private sealed class Passing(TimeProvider time, HttpContext context)
    {
        private readonly long _begun = time.GetTimestamp();

        public DateTimeOffset At { get; } = time.GetUtcNow();

        public string Query { get; } = context.Request.QueryString.Value ?? "";

        public PassingBody Body { get; } = new(context.Request.Body, context.Request.ContentLength, Callback.MaxBodyBytes + 1);

        public Kept Answer { get; } = new(CaptureFormat.MaxAnswerBytes + 1);

        public bool IsCaptured { get; set; }

        public TimeSpan Elapsed => time.GetElapsedTime(_begun);
    }

    /// <summary>The body of a request while it passes. A bot may answer before it has taken all of it.</summary>
    private sealed class PassingBody(Stream from, long? length, int most) : HttpContent
    {
        private readonly SemaphoreSlim _reading = new(1);
        private volatile bool _isKept, _isBroken;
        private bool _isTaken;

        /// <summary>What came; read only when <see cref="IsKept"/>.</summary>
        public Kept Kept { get; } = new(most);

        /// <summary>Whether all of it came, or as much as is kept: nothing is added any more.</summary>
        public bool IsKept => _isKept;

        /// <summary>Whether whoever sends it broke it off.</summary>
        public bool IsBroken => _isBroken;

        /// <summary>Reads what nobody took, as far as it is kept.</summary>
        public async Task ReadRest(CancellationToken ct)
        {
            var buffer = new byte[16 * 1024];
            try
            {
                while (!_isKept) await Read(buffer, isRest: true, ct);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // It broke off.
            }
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            var buffer = new byte[16 * 1024];
            while (await Read(buffer, isRest: false, cancellationToken) is var read and > 0) await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length ?? 0;
            return length is not null;
        }

        private async ValueTask<int> Read(byte[] buffer, bool isRest, CancellationToken ct)
        {
            await _reading.WaitAsync(ct);
            try
            {
                if (isRest && _isKept) return 0;
                // The bot must not take what is left for a whole packet.
                if (!isRest && _isTaken) throw new IOException("the rest was read without the bot");
                _isTaken = isRest;
                var read = await from.ReadAsync(buffer, ct);
                if (_isKept) return read;
                Kept.Add(buffer.AsSpan(0, read));
                _isKept = read == 0 || Kept.Bytes.Length == most || Kept.Bytes.Length == length;
                return read;
            }
            catch (IOException) when (!_isTaken)
            {
                _isBroken = true;
                throw;
            }
            finally
            {
                _reading.Release();
            }
        }
    }
}
