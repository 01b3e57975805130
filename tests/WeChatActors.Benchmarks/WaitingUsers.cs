using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using WeChatActors.Engine;
using WeChatActors.Protocol;
using WeChatActors.Rules;
using WeChatActors.Server;

namespace WeChatActors.Benchmarks;

/// <summary>A server whose users wait for a model, and the users.</summary>
internal static class WaitingUsers
{
    private const string Question = "问";

    /// <summary>Serves an account that asks the model for texts that begin with 问. A line on standard input is answered with what the process holds.</summary>
    public static async Task Serve(int port, string database, Uri model, Uri upstream, string demoRules)
    {
        var account = new Account(
            "bench", new AccountSecurity(Bench.AppId, Bench.Token, SecurityMode.Plaintext, [], null), TimeZoneInfo.Utc,
            Bench.Script(demoRules, 1_000, $"  - {{id: model, priority: 999, prefix: {Question}, do: [{{llm: {{model: default, deadline: 60s, reply: true}}}}]}}\n"))
        {
            Platform = new PlatformAccess(Bench.AppId, new AppSecret(new string('0', 32)), PlatformHosts.Of(upstream), TokenMode.Stable),
        };
        var configuration = Bench.Configuration(account, port, database) with
        {
            Calls = new CallOptions { PerHost = 20_000 },
            Models = ImmutableDictionary<string, ModelOptions>.Empty.Add("default", new ModelOptions("default", model, "slow")),
            Conversations = new Actors.ActorOptions { MaxResident = 200_000 },
        };
        await using var server = await ServerHost.Start(configuration, SqliteConversationStore.Open(database, TimeProvider.System), TimeProvider.System, null);
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is not null)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"memory {GC.GetTotalMemory(forceFullCollection: true)} {process.WorkingSet64} {process.Threads.Count} {server.Conversations.Counters.Resident}"));
        }
    }

    /// <summary>So many users ask at once, each over a connection of his own, and wait for what the platform would be answered.</summary>
    public static async Task Ask(Uri server, int users, int first)
    {
        var answered = 0;
        var begun = Stopwatch.GetTimestamp();
        var all = new Task[users];
        for (var i = 0; i < users; i++)
        {
            all[i] = One(server, first + i, () => Interlocked.Increment(ref answered));
            // Arrivals are spread over two seconds, as a crowd's are.
            if (i % (users / 200) == 0) await Task.Delay(10);
        }
        await Task.WhenAll(all);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RESULT {answered} {users - answered} {Stopwatch.GetElapsedTime(begun).TotalSeconds:F1}"));
    }

    private static async Task One(Uri server, int user, Action answered)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var body = Bench.Packet(user, (now * 1_000_000) + user, Question + "一个要想很久的问题", now);
        var signature = CallbackSignature.Compute(Bench.Token, now.ToString(CultureInfo.InvariantCulture), "42");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server.Host, server.Port);
            await socket.SendAsync(Encoding.UTF8.GetBytes(
                $"POST /wechat/bench?signature={signature}&timestamp={now}&nonce=42 HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n"));
            await socket.SendAsync(body);
            var answer = new byte[512];
            if (await socket.ReceiveAsync(answer) > 0 && answer.AsSpan().StartsWith("HTTP/1.1 200"u8)) answered();
        }
        catch (SocketException)
        {
            // Counted as not answered.
        }
    }
}
