using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WeChatActors.Benchmarks;

/// <summary>Stands for WeChat's API: gives a token, answers every other call with the same JSON, and reads what it is sent to the end.</summary>
internal static class FixedUpstream
{
    public static readonly string Token = "84_" + new string('x', 509);

    private static readonly byte[] Given = [.. System.Text.Encoding.ASCII.GetBytes($"{{\"access_token\":\"{Token}\",\"expires_in\":7200}}")];

    private static readonly byte[] Ok = [.. """{"errcode":0,"errmsg":"ok","total":3,"count":3,"data":{"openid":["oA000000000000000000000000001","oA000000000000000000000000002"]}}"""u8];

    public static async Task Run(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(System.Net.IPAddress.Loopback, port, options => options.Protocols = HttpProtocols.Http1);
        });
        await using var app = builder.Build();
        app.Run(Answer);
        await app.StartAsync();
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite);
    }

    private static async Task Answer(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync();
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) break;
        }
        var answer = context.Request.Path == "/cgi-bin/stable_token" ? Given : Ok;
        context.Response.ContentType = "application/json; encoding=utf-8";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer);
    }
}
