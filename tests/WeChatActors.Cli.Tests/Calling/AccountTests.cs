namespace WeChatActors.Cli.Tests.Calling;

/// <summary>Which account a command is about.</summary>
public sealed class AccountTests : IDisposable
{
    private readonly Folder _folder = new();
    private readonly string _conf;

    public AccountTests()
    {
        _folder.File("r.yaml", "version: 1\nrules: [{exact: hi, reply: hi}]\n");
        _conf = _folder.File("c.yaml", "accounts:\n  demo: {app_id: wx1, token: t, rules: r.yaml}\n  shop: {app_id: wx2, token: t, rules: r.yaml}\n");
    }

    public void Dispose() => _folder.Dispose();

    private static readonly string[][] Commands =
        [["token", "show"], ["token", "refresh"], ["token", "audit"], ["call", "GET", "/cgi-bin/tags/get"], ["menu", "push"], ["menu", "pull"], ["menu", "diff"]];

    public static TheoryData<string> Callers => [.. Commands.Select(command => string.Join(' ', command))];

    [Theory]
    [MemberData(nameof(Callers))]
    [InlineData("doctor")]
    public async Task Of_several_accounts_one_must_be_named(string command)
    {
        var ran = await Ran.Command([.. command.Split(' '), "--conf", _conf]);
        Assert.Equal((ExitCode.Misused, "", $"{_conf} has 2 accounts: name one with --account, one of: demo, shop."), (ran.Code, ran.Out, ran.Sentence));
    }

    [Theory]
    [MemberData(nameof(Callers))]
    [InlineData("doctor")]
    public async Task An_account_that_is_not_there_is_quoted(string command)
    {
        var ran = await Ran.Command([.. command.Split(' '), "--conf", _conf, "--account", "shp"]);
        Assert.Equal((ExitCode.Misused, "", "'shp' stands at --account; did you mean 'shop'? expected one of: demo, shop."), (ran.Code, ran.Out, ran.Sentence));
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task An_account_without_AppSecret_cannot_call(string command)
    {
        var ran = await Ran.Command([.. command.Split(' '), "--conf", _conf, "--account", "shop"]);
        Assert.Equal(
            (ExitCode.Misused, "", $"The account shop has no app_secret in {_conf}, so WeChat cannot be called for it: add app_secret: ${{NAME}} and put the AppSecret of the console into that variable."),
            (ran.Code, ran.Out, ran.Sentence));
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task A_configuration_with_mistakes_is_refused_with_them(string command)
    {
        var conf = _folder.File("bad.yaml", "accounts: {demo: {app_id: wx1, tokn: t, rules: r.yaml}}\n");
        var ran = await Ran.Command([.. command.Split(' '), "--conf", conf]);
        Assert.Equal((ExitCode.Misused, ""), (ran.Code, ran.Out));
        Assert.Contains("'tokn'", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_is_not_there_is_named() =>
        Assert.Equal(new Ran(ExitCode.Misused, "", "conf/wechatactors.yaml:1:1: there is no such file.\n--conf FILE names another configuration.\n"), await Ran.Command("token", "show"));
}
