using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WeChatActors.Benchmarks;

/// <summary>The raw server: reads the body and answers <c>success</c>, as a callback does that has nothing to say. What every other number is a share of.</summary>
internal static class Baseline
{
    private static ReadOnlySpan<byte> Success => "success"u8;

    private static long _answered;

    public static long Answered => Interlocked.Read(ref _answered);

    public static async Task<WebApplication> Start(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, options => options.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.Run(Handle);
        await app.StartAsync();
        return app;
    }

    private static async Task Handle(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync();
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) break;
        }
        Interlocked.Increment(ref _answered);
        context.Response.ContentLength = Success.Length;
        context.Response.ContentType = "application/xml; charset=utf-8";
        context.Response.BodyWriter.Write(Success);
    }
}
