using System.Runtime.CompilerServices;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Importing;

public class ConsoleRepliesTests
{
    [Fact]
    public void Every_kind_of_reply_becomes_a_rule_and_what_cannot_is_named()
    {
        var imported = ConsoleReplies.Import(Sample());
        Golden.Matches("import.yaml", imported.Yaml!);
        Assert.Equal(
            [
                "“autoreply-news”: only the first of 2 articles was taken, because WeChat shows no more in answer to a message.",
                "“autoreply-video”: its video is no media id but “http://61.182.133.153/vweixinp.tc.example/1007.mp4?vkey=1”, and was left out; put the file beside the rules and write {video: assets/FILE}.",
                "“autoreply-video”: it has no reply left, so it became no rule.",
                "“营业时间”: it has 2 replies; the first is free, the others are pushed, which needs an account that can push.",
            ],
            imported.Notes.AsEnumerable());
    }

    [Fact]
    public void The_rules_answer_as_the_console_did()
    {
        var script = Loaded(Sample());
        Assert.Equal("Thanks for your attention!", Rulebook.Text(script.Hears(Packets.Event("subscribe"))));
        Assert.Equal("Hello, this is autoreply!", script.Says("在吗"));
        Assert.Equal("Hello, this is autoreply!", Rulebook.Text(script.Hears(Packets.Image("M"))));
        Assert.Null(script.Hears(Packets.Event("CLICK", "K", menu: true)).Reply);
        Assert.Equal("it's news", Assert.Single(Assert.IsType<NewsReply>(script.Hears(Packets.Text("看看news测试吧")).Reply).Articles).Title);
        Assert.IsType<VoiceReply>(script.Hears(Packets.Text("voice测试")).Reply);
        Assert.Equal("每天 9:00–21:00", script.Says("几点"));
        Assert.Equal("Hello, this is autoreply!", script.Says("几点开门"));
        Assert.IsType<ImagePush>(Assert.Single(script.Text("营业时间").Sent()));
    }

    [Fact]
    public void One_of_several_replies_is_chosen_and_nothing_in_them_is_evaluated()
    {
        var script = Loaded(Sample());
        var said = Enumerable.Range(0, 50).Select(seed => Rulebook.Text(script.Hears(Packets.Text("$price"), seed: (ulong)seed))).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["hello!text!", "{{ msg.text }} costs\n5 元"], said);
    }

    [Fact]
    public void What_is_switched_off_stands_in_comments_unless_it_is_asked_for()
    {
        var closed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Sample()).Replace("_open\": 1", "_open\": 0", StringComparison.Ordinal));
        var imported = ConsoleReplies.Import(closed);
        Assert.Contains("# - id: follow\n#   event: subscribe\n", imported.Yaml, StringComparison.Ordinal);
        Assert.Contains("the reply to a new follower is switched off in the console and stands in comments.", imported.Notes);
        Assert.Contains("the replies to messages are switched off in the console and stand in comments.", imported.Notes);
        Assert.Empty(ScriptFile.Parse(imported.Yaml!, "t.yaml").Script!.Rules);
        Assert.Equal(6, ScriptFile.Parse(ConsoleReplies.Import(closed, withClosed: true).Yaml!, "t.yaml").Script!.Rules.Length);
    }

    [Theory]
    [InlineData("", "it is no JSON (line 1, byte 1)")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("{}", "it has none of is_autoreply_open, keyword_autoreply_info and add_friend_autoreply_info")]
    [InlineData("""{"errcode":48001,"errmsg":"api unauthorized"}""", "it says errcode 48001 instead of the replies")]
    [InlineData("""{"is_autoreply_open":1,"x":"\ud800"}""", "it holds half of a surrogate pair, which is no text")]
    [InlineData("""{"is_autoreply_open":1,"\udc00":1}""", "it holds half of a surrogate pair, which is no text")]
    public void Another_answer_is_refused_in_one_sentence(string json, string why)
    {
        var imported = ConsoleReplies.Import(Encoding.UTF8.GetBytes(json));
        Assert.Null(imported.Yaml);
        Assert.Equal($"This is no answer of /cgi-bin/get_current_autoreply_info: {why}.", Assert.Single(imported.Notes));
    }

    [Fact]
    public void Too_long_an_answer_is_refused() => Assert.Null(ConsoleReplies.Import(new byte[ConsoleReplies.MaxBytes + 1]).Yaml);

    [Fact]
    public void An_account_without_replies_gives_an_empty_rule_file()
    {
        var imported = ConsoleReplies.Import("""{"is_add_friend_reply_open":0,"is_autoreply_open":0,"keyword_autoreply_info":{"list":[]}}"""u8.ToArray());
        Assert.Empty(ScriptFile.Parse(imported.Yaml!, "t.yaml").Script!.Rules);
    }

    [Fact]
    public void Whatever_an_answer_holds_the_rules_load_and_are_laid_out_as_all()
    {
        string[] parts =
        [
            "null", "1", "-1", "true", "[]", "{}", "\"\"", "\"text\"", "\"img\"", "\"a: b # c\"", "\"{{ x\"", "\"}}\"", "\"$greet\"", "\"\\n\"", "\"\\u0000\"", "\"[微笑]\"", "\"assets/../../x.png\"", "\"no\"",
            "\"'\\\"\\\\\"", "\"\\u2028\"", "\"\\ud83c\\udf75\"", "{\"list\":[{\"title\":\"{{\"}]}", "[[[[]]]]", "1e999",
        ];
        var sample = Encoding.UTF8.GetString(Sample());
        var random = new Random(21);
        for (var run = 0; run < 3000; run++)
        {
            var json = sample;
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                // Some value, from a colon on, becomes something else.
                var at = json.IndexOf(": ", random.Next(json.Length - 200), StringComparison.Ordinal) + 2;
                var end = json.AsSpan(at).IndexOfAny(",}]\n") + at;
                json = $"{json[..at]}{parts[random.Next(parts.Length)]}{json[end..]}";
            }

            if (ConsoleReplies.Import(Encoding.UTF8.GetBytes(json)).Yaml is not { } yaml) continue;
            Assert.DoesNotContain(ScriptFile.Parse(yaml, "t.yaml").Findings, finding => finding.Severity == Severity.Error);
            Assert.Equal(yaml, RuleFormat.Format(yaml, "t.yaml", new Findings()));
        }
    }

    private static byte[] Sample([CallerFilePath] string here = "") => File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "console.json"));

    private static Script Loaded(byte[] json)
    {
        var load = ScriptFile.Parse(ConsoleReplies.Import(json).Yaml!, "t.yaml");
        Assert.DoesNotContain(load.Findings, finding => finding.Severity == Severity.Error);
        return load.Script!;
    }
}
