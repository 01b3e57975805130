namespace WeChatActors.EndToEnd.Replays;

/// <summary>Traffic of the demo bot as a regression test of the demo bot.</summary>
[Collection(Processes.Name)]
public sealed class ReplayTests(Published published)
{
    [Fact]
    public async Task A_captured_bot_answers_equal_and_after_one_rule_is_changed_exactly_its_turns_differ()
    {
        using var house = new TeaHouse(published);
        await using (var live = await house.Serve(captures: true))
        {
            var load = await house.Run(
                "load", Path.Combine(Published.Repository(), "conf", "loads", "demo.yaml"), "--conf", house.Configuration, "--url", new Uri(live.Public, "/wechat/demo").AbsoluteUri,
                "--max", "--packets", "1500", "--quiet");
            Assert.True(load.ExitCode == 0, load.ToString());
            Assert.Equal(0, await live.Stop());
        }

        // A fresh one answers the same, to whomever it is said.
        await using (var fresh = await house.Serve())
        {
            var same = await house.Replay(fresh, "--speed", "100", "--quiet");
            Assert.True(same.ExitCode == 0, same.ToString());
            Assert.Matches("(?m)^1,500 answers compared: [1-9][0-9,]* equal, [1-9][0-9,]* equal once normalised, 0 different, 0 missing\\.$", same.Output);

            var random = await house.Replay(fresh, "--speed", "1000", "--followers", "random", "--quiet");
            Assert.True(random.ExitCode == 0, random.ToString());
        }

        var rules = await File.ReadAllTextAsync(house.Rules);
        await File.WriteAllTextAsync(house.Rules, rules.Replace("每天 9:00–21:00", "每天 10:00–21:00", StringComparison.Ordinal));
        await using var changed = await house.Serve();
        var differs = await house.Replay(changed, "--max", "--followers", "random", "--quiet");
        Assert.True(differs.ExitCode == 1, differs.ToString());
        var turns = Regex(differs.Output, "^hours: ([0-9,]+) different, 0 missing of \\1$");
        Assert.Equal(turns, Regex(differs.Output, "^1,500 answers compared: .*, ([0-9,]+) different, 0 missing\\.$"));
        Assert.DoesNotMatch("(?m)^(?!hours:|1,500 )[a-z\\[][^:\\n]*: [0-9,]+ different", differs.Output);
        Assert.Contains("\n- 每天 9:00–21:00，周末照常。电话 400-000-0000。\n+ 每天 10:00–21:00，周末照常。电话 400-000-0000。\n", differs.Output, StringComparison.Ordinal);

        var update = await house.Replay(changed, "--max", "--followers", "random", "--update", "--quiet");
        Assert.True(update.ExitCode == 0, update.ToString());
        Assert.Contains("new answers in 1 file", update.Errors, StringComparison.Ordinal);
        var again = await house.Replay(changed, "--max", "--followers", "random", "--quiet");
        Assert.True(again.ExitCode == 0, again.ToString());
    }

    [Fact]
    public async Task A_replay_that_is_interrupted_reports_and_updates_nothing()
    {
        using var house = new TeaHouse(published);
        Directory.CreateDirectory(house.Captures);
        var capture = Path.Combine(house.Captures, "slow.jsonl");
        await File.WriteAllLinesAsync(capture, ["{\"wechatactors_capture\":1}", .. Enumerable.Range(0, 60).Select(second => Captured.Line(second, "你好", "success"))]);
        var before = await File.ReadAllBytesAsync(capture);
        await using var served = await house.Serve();

        await using var replay = await Served.Start(
            "sh", ["-c", "echo pid $$; exec \"$@\"", "sh", published.Command, "replay", capture, "--url", new Uri(served.Public, "/wechat/demo").AbsoluteUri, "--token", "demo-token", "--update", "--json", Path.Combine(house.Folder, "run.json")],
            last: "pid");
        await Captured.Until(() => replay.Errors.Length > 0);
        var exit = await replay.Interrupt();

        var written = await replay.Written();
        Assert.True(exit == 1, written);
        Assert.Contains("stopping: packets under way are waited for", written, StringComparison.Ordinal);
        Assert.Contains("answers compared: ", written, StringComparison.Ordinal);
        Assert.Contains("The captures stay as they are: the run was stopped before its end", written, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(capture));
        Assert.True(File.Exists(Path.Combine(house.Folder, "run.json")));
    }

    [Fact]
    public async Task Captures_that_cannot_be_used_are_refused_with_their_place()
    {
        using var house = new TeaHouse(published);
        var path = Path.Combine(house.Folder, "hostile.jsonl");
        await File.WriteAllTextAsync(path, "<xml>\0\u001B[31m");
        var foreign = await house.Run("replay", path, "--url", "http://127.0.0.1:9/wechat");
        Assert.True(foreign.ExitCode == 2, foreign.ToString());
        Assert.StartsWith($"{path}:1:1: the file is no capture: ", foreign.Errors, StringComparison.Ordinal);

        var missing = await house.Run("replay", Path.Combine(house.Folder, "nowhere.jsonl"), "--url", "http://127.0.0.1:9/wechat");
        Assert.True(missing.ExitCode == 2, missing.ToString());

        await File.WriteAllTextAsync(path, "version: 1\nignor: [a]\n");
        var capture = Path.Combine(house.Folder, "one.jsonl");
        await File.WriteAllLinesAsync(capture, ["{\"wechatactors_capture\":1}", Captured.Line(0, "你好", "success")]);
        var compare = await house.Run("replay", capture, "--url", "http://127.0.0.1:9/wechat", "--compare", path);
        Assert.True(compare.ExitCode == 2, compare.ToString());
        Assert.Contains(":2:1: 'ignor' is not a key of a comparison file; did you mean 'ignore'?", compare.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_refuses_or_never_answers_gives_a_sentence_and_exit_code_1()
    {
        using var house = new TeaHouse(published);
        var capture = Path.Combine(house.Folder, "one.jsonl");
        await File.WriteAllLinesAsync(capture, ["{\"wechatactors_capture\":1}", Captured.Line(0, "你好", "success")]);
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        using var refusing = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        refusing.Start();
        var closed = ((System.Net.IPEndPoint)refusing.LocalEndpoint).Port;
        refusing.Stop();

        // Three deliveries of five seconds each: both at once.
        var hanging = house.Run("replay", capture, "--url", $"http://127.0.0.1:{port}/wechat", "--token", "t");
        var refused = await house.Run("replay", capture, "--url", $"http://127.0.0.1:{closed}/wechat", "--token", "t");
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Contains("0 equal, 0 equal once normalised, 0 different, 1 missing", refused.Output, StringComparison.Ordinal);
        Assert.Contains("+ (no answer: ", refused.Output, StringComparison.Ordinal);
        var hung = await hanging;
        Assert.True(hung.ExitCode == 1, hung.ToString());
        Assert.Contains("+ (no answer: ", hung.Output, StringComparison.Ordinal);
    }

    private static string Regex(string text, string pattern)
    {
        var match = System.Text.RegularExpressions.Regex.Match(text, pattern, System.Text.RegularExpressions.RegexOptions.Multiline);
        Assert.True(match.Success, $"{pattern} is not in:\n{text}");
        return match.Groups[1].Value;
    }
}
