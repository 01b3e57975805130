using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatActors.Server.Tests.Rules;

public sealed class RulesTests : IAsyncLifetime
{
    private const string Path = "/api/accounts/plain/rules";
    private const string Second = "version: 1\nrules:\n  - {id: hi, exact: hi, reply: second}\n  - {default: true, reply: other}\n";

    private Edge _edge = null!;
    private long _msgId;

    public async Task InitializeAsync() => _edge = await Edge.Start(rules: "version: 1\nrules: [{id: hi, exact: hi, reply: first}]\n");

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Fact]
    public async Task The_packet_after_a_reload_meets_the_new_rules_of_that_account_alone()
    {
        Assert.Contains("first", await Say("plain"), StringComparison.Ordinal);
        await _edge.WriteRules(Second);
        Assert.Contains("first", await Say("plain"), StringComparison.Ordinal);
        _edge.Time.Advance(TimeSpan.FromHours(1));

        var answer = await Reload();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("second", await Say("plain"), StringComparison.Ordinal);
        var shown = await Json(answer);
        Assert.Equal(2, shown.GetProperty("rules").GetInt32());
        Assert.Equal("loaded", shown.GetProperty("last_reload").GetProperty("result").GetString());
        Assert.Equal(_edge.Time.GetUtcNow(), shown.GetProperty("since").GetDateTimeOffset());
        Assert.Equal(shown.GetProperty("hash").GetString()![..12], (await Metrics("wechatactors_rules_info{account=\"plain\"")).Split('"')[3]);
        Assert.NotEqual(shown.GetProperty("hash").GetString(), (await _edge.Admin.GetFromJsonAsync<JsonElement>("/api/accounts/safe/rules")).GetProperty("hash").GetString());
    }

    [Fact]
    public async Task Files_with_an_error_are_refused_whole_with_every_finding_and_the_old_rules_stay()
    {
        var before = await _edge.Admin.GetFromJsonAsync<JsonElement>(Path);
        await _edge.WriteRules("version: 1\nrules:\n  - {id: hi, exact: hi, reply: third}\n  - {exact: ho, replay: x}\n  - {reply: nothing asks for it}\n");

        var answer = await Reload();

        Assert.Equal((HttpStatusCode)422, answer.StatusCode);
        var problem = await Json(answer);
        Assert.Contains("rules.yaml:4", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("rules.yaml:5", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(problem.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("line").GetInt32() == 4 && finding.GetProperty("severity").GetString() == "error");
        Assert.Contains("first", await Say("plain"), StringComparison.Ordinal);
        var after = await _edge.Admin.GetFromJsonAsync<JsonElement>(Path);
        Assert.Equal(before.GetProperty("hash").GetString(), after.GetProperty("hash").GetString());
        Assert.Equal("refused", after.GetProperty("last_reload").GetProperty("result").GetString());
        Assert.Equal(1, await _edge.Metric("wechatactors_rules_reloads_total{account=\"plain\",result=\"refused\"}"));
        Assert.Contains(_edge.Log.Lines, line => line.Text.Contains("those before stay", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_that_are_the_same_change_nothing()
    {
        var shown = await Json(await Reload());

        Assert.Equal("unchanged", shown.GetProperty("last_reload").GetProperty("result").GetString());
        Assert.Equal(Samples.Now, shown.GetProperty("since").GetDateTimeOffset());
    }

    [Fact]
    public async Task Rules_that_cannot_be_kept_do_not_come_into_force()
    {
        await _edge.WriteRules(Second);
        _edge.Store.Failure = "The disk is full.";

        var answer = await Reload();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        _edge.Store.Failure = null;
        Assert.Contains("first", await Say("plain"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Reload()).StatusCode);
        Assert.Contains("second", await Say("plain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_of_all_accounts_takes_those_that_are_good_and_tells_of_the_others()
    {
        await _edge.WriteRules(Second);

        await _edge.Host.Rules.ReloadAll();

        foreach (var alias in (string[])["plain", "compat", "safe"]) Assert.Equal(2, _edge.Host.Conversations.Accounts[alias].Script.Rules.Length);
    }

    [Theory]
    [InlineData("GET", Path + "/reload", "POST")]
    [InlineData("PUT", Path, "GET")]
    [InlineData("DELETE", "/api/accounts/plain/access_token", "GET")]
    [InlineData("POST", "/metrics", "GET")]
    public async Task A_route_that_is_asked_with_another_method_names_its_own(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _edge.Admin.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
        Assert.Equal($"Ask with {allowed}.", (await Json(answer)).GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("GET", "/api/accounts/plain/rules/relaod")]
    [InlineData("POST", "/api/accounts/plain/rules/reload/now")]
    public async Task A_path_that_is_not_there_is_not_there_with_any_method(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.NotFound, (await _edge.Admin.SendAsync(request)).StatusCode);
    }

    private Task<HttpResponseMessage> Reload() => _edge.Admin.PostAsync(Path + "/reload", null);

    private static Task<JsonElement> Json(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>();

    private async Task<string> Say(string account) => (await _edge.Post(account, _edge.Text("oAnn", "hi", ++_msgId))).Text;

    private async Task<string> Metrics(string name) =>
        (await _edge.Admin.GetStringAsync("/metrics")).Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal));
}
