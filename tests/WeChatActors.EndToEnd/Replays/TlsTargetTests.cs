using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatActors.EndToEnd.Replays;

/// <summary>Targets behind TLS: a certificate counts when the system of whoever calls trusts it, and else nothing is sent.</summary>
[Collection(Processes.Name)]
public sealed class TlsTargetTests(Published published) : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Authority _trusted = new("Trusted here");
    private int _asked;

    public void Dispose()
    {
        _trusted.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("replay", "localhost")]
    [InlineData("replay", "127.0.0.1")]
    [InlineData("load", "localhost")]
    public async Task A_certificate_that_the_system_trusts_is_taken(string command, string host)
    {
        using var certificate = _trusted.Issue("localhost", -1, 1);
        await using var bot = await Bot(certificate);
        var run = await Run(bot, command, host);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal("", run.Errors);
        Assert.Equal(3, _asked);
    }

    [Theory]
    [InlineData("localhost", -10, -1, "its certificate expired on {0:yyyy-MM-dd}; renew it.")]
    [InlineData("localhost", 1, 10, "its certificate is not valid before {0:yyyy-MM-dd}; check the clocks of both machines.")]
    [InlineData("bot.example.com", -1, 1, "its certificate is for another name (bot.example.com); call the target by that name, or give it a certificate for the name in the address.")]
    public async Task A_certificate_of_another_time_or_name_is_refused_though_its_authority_is_trusted(string name, int from, int to, string why)
    {
        using var certificate = _trusted.Issue(name, from, to);
        await AssertRefused(certificate, string.Format(System.Globalization.CultureInfo.InvariantCulture, why, (from > 0 ? certificate.NotBefore : certificate.NotAfter).ToUniversalTime()));
    }

    [Fact]
    public async Task A_certificate_of_an_authority_that_nobody_knows_is_refused()
    {
        using var stranger = new Authority("Stranger");
        using var certificate = stranger.Issue("localhost", -1, 1);
        await AssertRefused(
            certificate,
            "its certificate comes without the certificates between it and a public authority; let this machine trust who signed it (on Linux also by SSL_CERT_FILE), or install the whole chain at the target.");
        await AssertRefused(
            stranger.Certificate, "its certificate is signed by itself; let this machine trust who signed it (on Linux also by SSL_CERT_FILE), or install the whole chain at the target.");
    }

    private async Task AssertRefused(X509Certificate2 certificate, string why)
    {
        await using var bot = await Bot(certificate);
        var run = await Run(bot, "replay", "localhost");
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains($"No TLS connection to localhost:{Port(bot)} was made: {why}", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, _asked);
    }

    private async Task<Tool> Run(WebApplication bot, string command, string host)
    {
        await File.WriteAllTextAsync(_folder["trusted.pem"], _trusted.Certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(_folder["load.yaml"], "version: 1\nfollowers: 3\npackets: 3\nmix: [{text: [hi]}]\n");
        await File.WriteAllLinesAsync(_folder["three.jsonl"], ["{\"wechatactors_capture\":1}", .. Enumerable.Range(0, 3).Select(second => Captured.Line(second, "你好", "success"))]);
        return await Tool.Run(
            published.Command, [command, _folder[command == "load" ? "load.yaml" : "three.jsonl"], "--url", $"https://{host}:{Port(bot)}/wechat", "--token", "t", "--max", "--quiet"], TimeSpan.FromSeconds(60),
            environment: new Dictionary<string, string> { ["SSL_CERT_FILE"] = _folder["trusted.pem"] });
    }

    private async Task<WebApplication> Bot(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var bot = builder.Build();
        bot.Run(async context =>
        {
            Interlocked.Increment(ref _asked);
            context.Response.ContentLength = 7;
            await context.Response.WriteAsync("success");
        });
        await bot.StartAsync();
        return bot;
    }

    private static int Port(WebApplication bot) => new Uri(bot.Urls.First()).Port;

    /// <summary>An authority that lives as long as a test.</summary>
    private sealed class Authority : IDisposable
    {
        private readonly RSA _key = RSA.Create(2048);

        public Authority(string name)
        {
            var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            request.CertificateExtensions.Add(Names("localhost"));
            Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
        }

        public X509Certificate2 Certificate { get; }

        /// <summary>A certificate with its key.</summary>
        /// <param name="name">The server's name.</param>
        /// <param name="from">Since when it is valid, in days from now.</param>
        /// <param name="to">Until when, in days from now.</param>
        public X509Certificate2 Issue(string name, int from, int to)
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            request.CertificateExtensions.Add(Names(name));
            using var issued = request.Create(Certificate, DateTimeOffset.UtcNow.AddDays(from), DateTimeOffset.UtcNow.AddDays(to), RandomNumberGenerator.GetBytes(8));
            using var keyed = issued.CopyWithPrivateKey(key);
            return X509CertificateLoader.LoadPkcs12(keyed.Export(X509ContentType.Pfx), null);
        }

        public void Dispose()
        {
            Certificate.Dispose();
            _key.Dispose();
        }

        private static X509Extension Names(string name)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            if (name == "localhost") names.AddIpAddress(IPAddress.Loopback);
            return names.Build();
        }
    }
}
