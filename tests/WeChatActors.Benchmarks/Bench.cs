using System.Text;
using WeChatActors.Engine;
using WeChatActors.Protocol;
using WeChatActors.Rules;
using WeChatActors.Server;

namespace WeChatActors.Benchmarks;

/// <summary>What the benchmarks share: the account, its rules and its packets.</summary>
internal static class Bench
{
    public const string Token = "bench-token";
    public const string AppId = "wx00000000000bench";

    // The rules are given as one text, which can include nothing.
    private const string Include = "include: [demo/*.yaml]\n";

    /// <summary>The demo rules without the files they include, so many keyword rules beside them, and others.</summary>
    public static Script Script(string demoRules, int keywordRules, string more = "")
    {
        var demo = File.ReadAllText(demoRules);
        if (!demo.Contains(Include, StringComparison.Ordinal))
            throw new InvalidOperationException($"{demoRules} has no line '{Include.TrimEnd()}' to leave out.");
        demo = demo.Replace(Include, "", StringComparison.Ordinal);
        // Its tests stand behind its rules, and are of no use here.
        if (demo.IndexOf("\ntests:", StringComparison.Ordinal) is var tests and >= 0) demo = demo[..(tests + 1)];
        var text = new StringBuilder(demo);
        for (var i = 0; i < keywordRules; i++)
            text.Append("  - {id: k").Append(i).Append(", keyword: [问题").Append(i).Append("号, q").Append(i).Append("x], reply: 第").Append(i).Append("号问题的答案在说明书第").Append(i).Append("页。}\n");
        text.Append(more);
        var load = ScriptFile.Parse(text.ToString(), "bench.yaml");
        return load.Script ?? throw new InvalidOperationException(string.Join('\n', load.Findings));
    }

    public static Account Account(Script script, PlatformAccess? platform = null) =>
        new("bench", new AccountSecurity(AppId, Token, SecurityMode.Plaintext, [], null), TimeZoneInfo.Utc, script) { Platform = platform };

    public static ServerConfiguration Configuration(Account account, int port, string database) => new()
    {
        Public = new Uri($"http://127.0.0.1:{port}"),
        Admin = new Uri($"http://127.0.0.1:{port + 1}"),
        AdminKeys = [],
        StorePath = database,
        Accounts = [account],
    };

    /// <summary>Gives one text packet to its conversation and waits for the committed answer.</summary>
    public static async ValueTask Deliver(ConversationHost host, Account account, int openId, string content, long msgId, DateTimeOffset now)
    {
        var packet = ((PacketResult.Parsed)PacketReader.Read(Packet(openId, msgId, content, now.ToUnixTimeSeconds()), now)).Packet;
        var asked = await host.Deliver(account, packet.Conversation!.Value, packet, now, Timeout.InfiniteTimeSpan);
        if (!asked.TryGetReply(out _)) throw new InvalidOperationException($"{asked.Outcome}", asked.Error);
    }

    /// <summary>Ends the benchmark: its numbers would be those of another engine. An exception would be lost, because the host
    /// calls this where it must go on whatever happens.</summary>
    public static void Fail(ConversationId id, Exception error) => Environment.FailFast($"{id} failed.", error);

    /// <summary>Gives the script that called a number for the tables of the READMEs.</summary>
    public static void Note(string key, double value) => Console.WriteLine(FormattableString.Invariant($"NOTE {key} {value:0.####}"));

    public static string OpenId(int number) => $"oBench{number:D22}";

    public static byte[] Packet(int openId, long msgId, string content, long createTime) => Encoding.UTF8.GetBytes(
        $"<xml><ToUserName><![CDATA[gh_7f3c19ab02de]]></ToUserName><FromUserName><![CDATA[{OpenId(openId)}]]></FromUserName><CreateTime>{createTime}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{content}]]></Content><MsgId>{msgId}</MsgId></xml>");
}
