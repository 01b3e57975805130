namespace WeChatActors.Cli.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("", "A command is missing, expected one of: serve, chat, check. wechatactors --help describes them.")]
    [InlineData("serv", "'serv' is not a command; did you mean 'serve'? expected one of: serve, chat, check.")]
    [InlineData("frobnicate x", "'frobnicate' is not a command, expected one of: serve, chat, check.")]
    [InlineData("--conf x", "'--conf' is not an option of wechatactors, expected one of: --debug, --help, --version.")]
    [InlineData("serve --prot 80", "'--prot' is not an option of wechatactors serve, expected one of: --admin, --conf, --data, --debug, --help, --public.")]
    [InlineData("serve --pubic http://127.0.0.1:1", "'--pubic' is not an option of wechatactors serve; did you mean '--public'? expected one of: --admin, --conf, --data, --debug, --help, --public.")]
    [InlineData("serve now", "'now' is one argument too many for wechatactors serve; wechatactors serve --help shows what it takes.")]
    [InlineData("serve --conf", "--conf has no value, expected --conf FILE.")]
    [InlineData("serve --conf a --conf b", "--conf is given more than once, expected it once.")]
    [InlineData("check", "FILE is missing, expected wechatactors check FILE.")]
    [InlineData("check --strict conf", "'--strict' is not an option of wechatactors check, expected one of: --debug, --help.")]
    [InlineData("chat --speed", "'--speed' is not an option of wechatactors chat; did you mean '--seed'? expected one of: --account, --conf, --debug, --help, --now, --seed.")]
    [InlineData("chat a b", "'b' is one argument too many for wechatactors chat; wechatactors chat --help shows what it takes.")]
    [InlineData("chat --seed -1", "'-1' stands at --seed, expected a whole number from 0 to 18446744073709551615.")]
    [InlineData("chat --now noon", "'noon' stands at --now, expected a time such as 2026-03-02T10:00 (in the account's zone) or 2026-03-02T10:00:00+08:00.")]
    [InlineData("chat Chatting/tea.yaml --account demo", "--account stands beside a rule file, expected one of the two.")]
    [InlineData("chat Chatting/tea.yaml --conf c.yaml", "--conf stands beside a rule file, expected one of the two.")]
    public async Task A_misuse_quotes_the_bad_value_and_lists_the_good_ones(string call, string sentence)
    {
        var ran = await Ran.Command(call.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((ExitCode.Misused, "", sentence), (ran.Code, ran.Out, ran.Sentence));
    }

    [Theory]
    [InlineData("'' stands at RULES, expected a name.", "chat", "")]
    [InlineData("'' stands at FILE, expected a name.", "check", "")]
    [InlineData("'' stands at --conf, expected --conf FILE.", "serve", "--conf", "")]
    [InlineData("'' stands at --data, expected --data DIR.", "serve", "--data", "")]
    [InlineData("'' stands at --account, expected --account ALIAS.", "chat", "--account", "")]
    public async Task An_empty_value_is_refused(string sentence, params string[] call)
    {
        var ran = await Ran.Command(call);
        Assert.Equal((ExitCode.Misused, sentence), (ran.Code, ran.Sentence));
    }

    [Theory]
    [InlineData("")]
    [InlineData("serve")]
    [InlineData("chat")]
    [InlineData("check")]
    public async Task Help_shows_options_examples_and_exit_codes(string command)
    {
        var ran = await Ran.Command([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal((ExitCode.Done, ""), (ran.Code, ran.Error));
        Golden.Matches($"help{(command.Length > 0 ? "-" : "")}{command}.txt", ran.Out);
    }

    [Fact]
    public async Task Help_is_given_beside_mistakes() => Assert.Equal(ExitCode.Done, (await Ran.Command("serve", "--help", "--conf")).Code);

    [Fact]
    public async Task The_version_is_one_line() => Assert.Matches(@"^\d+\.\d+\.\d+", (await Ran.Command("--version")).Out);

    [Fact]
    public async Task An_unexpected_failure_is_one_sentence_that_asks_to_report_it()
    {
        var ran = await Break("check", "Checking/mistakes/shop.yaml");
        Assert.Equal(
            (ExitCode.Failed, "wechatactors failed unexpectedly (InvalidOperationException: The wind broke it.): this is a bug, please report it with the output of the same command and --debug."),
            (ran.Code, ran.Sentence));
    }

    [Fact]
    public async Task Its_details_are_shown_on_demand() =>
        Assert.Contains("   at WeChatActors.", (await Break("check", "Checking/mistakes/shop.yaml", "--debug")).Error, StringComparison.Ordinal);

    private static Task<Ran> Break(params string[] args) =>
        Ran.Command(TextReader.Null, around => around with { Environment = _ => throw new InvalidOperationException("The wind\nbroke it.") }, args);
}
