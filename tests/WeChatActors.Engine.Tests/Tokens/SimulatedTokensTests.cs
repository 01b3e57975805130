using System.Net.Http.Json;
using WeChatActors.Engine.Tests.Storage;
using WeChatActors.Simulator;

namespace WeChatActors.Engine.Tests;

/// <summary>The token centre over SQLite against the simulator, over real sockets.</summary>
public sealed class SimulatedTokensTests : IAsyncLifetime
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private static readonly TokenId Id = TokenLab.Id;

    private static readonly TokenId Ticket = new("demo", TokenKind.JsapiTicket);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<IAsyncDisposable> _ends = [];
    private HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false });
    private SimulatorHost _simulator = null!;

    private TemporaryFolder Folder { get; } = new();

    public async Task InitializeAsync() => _simulator = await SimulatorHost.Start(
        new SimulatorOptions
        {
            Accounts = [new AccountSetup { Alias = "demo", AppId = "wx0000000000000demo", AppSecret = Secret, OriginalId = "gh_7f3c19ab02de", Name = "晨光书店", Token = "token" }],
            Api = new Uri("http://127.0.0.1:0"), Page = new Uri("http://127.0.0.1:0"),
        }, new SimulatedClock(TimeProvider.System));

    public async Task DisposeAsync()
    {
        foreach (var end in _ends) await end.DisposeAsync();
        Http.Dispose();
        await _simulator.DisposeAsync();
        Folder.Dispose();
    }

    [Theory]
    [InlineData(TokenMode.Stable)]
    [InlineData(TokenMode.Classic)]
    public async Task A_thousand_callers_at_start_cause_one_request(TokenMode mode)
    {
        var tokens = Services(mode).Tokens;

        var replies = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(() => tokens.Get(Id, "engine", CancellationToken.None).AsTask()))).WaitAsync(Patience);

        Assert.Single(replies.Select(Value).Distinct());
        Assert.Equal(1, await Requests());
        Assert.True(await IsTaken(Value(replies[0])));
    }

    [Theory]
    [InlineData(TokenMode.Stable)]
    [InlineData(TokenMode.Classic)]
    public async Task A_thousand_reports_of_a_token_that_somebody_revoked_cause_one_request(TokenMode mode)
    {
        var services = Services(mode);
        var old = Value(await services.Tokens.Get(Id, "engine", CancellationToken.None).AsTask().WaitAsync(Patience));
        await Revoke();
        Assert.False(await IsTaken(old));
        var before = await Requests();

        var replies = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(() => services.Tokens.Replace(Id, old, 40001, "proxy", CancellationToken.None).AsTask()))).WaitAsync(Patience);

        var fresh = Assert.Single(replies.Select(Value).Distinct());
        Assert.Equal(1, await Requests() - before);
        Assert.True(await IsTaken(fresh));
    }

    [Fact]
    public async Task A_token_that_somebody_else_revoked_is_replaced_on_first_use_and_no_call_fails()
    {
        var services = Services(TokenMode.Stable);
        for (var i = 0; i < 5; i++)
        {
            var result = await services.Client.Call(new PlatformRequest { Account = "demo", Method = HttpMethod.Get, Path = "/cgi-bin/getcallbackip" }, CancellationToken.None).AsTask().WaitAsync(Patience);
            Assert.IsType<PlatformResult.Done>(result);
            await Revoke();
        }
    }

    [Fact]
    public async Task A_restart_asks_for_nothing_while_the_stored_token_lives()
    {
        var first = Services(TokenMode.Stable);
        var value = Value(await first.Tokens.Get(Id, "engine", CancellationToken.None).AsTask().WaitAsync(Patience));
        await first.DisposeAsync();
        _ends.Remove(first);
        var before = await Requests();

        var second = Services(TokenMode.Stable);
        second.Start();

        Assert.Equal(value, Value(await second.Tokens.Get(Id, "engine", CancellationToken.None).AsTask().WaitAsync(Patience)));
        Assert.Equal(before, await Requests());
    }

    [Fact]
    public async Task Two_centres_over_one_file_have_the_same_token_of_one_request()
    {
        var (one, other) = (Services(TokenMode.Classic), Services(TokenMode.Classic));

        var replies = await Task.WhenAll(
            one.Tokens.Get(Id, "engine", CancellationToken.None).AsTask(), other.Tokens.Get(Id, "engine", CancellationToken.None).AsTask()).WaitAsync(Patience);

        Assert.Equal(Value(replies[0]), Value(replies[1]));
        Assert.Equal(1, await Requests());
    }

    [Fact]
    public async Task A_ticket_comes_the_same_way()
    {
        var services = Services(TokenMode.Stable);

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => services.Tokens.Get(Ticket, "page", CancellationToken.None).AsTask())).WaitAsync(Patience);

        Assert.Single(replies.Select(Value).Distinct());
        Assert.Equal(1, await Requests("/cgi-bin/ticket/getticket"));
        Assert.Equal("first by page: ok", string.Join(' ', (await services.Store.Audit("demo", 10)).Where(entry => entry.Id == Ticket).Select(entry => $"{entry.Line.Why} by {entry.Line.AskedBy}: {entry.Line.Result}")));
    }

    [Fact]
    public async Task An_operator_forces_a_new_token_and_the_one_before_is_dead()
    {
        var services = Services(TokenMode.Stable);
        var old = Value(await services.Tokens.Get(Id, "engine", CancellationToken.None).AsTask().WaitAsync(Patience));

        var fresh = Value(await services.Tokens.Renew(Id, "command", CancellationToken.None).AsTask().WaitAsync(Patience));

        Assert.NotEqual(old, fresh);
        Assert.True(await IsTaken(fresh));
        Assert.False(await IsTaken(old));
    }

    private PlatformServices Services(TokenMode mode)
    {
        var account = Given.Account();
        account.Platform = new PlatformAccess("wx0000000000000demo", new AppSecret(Secret), PlatformHosts.Of(_simulator.Api), mode);
        var services = new PlatformServices([account], SqliteTokenStore.Open(Folder.File(), [account]), new TokenOptions(), TimeProvider.System, _ => { });
        _ends.Add(services);
        return services;
    }

    private async Task Revoke()
    {
        using var response = await Http.PostAsJsonAsync(new Uri(_simulator.Page, "/simulator/accounts/demo/token/revoke"), new { });
        response.EnsureSuccessStatusCode();
    }

    private async Task<bool> IsTaken(string value)
    {
        var answer = await Http.GetStringAsync(new Uri(_simulator.Api, $"/cgi-bin/getcallbackip?access_token={value}"));
        return !answer.Contains("errcode", StringComparison.Ordinal);
    }

    private async Task<int> Requests(string? path = null)
    {
        var calls = await Http.GetFromJsonAsync<System.Text.Json.Nodes.JsonNode>(new Uri(_simulator.Page, "/simulator/accounts/demo/calls"));
        return calls!["calls"]!.AsArray().Count(call => path is null ? call!["path"]!.ToString() is "/cgi-bin/token" or "/cgi-bin/stable_token" : call!["path"]!.ToString() == path);
    }

    private static string Value(TokenReply reply) => Assert.IsType<TokenReply.Granted>(reply).Token.Value;
}
