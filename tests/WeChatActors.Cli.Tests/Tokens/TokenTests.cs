using System.Text.Json;
using WeChatActors.Cli.Tests.Calling;

namespace WeChatActors.Cli.Tests.Tokens;

public sealed class TokenTests : IAsyncLifetime
{
    private readonly VirtualTime _time = new();
    private SimulatedWeChat _wechat = null!;

    public async Task InitializeAsync() => _wechat = await SimulatedWeChat.Start();

    public async Task DisposeAsync()
    {
        if (Directory.Exists(_wechat.Data))
        {
            if (await _wechat.Token() is { Length: > 0 } token) Assert.DoesNotContain(token, _wechat.Said, StringComparison.Ordinal);
            Assert.DoesNotContain(SimulatedWeChat.Secret, _wechat.Said, StringComparison.Ordinal);
        }
        await _wechat.DisposeAsync();
    }

    private Task<Ran> Token(params string[] args) => _wechat.Run(around => around with { Time = _time }, ["token", .. args]);

    [Theory]
    [InlineData("show")]
    [InlineData("audit")]
    public async Task Looking_makes_no_database(string command)
    {
        var ran = await Token(command);
        Assert.Equal(
            (ExitCode.Failed, "", $"There is no database {Path.Combine(_wechat.Data, "wechatactors.db")} yet: wechatactors serve makes it; --data names another folder."),
            (ran.Code, ran.Out, ran.Sentence));
        Assert.False(Directory.Exists(_wechat.Data));
    }

    [Fact]
    public async Task Shows_how_the_tokens_stand()
    {
        await Token("refresh");
        _time.Advance(TimeSpan.FromMinutes(2));
        var ran = await Token("show");
        Assert.Equal((ExitCode.Done, ""), (ran.Code, ran.Error));
        Golden.Matches("token-show.txt", ran.Out);
        var json = await Token("show", "--json");
        Assert.Equal((ExitCode.Done, ""), (json.Code, json.Error));
        Golden.Matches("token-show.json", json.Out);
    }

    [Fact]
    public async Task A_token_that_ended_is_not_good()
    {
        await Token("refresh");
        _time.Advance(TimeSpan.FromHours(2));
        var ran = await Token("show");
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Matches(@"access_token +1 +1970-01-01T00:00:00Z +- +expired", ran.Out);
        Assert.Contains("access_token: Nobody has asked for a new one: wechatactors serve keeps it fresh, wechatactors token refresh asks once.\n", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_says_which_version_follows_which()
    {
        Assert.Equal(new Ran(ExitCode.Done, "access_token of demo: version 1, the first, until 1970-01-01T02:00:00Z\n", ""), await Token("refresh"));
        var first = await _wechat.Token();
        await Later(TimeSpan.FromMinutes(1));
        Assert.Equal(new Ran(ExitCode.Done, "access_token of demo: version 1 -> 2, until 1970-01-01T02:01:00Z\n", ""), await Token("refresh"));
        Assert.NotEqual(first, await _wechat.Token());
        await Later(TimeSpan.FromMinutes(1));
        var json = JsonDocument.Parse((await Token("refresh", "--json")).Out).RootElement;
        Assert.Equal((true, 2, 3), (json.GetProperty("renewed").GetBoolean(), json.GetProperty("old_version").GetInt32(), json.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task A_refusal_names_the_cause_and_stays_in_view()
    {
        await _wechat.Control("/simulator/faults", new { @do = "errcode", path = "/cgi-bin/stable_token", errcode = 40243 });
        var ran = await Token("refresh");
        Assert.Equal((ExitCode.Failed, ""), (ran.Code, ran.Out));
        Assert.StartsWith("There is no new access_token for demo (errcode 40243): The AppSecret is frozen (errcode 40243): unfreeze it in ", ran.Error, StringComparison.Ordinal);

        var show = await Token("show");
        Assert.Equal(ExitCode.Failed, show.Code);
        Assert.Matches(@"access_token +- +- +- +never given", show.Out);
        Assert.Contains("access_token: 1970-01-01T00:00:00Z: The AppSecret is frozen (errcode 40243)", show.Out, StringComparison.Ordinal);

        using var phone = new HttpClient { BaseAddress = _wechat.Host.Page };
        (await phone.DeleteAsync(new Uri("/simulator/faults", UriKind.Relative))).Dispose();
        await Later(TimeSpan.FromMinutes(6));
        Assert.Equal(ExitCode.Done, (await Token("refresh")).Code);
    }

    [Fact]
    public async Task The_audit_says_who_asked_when_and_why()
    {
        await Token("refresh");
        await Later(TimeSpan.FromMinutes(1));
        await Token("refresh");
        var ran = await Token("audit");
        Assert.Equal((ExitCode.Done, ""), (ran.Code, ran.Error));
        Golden.Matches("token-audit.txt", ran.Out);
        Assert.Equal(2, (await Token("audit", "--limit", "1")).Out.TrimEnd().Split('\n').Length);
        var line = JsonDocument.Parse((await Token("audit", "--json")).Out).RootElement.GetProperty("audit")[1];
        Assert.Equal(
            ("1970-01-01T00:00:00Z", "access_token", "asked", "command", "ok, forced", 1),
            (line.GetProperty("at").GetString(), line.GetProperty("kind").GetString(), line.GetProperty("why").GetString(), line.GetProperty("asked_by").GetString(),
                line.GetProperty("result").GetString(), line.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task A_new_token_is_what_other_commands_go_on_with()
    {
        await _wechat.Run("call", "GET", "/cgi-bin/tags/get");
        var before = await _wechat.Token();
        Assert.Equal(ExitCode.Done, (await _wechat.Run("token", "refresh")).Code);
        Assert.NotEqual(before, await _wechat.Token());
        Assert.Equal(ExitCode.Done, (await _wechat.Run("call", "GET", "/cgi-bin/tags/get")).Code);
    }

    /// <summary>Both clocks go on, ours and WeChat's.</summary>
    private async Task Later(TimeSpan by)
    {
        _time.Advance(by);
        await _wechat.Control("/simulator/clock", new { advance_seconds = by.TotalSeconds });
    }
}
