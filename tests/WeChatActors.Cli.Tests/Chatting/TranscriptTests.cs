namespace WeChatActors.Cli.Tests;

public class TranscriptTests
{
    private const string Rules = "Chatting/tea.yaml";

    private static Task<Ran> Chat(params string[] lines) =>
        Ran.Command(Typed.Lines(lines), "chat", Rules, "--seed", "1", "--now", "2026-03-02T08:59:50");

    [Fact]
    public async Task A_chat_shows_every_kind_of_reply_and_the_rule_behind_it()
    {
        var ran = await Chat(
            "你好", "我叫小明", "hi", "", "数", "数", "骰子", "唱歌", "语音", "什么", "]]> <b>&amp;</b>", "//help me",
            "/image", "/voice", "/voice 你好", "/video", "/location 22.54 113.95 科技园 3 号", "/location -22.54 -113.95",
            "/link https://example.com/a?b=1&c=2 一篇 文章", "/link https://example.com/", "人工", "在吗");
        Assert.Equal(ExitCode.Done, ran.Code);
        Golden.Matches("chat-messages.txt", ran.Out);
    }

    [Fact]
    public async Task A_chat_pushes_every_kind_of_event()
    {
        var ran = await Chat(
            "/subscribe", "/subscribe 门店 1", "/scan 755", "/click TODAY", "/CLICK TODAY", "/click NOBODY", "/view https://example.com/",
            "/event scancode_waitmsg SCAN", "/event LOCATION", "/event some_future_event x", "/event masssendjobfinish", "/state",
            "/unsubscribe", "/state");
        Assert.Equal(ExitCode.Done, ran.Code);
        Golden.Matches("chat-events.txt", ran.Out);
    }

    [Fact]
    public async Task A_packet_that_comes_again_gets_the_same_answer_and_no_second_turn()
    {
        var ran = await Chat("/again", "数", "/again", "/again", "/state", "/click TODAY", "/again", "什么", "/again", "/event some_future_event", "/again");
        Golden.Matches("chat-again.txt", ran.Out);
    }

    [Fact]
    public async Task Commands_show_help_menu_and_state_and_explain_mistakes()
    {
        var ran = await Chat("/help", "/menu", "/state", "/clik TODAY", "/", "/click", "/menu now", "/location 22", "/location north 3", "/location 1 200", "/quit", "hi");
        Golden.Matches("chat-commands.txt", ran.Out);
        Assert.Equal("Chatting/tea.yaml: 18 rules. Type a message, or /help. 输入消息，或 /help 查看命令。", ran.Sentence);
    }

    [Fact]
    public async Task What_goes_beyond_one_reply_is_shown_and_time_passes_on_command()
    {
        var ran = await Ran.Command(
            Typed.Lines(
                "/subscribe", "/state", "/wait 30s", "/wait 20s", "查42", "问天气", "多", "/state", "hi", "安静", "hi", "/wait 9m", "hi", "/wait 2m", "hi",
                "并", "/wait 47h", "/wait 30m", "hi", "人工", "在吗", "/event kf_close_session", "hi", "/wait", "/wait soon", "/wait 1ms"),
            "chat", "Chatting/reach.yaml", "--seed", "1", "--now", "2026-03-02T08:59:50");
        Assert.Equal(ExitCode.Done, ran.Code);
        Golden.Matches("chat-reach.txt", ran.Out);
    }

    [Fact]
    public async Task Calls_are_answered_as_the_user_says_and_rules_tell_why_they_did_not_hold()
    {
        var ran = await Ran.Command(
            Typed.Lines(
                "/why", "/mock", "查42", "/mock http 200 {\"state\": \"已发货\"}", "查42", "/mock http timeout", "查42", "/mock http shop.example 404", "查42", "/mock llm 晴", "问天气",
                "/mock", "/mock clear", "/mock http", "/mock http 99", "/mock http 200 {", "/mock ftp", "什么呀", "/why", "/why order", "/why hi", "/why nobody", "/tests", "/test x"),
            "chat", "Chatting/reach.yaml", "--seed", "1", "--now", "2026-03-02T08:59:50");
        Golden.Matches("chat-mocks.txt", ran.Out);
    }

    [Fact]
    public async Task Dialogs_are_shown_without_secrets_and_tests_are_played()
    {
        var ran = await Ran.Command(
            Typed.Lines("订座", "/state", "100", "4", "/wait 6m", "/state", "你好", "继续", "明天", "13800000000", "/state", "/why", "好", "/state", "/tests", "/test book", "/test failing", "/test e"),
            "chat", "Chatting/table.yaml", "--now", "2026-03-02T10:00");
        Assert.DoesNotContain("13800000000", ran.Out, StringComparison.Ordinal);
        Golden.Matches("chat-dialog.txt", ran.Out);
    }

    [Fact]
    public async Task Reload_takes_good_rules_and_keeps_the_old_ones_when_the_new_have_errors()
    {
        using var folder = new Folder();
        var path = folder.File("r.yaml", "version: 1\nrules: [{id: a, exact: hi, do: [{set: {seen: true}}, {reply: 一}]}]\n");
        var ran = await Ran.Command(
            new Typed(
                ("hi", null),
                ("/reload", () => folder.File("r.yaml", "version: 1\nrules: [{id: b, exact: hi, reply: 二}, {id: c, exact: yo, replay: 三}]\n")),
                ("hi", null),
                ("/reload", () => folder.File("r.yaml", "version: 1\nrules: [{id: b, exact: hi, reply: \"二 {{ user.seen }}\"}]\n")),
                ("hi", null),
                ("/reload", () => File.Delete(path)),
                ("hi", null)),
            "chat", path, "--now", "2026-03-02");
        Golden.Matches("chat-reload.txt", ran.Out.Replace(path, "r.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_choices_and_another_seed_others()
    {
        var dice = Enumerable.Repeat("骰子", 12).ToArray();
        var one = await Ran.Command(Typed.Lines(dice), "chat", Rules, "--seed", "1");
        var again = await Ran.Command(Typed.Lines(dice), "chat", Rules, "--seed", "1");
        var other = await Ran.Command(Typed.Lines(dice), "chat", Rules, "--seed", "2000");
        Assert.Equal(one.Out, again.Out);
        Assert.NotEqual(one.Out, other.Out);
    }

    [Fact]
    public async Task The_time_given_is_in_the_zone_of_the_account_unless_it_says_another()
    {
        var shanghai = await Ran.Command(Typed.Lines("hi"), "chat", Rules, "--now", "2026-03-02 10:59");
        var utc = await Ran.Command(Typed.Lines("hi"), "chat", Rules, "--now", "2026-03-02T10:59Z");
        Assert.Contains("早上好", shanghai.Out, StringComparison.Ordinal);
        Assert.Contains("您好", utc.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_with_errors_are_not_talked_to()
    {
        using var folder = new Folder();
        var path = folder.File("r.yaml", "version: 1\nrules: [{exact: hi, replay: 一}]\n");
        var ran = await Ran.Command(Typed.Lines("hi"), "chat", path);
        Assert.Equal(ExitCode.Misused, ran.Code);
        Assert.Equal("", ran.Out);
        Assert.Contains($"{path}:2:", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_too_large_for_a_push_is_refused_as_WeChat_s_would_be()
    {
        var ran = await Chat(new string('长', 30_000));
        Assert.Contains("  the packet is refused: TooLarge: ", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_ends_a_chat_that_waits_for_input()
    {
        using var stop = new StopSignal();
        using var never = new Silent();
        var chat = Task.Run(() => Ran.Command(never, around => around with { ListenForStop = () => stop }, "chat", Rules));
        await never.Asked;
        stop.Request();
        Assert.Equal(ExitCode.Done, (await chat).Code);
    }

    /// <summary>An input on which nobody types.</summary>
    private sealed class Silent : TextReader
    {
        private readonly TaskCompletionSource _asked = new(), _over = new();

        public Task Asked => _asked.Task;

        public override string? ReadLine()
        {
            _asked.TrySetResult();
            _over.Task.GetAwaiter().GetResult();
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            _over.TrySetResult();
            base.Dispose(disposing);
        }
    }
}
