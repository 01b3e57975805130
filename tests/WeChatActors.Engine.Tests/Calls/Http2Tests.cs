using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace WeChatActors.Engine.Tests.Calls;

public class Http2Tests
{
    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, "HTTP/2")]
    [InlineData(HttpProtocols.Http1, "HTTP/1.1")]
    public async Task The_newest_protocol_is_spoken_that_the_other_side_knows(HttpProtocols known, string spoken)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = known;
            listen.UseHttps(certificate);
        }));
        await using var app = builder.Build();
        app.MapPost("/", (HttpContext context) => context.Request.Protocol);
        app.MapPost("/v1/chat/completions", async (HttpContext context) =>
        {
            await context.Response.WriteAsync(FakeModel.Event(context.Request.Protocol));
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync(FakeModel.Finish("stop"));
        });
        await app.StartAsync();
        var root = new Uri(app.Urls.First());
        var options = new CallOptions { AllowHosts = [AllowedHost.Read(root.Authority)!] };
        var model = new ModelOptions("default", new Uri(root, "/v1"), "m");
        var ended = new TaskCompletionSource<string?>();
        await using (var strict = new CallRunner(options, new Dictionary<string, ModelOptions>(), (_, _, result, _) => ended.SetResult(result["error"].AsText), TimeProvider.System))
        {
            strict.Start(CallLab.Ticket(CallLab.Order("POST", root, "x"), 1));
            Assert.Equal(CallError.Tls, await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        }

        using var rules = CallHttp.ForRules(options, trust: (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString());
        await using var lab = new CallLab(options, model, http: rules);

        Assert.Equal(spoken, (await lab.Call(CallLab.Order("POST", root, "x")))["body"].AsText);
        Assert.Equal(spoken, (await lab.Call(CallLab.Ask()))["text"].AsText);
    }
}
