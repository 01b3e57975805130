using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>A command of the chat.</summary>
/// <param name="Name">How it begins.</param>
/// <param name="Takes">What follows the name.</param>
/// <param name="English">What it does.</param>
/// <param name="Chinese">The same.</param>
/// <param name="Read">Reads what follows the name.</param>
internal sealed record ChatCommand(string Name, string Takes, string English, string Chinese, Func<string, ChatInput> Read);

/// <summary>All commands of the chat.</summary>
internal static class ChatCommands
{
    public static ImmutableArray<ChatCommand> All { get; } =
    [
        new("/subscribe", "[SCENE]", "follow, perhaps by a QR code", "关注，可带二维码场景值", scene =>
            Event("subscribe", scene.Length > 0 ? $"qrscene_{scene}" : null, Ticket(scene))),
        new("/unsubscribe", "", "unfollow", "取消关注", Alone("/unsubscribe", () => Event("unsubscribe", null))),
        new("/scan", "SCENE", "scan a QR code as a follower", "已关注时扫描带参二维码", Needed("/scan SCENE", scene => Event("SCAN", scene, Ticket(scene)))),
        new("/click", "KEY", "tap a menu button", "点击菜单按钮", Needed("/click KEY", key => Event("CLICK", key))),
        new("/view", "URL", "tap a menu link", "点击菜单链接", Needed("/view URL", url => Event("VIEW", url))),
        new("/image", "", "send a picture", "发送图片", Alone("/image", () => Message("image", ("PicUrl", "http://example.com/chat-image.jpg"), ("MediaId", "chat-image")))),
        new("/voice", "[TEXT]", "send a voice message, perhaps recognised as TEXT", "发送语音，可带识别结果", Voice),
        new("/video", "", "send a video", "发送视频", Alone("/video", () => Message("video", ("MediaId", "chat-video"), ("ThumbMediaId", "chat-thumb")))),
        new("/location", "LAT LON [LABEL]", "send a place", "发送位置（纬度 经度 地址）", Location),
        new("/link", "URL [TITLE]", "send a link", "发送链接", Needed("/link URL [TITLE]", Link)),
        new("/event", "NAME [KEY]", "push any other event", "推送其他事件", Needed("/event NAME [KEY]", Other)),
        new("/menu", "", "show the custom menu", "显示自定义菜单", Alone("/menu", () => new ChatInput.ShowMenu())),
        new("/again", "", "deliver the last packet once more", "重新推送上一条消息（微信重试）", Alone("/again", () => new ChatInput.Again())),
        new("/wait", "TIME", "let time pass, such as 40s or 2h", "让时间过去，如 40s、2h", Needed("/wait TIME", Wait)),
        new("/state", "", "show what is remembered", "显示会话状态", Alone("/state", () => new ChatInput.ShowState())),
        new("/why", "[RULE]", "show why rules did not hold for the last message", "显示上一条消息为何没有命中规则", rule => new ChatInput.Why(rule.Length > 0 ? rule : null)),
        new("/mock", "[http|llm ANSWER]", "answer calls, such as http 200 {\"a\": 1}, http timeout, llm 你好; clear forgets", "设定 HTTP 与模型的模拟应答", ChatMocks.Read),
        new("/tests", "", "list the tests of the rules", "列出规则文件里的测试", Alone("/tests", () => new ChatInput.ShowTests())),
        new("/test", "NAME", "play a test step by step", "逐步重放一个测试", Needed("/test NAME", name => new ChatInput.Test(name))),
        new("/reload", "", "read the rule file again", "重新读取规则文件", Alone("/reload", () => new ChatInput.Reload())),
        new("/help", "", "show this list", "显示本列表", Alone("/help", () => new ChatInput.ShowHelp())),
        new("/quit", "", "leave", "退出", Alone("/quit", () => new ChatInput.Quit())),
    ];

    /// <summary>The command of a name, in any case; null when there is none.</summary>
    public static ChatCommand? Find(string name) => All.FirstOrDefault(command => command.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The lines that a beginning can be completed to: commands, and behind them what the menu offers.</summary>
    public static ImmutableArray<string> Complete(string beginning, Menu? menu, ImmutableArray<RuleTest> tests)
    {
        if (!beginning.StartsWith('/')) return [];
        IEnumerable<string> lines = beginning.Contains(' ', StringComparison.Ordinal)
            ? [.. CustomMenu.Taps(menu), .. tests.Select(test => $"/test {test.Name}"), "/mock http 200 {}", "/mock http timeout", "/mock llm ", "/mock clear"]
            : All.Select(command => command.Takes.Length > 0 ? command.Name + " " : command.Name);
        return [.. lines.Where(line => line.StartsWith(beginning, StringComparison.Ordinal)).Distinct()];
    }

    private static ChatInput.Send Message(string type, params ReadOnlySpan<(string, string)> elements) => new(UserPacket.Message(type, elements));

    private static ChatInput.Send Event(string name, string? key, params ReadOnlySpan<(string, string)> elements) => new(UserPacket.Event(name, key, elements));

    private static (string, string)[] Ticket(string scene) => scene.Length > 0 ? [("Ticket", "chat-ticket")] : [];

    private static Func<string, ChatInput> Alone(string name, Func<ChatInput> read) =>
        rest => rest.Length == 0 ? read() : new ChatInput.Mistake($"'{rest}' is too much, expected {name} alone.");

    private static Func<string, ChatInput> Needed(string usage, Func<string, ChatInput> read) =>
        rest => rest.Length > 0 ? read(rest) : new ChatInput.Mistake($"Something is missing, expected {usage}.");

    private static ChatInput.Send Voice(string words) =>
        words.Length > 0
            ? Message("voice", ("MediaId", "chat-voice"), ("Format", "amr"), ("Recognition", words))
            : Message("voice", ("MediaId", "chat-voice"), ("Format", "amr"));

    private static ChatInput Location(string rest)
    {
        const string Usage = "expected /location LAT LON [LABEL], such as /location 22.54 113.95 科技园";
        var (latitude, behind) = ChatInput.Word(rest);
        var (longitude, label) = ChatInput.Word(behind);
        if (longitude.Length == 0) return new ChatInput.Mistake($"Something is missing, {Usage}.");
        if (ChatInput.Degrees(latitude, 90) is null) return new ChatInput.Mistake($"'{latitude}' is not a latitude from -90 to 90, {Usage}.");
        if (ChatInput.Degrees(longitude, 180) is null) return new ChatInput.Mistake($"'{longitude}' is not a longitude from -180 to 180, {Usage}.");
        return Message("location", ("Location_X", latitude), ("Location_Y", longitude), ("Scale", "16"), ("Label", label));
    }

    private static ChatInput Wait(string rest) =>
        DurationReader.Parse(rest) is { } time && time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromDays(400)
            ? new ChatInput.Wait(time)
            : new ChatInput.Mistake($"'{rest}' is not a time from 1s to 400d, expected one such as /wait 40s or /wait 2h.");

    private static ChatInput.Send Link(string rest)
    {
        var (url, title) = ChatInput.Word(rest);
        return Message("link", ("Title", title.Length > 0 ? title : url), ("Description", ""), ("Url", url));
    }

    private static ChatInput.Send Other(string rest)
    {
        var (name, key) = ChatInput.Word(rest);
        return Event(name, key);
    }
}
