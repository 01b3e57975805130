using System.Text.Json;
using System.Text.RegularExpressions;
using WeChatActors.Cli.Tests.Calling;
using WeChatActors.Simulator;

namespace WeChatActors.Cli.Tests.Doctor;

public sealed partial class DoctorTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_account_in_order_has_nothing_wrong()
    {
        await using var wechat = await SimulatedWeChat.Start();
        await using var server = await Serve(wechat);
        Assert.Equal(ExitCode.Done, (await wechat.Run("menu", "push")).Code);
        wechat.Host.SetCallback("demo", new Uri(server.Output["callback"]));

        var ran = await wechat.Run("doctor", "--url", server.Output["callback"]);
        Assert.Equal(ExitCode.Done, ran.Code);
        Golden.Matches("doctor-well.txt", Plain(ran.Out + ran.Error, wechat));

        Assert.DoesNotContain(await wechat.Token(), wechat.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(SimulatedWeChat.Secret, wechat.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("demo-token", wechat.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("signature=", wechat.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_in_disorder_hears_how_to_mend_it()
    {
        await using var wechat = await SimulatedWeChat.Start(AccountKind.Unverified);
        var ran = await wechat.Run("doctor");
        Assert.Equal(ExitCode.Failed, ran.Code);
        Golden.Matches("doctor-unwell.txt", Plain(ran.Out + ran.Error, wechat));
    }

    [Fact]
    public async Task An_account_that_only_answers_is_not_asked_for_more()
    {
        await using var server = RawServer.Answering("nothing", 404);
        var ran = await Ran.Command("doctor", "--conf", OnlyAnswering(), "--url", server.Address.ToString());
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Equal(9, ran.Out.Split('\n').Count(line => line.StartsWith("skipped", StringComparison.Ordinal) && line.EndsWith("demo has no app_secret, so it only answers", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Mistakes_in_the_files_come_first_and_alone()
    {
        var conf = _folder.File("c.yaml", "accounts: {demo: {app_id: wx1, tokn: t, rules: r.yaml}}\n");
        var ran = await Ran.Command("doctor", "--conf", conf);
        Assert.Equal((ExitCode.Failed, "1 check: 1 wrong"), (ran.Code, ran.Sentence));
        Assert.StartsWith("wrong    configuration  ", ran.Out, StringComparison.Ordinal);
        Assert.Contains("'tokn'", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_says_the_same()
    {
        await using var wechat = await SimulatedWeChat.Start();
        var lines = (await wechat.Run("doctor")).Out.Split('\n').Where(line => line.Length > 0 && line[0] != ' ').Select(line => (line[..7].Trim(), line[9..25].Trim()));
        var ran = await wechat.Run("doctor", "--json");
        var json = JsonDocument.Parse(ran.Out).RootElement;
        Assert.Equal((ExitCode.Failed, "", "demo", false), (ran.Code, ran.Error, json.GetProperty("account").GetString(), json.GetProperty("ok").GetBoolean()));
        Assert.Equal(lines, json.GetProperty("checks").EnumerateArray().Select(check => (check.GetProperty("verdict").GetString()!, check.GetProperty("check").GetString()!)));
    }

    [Fact]
    public async Task The_address_that_WeChat_refuses_is_named()
    {
        await using var wechat = await SimulatedWeChat.Start();
        await using var refusing = new ScriptedPlatform().On("/cgi-bin/stable_token", """{"errcode":40164,"errmsg":"invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 6b013b2d-45ace89b-31a288f3"}""");
        wechat.Folder.File("c.yaml", (await File.ReadAllTextAsync(wechat.Configuration)).Replace(wechat.Host.Api.ToString(), refusing.Api.ToString(), StringComparison.Ordinal));
        var ran = await wechat.Run("doctor");
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Contains("203.0.113.7", ran.Out, StringComparison.Ordinal);
        Assert.Contains("wrong    access_token      there is none (errcode 40164)", ran.Out, StringComparison.Ordinal);
        Assert.Contains("wrong    IP allowlist      WeChat gives this machine no token (errcode 40164)", ran.Out, StringComparison.Ordinal);
        Assert.Contains("skipped  capabilities      needs an access_token", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "ok       clock             within 30 s of WeChat's")]
    [InlineData(2, "warning  clock             2 min ")]
    [InlineData(-20, "wrong    clock             19 min ")]
    public async Task The_clock_is_held_against_WeChats(int minutes, string line)
    {
        await using var wechat = await SimulatedWeChat.Start();
        var ran = await wechat.Run(around => around with { Time = new Shifted(TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(minutes == 0 ? 0 : 20)) }, "doctor");
        Assert.Contains(line, ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_others_may_read_is_a_warning()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var wechat = await SimulatedWeChat.Start();
        await wechat.Run("call", "GET", "/cgi-bin/tags/get");
        var file = Path.Combine(wechat.Data, "wechatactors.db");
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherRead);
        var ran = await wechat.Run("doctor");
        Assert.Contains($"warning  store             {file} can be read by other users of this machine, and it holds tokens and conversations\n", ran.Out, StringComparison.Ordinal);
        Assert.Contains($"-> chmod 600 {file}*\n", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_is_wrong_and_the_callback_is_checked_all_the_same()
    {
        await using var wechat = await SimulatedWeChat.Start();
        wechat.Folder.File("data", "a file where the folder should be");
        var ran = await wechat.Run("doctor");
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Matches("wrong    store             The folder .+ cannot be created", ran.Out);
        Assert.Contains("wrong    callback answer", ran.Out, StringComparison.Ordinal);
        Assert.Contains("skipped  access_token      needs the store", ran.Out, StringComparison.Ordinal);
    }

    internal static string OnlyAnswering(Folder folder)
    {
        folder.File("r.yaml", "version: 1\nrules: [{exact: hi, reply: hi}]\n");
        return folder.File("c.yaml", "accounts: {demo: {app_id: wx1, token: t0ken, rules: r.yaml}}\n");
    }

    private string OnlyAnswering() => OnlyAnswering(_folder);

    private static Task<Serving> Serve(SimulatedWeChat wechat) => Serving.Start(
        "database", ["serve", "--conf", wechat.Configuration, "--public", "http://127.0.0.1:0", "--admin", "http://127.0.0.1:0"],
        environment: name => name == "APP_SECRET" ? SimulatedWeChat.Secret : null);

    // What differs from run to run.
    private static string Plain(string text, SimulatedWeChat wechat) =>
        Changing().Replace(text.Replace(Path.GetDirectoryName(wechat.Configuration)! + "/", "", StringComparison.Ordinal), match => match.Groups[1].Success ? ":PORT" : match.Groups[2].Success ? "SPACE MiB" : "TIME");

    [GeneratedRegex(@"(?<=127\.0\.0\.1)(:\d+)|([\d,]+ MiB)|\d h \d+ min")]
    private static partial Regex Changing();

    /// <summary>A clock that goes wrong.</summary>
    private sealed class Shifted(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
