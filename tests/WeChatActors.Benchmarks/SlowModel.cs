using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WeChatActors.Benchmarks;

/// <summary>A model that thinks for a fixed time before it answers, over HTTP/2 and TLS as real ones are reached.</summary>
internal static class SlowModel
{
    private static readonly byte[] Answer = [.. """{"choices":[{"message":{"role":"assistant","content":"想好了。"},"finish_reason":"stop"}]}"""u8];

    public static async Task Run(int port, string certificate, string key, TimeSpan thinks)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1_000;
            kestrel.Listen(System.Net.IPAddress.Loopback, port, options =>
            {
                options.Protocols = HttpProtocols.Http1AndHttp2;
                options.UseHttps(X509Certificate2.CreateFromPemFile(certificate, key));
            });
        });
        await using var app = builder.Build();
        app.Run(async context =>
        {
            await Task.Delay(thinks);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Answer.Length;
            await context.Response.Body.WriteAsync(Answer);
        });
        await app.StartAsync();
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite);
    }
}
