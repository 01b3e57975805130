namespace WeChatActors.Cli.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("", "A command is missing, expected one of: serve, dev, simulate, chat, check, capture, replay, load, token, call, menu, doctor, graph, import, schema, fmt. wechatactors --help describes them.")]
    [InlineData("serv", "'serv' is not a command; did you mean 'serve'? expected one of: serve, dev, simulate, chat, check, capture, replay, load, token, call, menu, doctor, graph, import, schema, fmt.")]
    [InlineData("frobnicate x", "'frobnicate' is not a command, expected one of: serve, dev, simulate, chat, check, capture, replay, load, token, call, menu, doctor, graph, import, schema, fmt.")]
    [InlineData("--conf x", "'--conf' is not an option of wechatactors, expected one of: --debug, --help, --version.")]
    [InlineData("serve --prot 80", "'--prot' is not an option of wechatactors serve, expected one of: --admin, --conf, --data, --debug, --help, --public.")]
    [InlineData("serve --pubic http://127.0.0.1:1", "'--pubic' is not an option of wechatactors serve; did you mean '--public'? expected one of: --admin, --conf, --data, --debug, --help, --public.")]
    [InlineData("serve now", "'now' is one argument too many for wechatactors serve; wechatactors serve --help shows what it takes.")]
    [InlineData("serve --conf", "--conf has no value, expected --conf FILE.")]
    [InlineData("serve --conf a --conf b", "--conf is given more than once, expected it once.")]
    [InlineData("check", "FILE is missing, expected wechatactors check FILE, or --account ALIAS for the rules of an account.")]
    [InlineData("check --fix --watch a.yaml", "--fix stands beside --watch, expected one of the two.")]
    [InlineData("check --stric conf", "'--stric' is not an option of wechatactors check; did you mean '--strict'? expected one of: --account, --conf, --coverage, --debug, --filter, --fix, --help, --json, --junit, --no-tests, --strict, --watch.")]
    [InlineData("fmt", "FILE is missing, expected wechatactors fmt FILE.")]
    [InlineData("fmt --chek a.yaml", "'--chek' is not an option of wechatactors fmt; did you mean '--check'? expected one of: --check, --debug, --help.")]
    [InlineData("schema now", "'now' is one argument too many for wechatactors schema; wechatactors schema --help shows what it takes.")]
    [InlineData("chat --speed", "'--speed' is not an option of wechatactors chat; did you mean '--seed'? expected one of: --account, --conf, --debug, --help, --now, --seed.")]
    [InlineData("chat a b", "'b' is one argument too many for wechatactors chat; wechatactors chat --help shows what it takes.")]
    [InlineData("chat --seed -1", "'-1' stands at --seed, expected a whole number from 0 to 18446744073709551615.")]
    [InlineData("chat --now noon", "'noon' stands at --now, expected a time such as 2026-03-02T10:00 (in the account's zone) or 2026-03-02T10:00:00+08:00.")]
    [InlineData("chat Chatting/tea.yaml --account demo", "--account stands beside a rule file, expected one of the two.")]
    [InlineData("chat Chatting/tea.yaml --conf c.yaml", "--conf stands beside a rule file, expected one of the two.")]
    [InlineData("dev --pag http://127.0.0.1:1", "'--pag' is not an option of wechatactors dev; did you mean '--page'? expected one of: --admin, --api, --conf, --data, --debug, --help, --page, --public.")]
    [InlineData("simulate now", "'now' is one argument too many for wechatactors simulate; wechatactors simulate --help shows what it takes.")]
    [InlineData("simulate --conf c.yaml --token t", "--token stands beside --conf, expected one of the two.")]
    [InlineData("simulate --callback bot", "'bot' stands at --callback, expected an address such as http://127.0.0.1:3000/wechat.")]
    [InlineData("simulate --app-id wx_!", "'wx_!' stands at --app-id, expected 1 to 64 letters and digits, such as wx0000000000000demo.")]
    [InlineData("simulate --security save", "'save' stands at --security; did you mean 'safe'? expected one of: plaintext, compatible, safe.")]
    [InlineData("simulate --kind vip", "'vip' stands at --kind, expected one of: service, subscription, test, unverified.")]
    [InlineData("simulate --security safe --aes-key short", "--aes-key is no EncodingAESKey: An EncodingAESKey has exactly 43 characters; this one has 5.")]
    [InlineData("simulate --aes-key Wc7Actors0Edge1Vector2Key3Canonical4Bits5A0", "--aes-key stands without encryption, expected --security compatible or --security safe beside it.")]
    [InlineData("simulate --seed -1", "'-1' stands at --seed, expected a whole number from 0 to 18446744073709551615.")]
    [InlineData("simulate --people 小明,,Ann", "'小明,,Ann' stands at --people, expected 1 to 100 names with commas between them, such as 小明,Ann.")]
    [InlineData("simulate --api 8083", "'8083' stands at --api, expected http://IP:PORT, for example http://127.0.0.1:8080.")]
    [InlineData("token", "A command is missing, expected one of: show, refresh, audit. wechatactors token --help describes them.")]
    [InlineData("token shwo", "'shwo' is not a command of wechatactors token; did you mean 'show'? expected one of: show, refresh, audit.")]
    [InlineData("token show now", "'now' is one argument too many for wechatactors token show; wechatactors token show --help shows what it takes.")]
    [InlineData("token show --jsn", "'--jsn' is not an option of wechatactors token show; did you mean '--json'? expected one of: --account, --conf, --data, --debug, --help, --json.")]
    [InlineData("token audit --limit 0", "'0' stands at --limit, expected a whole number from 1 to 1000.")]
    [InlineData("menu", "A command is missing, expected one of: push, pull, diff. wechatactors menu --help describes them.")]
    [InlineData("menu push --dry", "'--dry' is not an option of wechatactors menu push, expected one of: --account, --conf, --data, --debug, --dry-run, --help.")]
    [InlineData("call", "METHOD is missing, expected wechatactors call GET|POST PATH; --list shows WeChat's APIs.")]
    [InlineData("call GET", "PATH is missing, expected wechatactors call GET|POST PATH; --list shows WeChat's APIs.")]
    [InlineData("call PUT /cgi-bin/menu/get", "'PUT' stands at METHOD, expected one of: GET, POST.")]
    [InlineData("call GET cgi-bin/menu/get", "'cgi-bin/menu/get' stands at PATH; did you mean '/cgi-bin/menu/get'?")]
    [InlineData("call GET /cgi-bin/../menu/get", "'/cgi-bin/../menu/get' stands at PATH. A path of the platform has no empty part and none that begins with a dot.")]
    [InlineData("call GET https://api.weixin.qq.com/cgi-bin/menu/get?access_token=T", "'https://api.weixin.qq.com/cgi-bin/menu/get' stands at PATH, expected its path alone: /cgi-bin/menu/get")]
    [InlineData("call GET /cgi-bin/menu/get?access_token=T", "access_token stands behind PATH, but it is filled in by itself.")]
    [InlineData("call GET /cgi-bin/menu/get --query access_token=T", "access_token stands at --query, but it is filled in by itself.")]
    [InlineData("call GET /cgi-bin/menu/get --query next", "'next' stands at --query, expected NAME=VALUE.")]
    [InlineData("call GET /cgi-bin/menu/get --body {}", "A body stands at GET, expected POST, or --query.")]
    [InlineData("call POST /cgi-bin/menu/create --body {} --form a=b", "--form stands beside --body, expected one of the two.")]
    [InlineData("call POST /cgi-bin/stable_token", "/cgi-bin/stable_token is asked by the token centre alone: wechatactors token show, or wechatactors token refresh for a new one.")]
    [InlineData("graph", "FILE is missing, expected wechatactors graph FILE.")]
    [InlineData("graph a.yaml --format png", "'png' stands at --format, expected one of: mermaid, svg.")]
    [InlineData("graph a.yaml --rule a --dialog b", "--dialog stands beside --rule, expected one of the two.")]
    [InlineData("graph a.yaml --dot --format mermaid", "--dot stands beside --format mermaid, expected --format svg.")]
    [InlineData("import answer.json --account demo", "--account stands beside a file, expected one of the two.")]
    [InlineData("doctor --url wx.example.com", "'wx.example.com' stands at --url, expected the callback's address, such as https://wx.example.com/wechat/demo.")]
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
    [InlineData("'' stands at --token, expected --token TEXT.", "simulate", "--token", "")]
    [InlineData("'' stands at --account, expected --account ALIAS.", "chat", "--account", "")]
    public async Task An_empty_value_is_refused(string sentence, params string[] call)
    {
        var ran = await Ran.Command(call);
        Assert.Equal((ExitCode.Misused, sentence), (ran.Code, ran.Sentence));
    }

    [Theory]
    [InlineData("")]
    [InlineData("serve")]
    [InlineData("dev")]
    [InlineData("simulate")]
    [InlineData("chat")]
    [InlineData("check")]
    [InlineData("token")]
    [InlineData("token show")]
    [InlineData("token refresh")]
    [InlineData("token audit")]
    [InlineData("call")]
    [InlineData("menu")]
    [InlineData("menu push")]
    [InlineData("menu pull")]
    [InlineData("menu diff")]
    [InlineData("doctor")]
    [InlineData("graph")]
    [InlineData("import")]
    [InlineData("capture")]
    [InlineData("capture import")]
    [InlineData("schema")]
    [InlineData("fmt")]
    public async Task Help_shows_options_examples_and_exit_codes(string command)
    {
        var ran = await Ran.Command([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal((ExitCode.Done, ""), (ran.Code, ran.Error));
        Golden.Matches($"help{(command.Length > 0 ? "-" : "")}{command.Replace(' ', '-')}.txt", ran.Out);
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
