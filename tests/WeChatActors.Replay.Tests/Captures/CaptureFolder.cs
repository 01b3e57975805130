using System.Text;
using WeChatActors.Rules;
using WeChatActors.Testing;

namespace WeChatActors.Replay.Tests;

/// <summary>A folder of captures that goes with the test.</summary>
internal sealed class CaptureFolder : IDisposable
{
    public const string Key = "a key of sixteen and more letters";

    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public CaptureFolder()
    {
        Path = Directory.CreateTempSubdirectory("captures-").FullName;
        Time.Advance(Noon - DateTimeOffset.UnixEpoch);
    }

    public string Path { get; }

    public VirtualTime Time { get; } = new();

    public List<string> Failures { get; } = [];

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public CaptureWriter Write(string name = "demo.jsonl", long rotate = 64 * 1024 * 1024, int? keep = null, bool keepsOpenIds = false) =>
        CaptureWriter.Start(
            new CaptureSettings(CaptureName.Of(File(name))!, "serve", keepsOpenIds ? null : CaptureKey.Of(Key)) { RotateBytes = rotate, Keep = keep }, Time, Failures.Add);

    public string[] Files() => [.. Directory.GetFiles(Path).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>Writes a file by hand: a header and lines.</summary>
    public string Lines(string name, params IEnumerable<string> lines)
    {
        System.IO.File.WriteAllText(File(name), string.Concat(lines.Prepend("{\"wechatactors_capture\":1}").Select(line => line + "\n")));
        return File(name);
    }

    public static string Line(double second, string msgId, string from = "oAnnAnnAnn", int? status = 200, string? answer = "success", string? rule = null) =>
        $"{{\"at\":\"{Noon.AddSeconds(second):yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}\",\"query\":\"\",\"packet\":\"{Text(from, msgId)}\""
        + (status is null ? "" : $",\"status\":{status}") + (answer is null ? "" : $",\"answer\":\"{answer}\"") + (rule is null ? "" : $",\"rule\":\"{rule}\"") + ",\"ms\":1.5}";

    public static string Text(string from, string msgId, string content = "hi") =>
        $"<xml><ToUserName>gh_demo</ToUserName><FromUserName>{from}</FromUserName><CreateTime>1772452800</CreateTime><MsgType>text</MsgType><Content>{content}</Content><MsgId>{msgId}</MsgId></xml>";

    public static void Add(CaptureWriter writer, string packet, DateTimeOffset at, int? status = 200, string? answer = "success", string? rule = null, string sender = "oAnnAnnAnn") =>
        writer.Add(new CaptureEntry
        {
            At = at, Account = "demo", Query = "signature=0123&timestamp=1&nonce=2", Packet = Encoding.UTF8.GetBytes(packet), Sender = sender, Status = status,
            HasAnswer = answer is not null, Answer = Encoding.UTF8.GetBytes(answer ?? ""), Elapsed = TimeSpan.FromMilliseconds(1.5), Rule = rule,
        });

    public Task<(List<CapturedPacket> Packets, List<string> Findings)> Read(params IEnumerable<string> names) => ReadAll([.. names.Select(File)]);

    public async Task<(List<CapturedPacket> Packets, List<string> Findings)> ReadAll(IReadOnlyList<string> paths)
    {
        var reader = new CaptureReader(paths);
        var packets = new List<CapturedPacket>();
        await foreach (var packet in reader) packets.Add(packet);
        return (packets, [.. reader.Findings.ToImmutable().Select(finding => finding.ToString().Replace(Path + "/", "", StringComparison.Ordinal))]);
    }

    public static string MsgId(CapturedPacket packet)
    {
        var xml = Encoding.UTF8.GetString(packet.Xml.Span);
        return xml[(xml.IndexOf("<MsgId>", StringComparison.Ordinal) + 7)..xml.IndexOf("</MsgId>", StringComparison.Ordinal)];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
