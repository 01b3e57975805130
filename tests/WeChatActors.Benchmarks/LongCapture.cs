using System.Text;
using WeChatActors.Replay;

namespace WeChatActors.Benchmarks;

/// <summary>Writes a long capture: text messages of ten thousand people, fifty in each millisecond.</summary>
internal static class LongCapture
{
    public static async Task Write(string path, long bytes)
    {
        var begun = DateTimeOffset.UtcNow;
        var settings = new CaptureSettings(CaptureName.Of(path)!, "serve", CaptureKey.Of("0123456789abcdef")) { RotateBytes = 2 * bytes };
        await using var writer = CaptureWriter.Start(settings, TimeProvider.System, Console.Error.WriteLine);
        for (var i = 0; writer.Bytes < bytes; i++)
        {
            var at = begun.AddTicks(i * TimeSpan.TicksPerMillisecond / 50);
            var openId = Bench.OpenId(i % 10_000);
            writer.Add(new CaptureEntry
            {
                At = at, Account = "bench", Query = $"signature=0&timestamp={at.ToUnixTimeSeconds()}&nonce={i}", Sender = openId, Status = 200, HasAnswer = true, Rule = "any",
                Packet = Bench.Packet(i % 10_000, 1_000_000_000_000L + i, "营业时间是几点？", at.ToUnixTimeSeconds()),
                Answer = Encoding.UTF8.GetBytes($"<xml><ToUserName><![CDATA[{openId}]]></ToUserName><FromUserName><![CDATA[gh_7f3c19ab02de]]></FromUserName><CreateTime>{at.ToUnixTimeSeconds()}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[每天 9:00–21:00]]></Content></xml>"),
                Elapsed = TimeSpan.FromMilliseconds(1),
            });
        }
        Console.WriteLine($"{writer.Lines} lines, {writer.Bytes} bytes");
    }
}
