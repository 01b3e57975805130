using System.Globalization;

namespace WeChatActors.EndToEnd.Replays;

/// <summary>Lines of captures written by hand.</summary>
internal static class Captured
{
    public static readonly DateTimeOffset First = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    /// <summary>A text that was answered.</summary>
    public static string Line(int second, string text, string answer, string openId = "oXk2mVqQv8dR3nTgYb7LpZc0Hs1A") => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"at\":\"{First.AddSeconds(second):yyyy-MM-dd'T'HH:mm:ss'Z'}\",\"packet\":\"<xml><ToUserName>gh_1</ToUserName><FromUserName>{openId}</FromUserName><CreateTime>{First.AddSeconds(second).ToUnixTimeSeconds()}</CreateTime><MsgType>text</MsgType><Content>{text}</Content><MsgId>{1000 + second}</MsgId></xml>\",\"status\":200,\"answer\":\"{answer}\"}}");

    /// <summary>Waits for something that another process does.</summary>
    public static async Task Until(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds()) await Task.Delay(20, patience.Token);
    }
}
