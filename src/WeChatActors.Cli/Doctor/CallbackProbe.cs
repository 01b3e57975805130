using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using WeChatActors.Replay;

namespace WeChatActors.Cli;

/// <summary>What a callback answered to one GET.</summary>
/// <param name="Status">The HTTP status; 0 without an answer.</param>
/// <param name="Location">Where it redirects to; null when it does not.</param>
/// <param name="Body">The beginning of the body.</param>
/// <param name="Failure">Why there is no answer, in one sentence without a full stop at its end; null when there is one.</param>
/// <param name="Remedy">What helps against the failure.</param>
internal sealed record ProbeAnswer(int Status, Uri? Location, ReadOnlyMemory<byte> Body, string? Failure = null, string? Remedy = null);

/// <summary>Calls a callback as WeChat does: HTTP/1.1, five seconds, no redirects, no cookies, a certificate that public authorities vouch for.</summary>
internal sealed class CallbackProbe : IDisposable
{
    // An echo has some twenty digits; more is only read to say what it is.
    private const int MostBytes = 16 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;
    private string? _certificate;

    public CallbackProbe(TimeProvider time)
    {
        _time = time;
        // No proxy of this machine: WeChat comes from outside.
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = Judge },
        });
    }

    /// <summary>Asks once.</summary>
    public async Task<ProbeAnswer> Get(Uri url, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Patience, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/4.0");
            request.Headers.TryAddWithoutValidation("Accept", "*/*");
            using var response = await _http.SendAsync(request, stop.Token).WaitAsync(stop.Token);
            var body = new byte[MostBytes];
            await using var stream = await response.Content.ReadAsStreamAsync(stop.Token);
            var length = await stream.ReadAtLeastAsync(body, MostBytes, throwOnEndOfStream: false, stop.Token);
            return new((int)response.StatusCode, response.Headers.Location, body.AsMemory(0, length));
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return Fail($"no whole answer came within {Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s, after which WeChat gives up", "Look at what is slow: the proxy in front, the way to it, or a firewall that swallows connections.");
        }
        catch (HttpRequestException error)
        {
            return Explain(error);
        }
        catch (IOException)
        {
            return Fail("the connection broke in the middle of the answer", "Look into the log of the web server in front.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static ProbeAnswer Fail(string why, string remedy) => new(0, null, default, why, remedy);

    private ProbeAnswer Explain(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Fail("its name is not known", "Correct the address, or add the name to your DNS."),
        HttpRequestError.ConnectionError when error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            Fail("nothing listens there", $"Start {CommandLine.Name} serve, and the web server in front of it."),
        HttpRequestError.ConnectionError => Fail("no connection can be made", "Open the port in the firewall and in the cloud's security group."),
        HttpRequestError.SecureConnectionError when _certificate is { } why => Fail(why, "Install a certificate of a public authority for this name, with the whole chain."),
        HttpRequestError.SecureConnectionError => Fail("no encrypted connection can be made", "See that the port speaks TLS 1.2 or newer."),
        _ => Fail("the answer is no HTTP", "See that a web server listens there."),
    };

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (CertificateFault.Find(certificate, chain, errors, _time.GetUtcNow()) is not { } fault) return true;
        _certificate = fault.Why;
        return false;
    }
}
