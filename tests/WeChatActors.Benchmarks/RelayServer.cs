using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WeChatActors.Engine;
using WeChatActors.Protocol;
using WeChatActors.Rules;
using WeChatActors.Server;

namespace WeChatActors.Benchmarks;

/// <summary>A server that gives out a token and passes calls on; beside them a fixed answer of the same listener behind the same check.</summary>
internal static class RelayServer
{
    /// <summary>The key that its callers send.</summary>
    public const string Key = "bench-admin-key-0001";

    public static async Task Run(int port, Uri upstream, string database)
    {
        var script = ScriptFile.Parse("version: 1\nrules: [{id: any, default: true, reply: ok}]\n", "bench.yaml").Script!;
        var account = Bench.Account(script, new PlatformAccess(Bench.AppId, new AppSecret(new string('0', 32)), PlatformHosts.Of(upstream), TokenMode.Stable));
        var configuration = new ServerConfiguration
        {
            Public = new Uri("http://127.0.0.1:0"),
            Admin = new Uri($"http://127.0.0.1:{port}"),
            AdminKeys = [new AdminKey("bench", Key, AdminScope.All, null)],
            StorePath = database,
            Accounts = [account],
        };
        var answer = System.Text.Encoding.ASCII.GetBytes($"{{\"access_token\":\"{FixedUpstream.Token}\",\"expires_in\":7200,\"version\":1}}");
        await using var server = await ServerHost.Start(
            configuration, SqliteConversationStore.Open(database, TimeProvider.System), TimeProvider.System, null,
            routes => routes.MapGet("/api/accounts/{account}/fixed", context =>
            {
                context.Response.ContentType = "application/json; charset=utf-8";
                context.Response.ContentLength = answer.Length;
                context.Response.Headers.CacheControl = "no-store";
                context.Response.BodyWriter.Write(answer);
                return Task.CompletedTask;
            }).Needs(AdminScope.Token));
        Console.WriteLine("ready");
        while (true)
        {
            Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"stats {GC.GetTotalAllocatedBytes()}"));
            await Task.Delay(1000);
        }
    }
}
