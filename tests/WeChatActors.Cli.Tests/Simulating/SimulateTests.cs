using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using WeChatActors.Cli.Tests.Developing;

namespace WeChatActors.Cli.Tests.Simulating;

public sealed class SimulateTests : IDisposable
{
    private const string Key = "Wc7Actors0Edge1Vector2Key3Canonical4Bits5A0";
    private static readonly string[] AnyPorts = ["--page", "http://127.0.0.1:0", "--api", "http://127.0.0.1:0"];

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Task<Serving> Start(params string[] args) => Serving.Start("phone", ["simulate", .. args, .. AnyPorts]);

    [Fact]
    public async Task Without_options_it_simulates_a_demo_account_and_prints_all_that_an_SDK_needs()
    {
        await using var simulator = await Start();
        Assert.Equal(
            ("http://127.0.0.1:8080/wechat/demo", "wx0000000000000demo", "demo-token"),
            (simulator.Output["callback"], simulator.Output["app_id"], simulator.Output["token"]));
        Assert.Equal(["callback", "app_id", "secret", "token", "api", "phone"], simulator.Output.ToString().TrimEnd().Split('\n').Select(line => line.Split(' ')[0]));
        Assert.Equal(7200, (await Token(simulator)).GetProperty("expires_in").GetInt32());
        Assert.Equal(ExitCode.Done, await simulator.Stop());
    }

    [Fact]
    public async Task Options_tell_of_the_account_of_another_SDK()
    {
        await using var simulator = await Start(
            "--callback", "https://bot.example/wx", "--app-id", "wx1", "--app-secret", "s3cret", "--token", "t0ken", "--security", "safe", "--aes-key", Key,
            "--kind", "subscription", "--people", "小明, Ann");
        using var phone = new Phone(simulator.Output["phone"]);
        var state = await phone.State();
        var account = state.GetProperty("accounts")[0];
        Assert.Equal(
            ("wx1", "subscription", "safe", "https://bot.example/wx"),
            (account.GetProperty("app_id").GetString(), account.GetProperty("kind").GetString(), account.GetProperty("security").GetString(), account.GetProperty("callback").GetString()));
        Assert.Equal(["小明", "Ann"], state.GetProperty("people").EnumerateArray().Select(person => person.GetProperty("name").GetString()));
        using var client = new HttpClient();
        Assert.Contains("access_token", await client.GetStringAsync(new Uri(new Uri(simulator.Output["api"]), "/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=s3cret")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_was_given_is_not_printed_and_an_invented_one_is()
    {
        await using (var given = await Start("--app-secret", "s3cret0", "--token", "s3cret1", "--security", "safe", "--aes-key", Key))
        {
            Assert.DoesNotContain("s3cret", given.Output.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Key, given.Output.ToString(), StringComparison.Ordinal);
        }
        await using var invented = await Start("--security", "compatible");
        Assert.Equal(43, invented.Output["aes_key"].Length);
    }

    [Fact]
    public async Task Stands_beside_a_server_of_the_same_configuration()
    {
        const string Secret = "7hEs3cret0fTheSh0p";
        _folder.File("r.yaml", "version: 1\nrules: [{exact: hi, reply: hello}]\n");
        var conf = _folder.File("c.yaml", $$"""
            listen: {public: "http://127.0.0.1:{{FreePort()}}", admin: "http://127.0.0.1:0"}
            accounts:
              plain: {app_id: wx1, app_secret: {{Secret}}, token: "${TOKEN}", rules: r.yaml}
              safe: {app_id: wx2, app_secret: "${NOT_THERE}", token: t, security: safe, aes_keys: [{{Key}}], can_push: false, original_id: gh_7f3c19ab02de, rules: r.yaml}
            """);
        string? Environment(string name) => name == "TOKEN" ? Secret : null;
        await using var server = await Serving.Start("database", ["serve", "--conf", WithoutMissing(conf), "--data", _folder.File("data")], environment: Environment);
        await using var simulator = await Serving.Start("phone", ["simulate", "--conf", conf, .. AnyPorts], environment: Environment);
        foreach (var account in new[] { "plain", "safe" })
        {
            using var phone = new Phone(simulator.Output["phone"], account);
            await phone.Follow();
            Assert.Equal("hello", await phone.Say("hi"));
        }
        using var looking = new Phone(simulator.Output["phone"]);
        var accounts = (await looking.State()).GetProperty("accounts").EnumerateArray().ToList();
        Assert.Equal(["service", "unverified"], accounts.Select(account => account.GetProperty("kind").GetString()));
        Assert.Equal("gh_7f3c19ab02de", accounts[1].GetProperty("original_id").GetString());
        Assert.Equal(7200, (await Token(simulator)).GetProperty("expires_in").GetInt32());
        Assert.DoesNotContain(Secret, simulator.Output.ToString() + simulator.Talk + await looking.State(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_prints_how_each_packet_ended_and_a_failure_ends_with_1()
    {
        var scenario = _folder.File("talk.json", """
            {"seed": 7, "start": "2026-03-02T02:00:00Z", "followers": [{}], "steps": [
              {"person": 1, "action": {"do": "text", "content": "too early"}},
              {"person": 1, "action": {"do": "follow"}, "wait": 1},
              {"person": 1, "action": {"do": "text", "content": "hi"}}]}
            """);
        _folder.File("r.yaml", "version: 1\nrules: [{exact: hi, reply: hello}]\n");
        var conf = _folder.File("c.yaml", $"listen: {{public: \"http://127.0.0.1:{FreePort()}\", admin: \"http://127.0.0.1:0\"}}\naccounts: {{plain: {{app_id: wx1, token: t, rules: r.yaml}}}}\n");

        var ran = await Ran.Command(["simulate", "--conf", conf, "--scenario", scenario, .. AnyPorts]);

        Assert.Equal((ExitCode.Failed, ""), (ran.Code, ran.Error));
        var lines = ran.Out.TrimEnd().Split('\n');
        Assert.StartsWith("step 1  2026-03-02T02:00:00Z  refused: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("step 2  2026-03-02T02:00:00Z  subscribe  failed: ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("step 3  2026-03-02T02:00:01Z  text  failed: ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_whose_packets_are_all_answered_ends_with_0()
    {
        var scenario = _folder.File("talk.json", """{"seed": 7, "start": "2026-03-02T02:00:00Z", "followers": [{"subscribed": true}], "steps": [{"person": 1, "action": {"do": "text", "content": "hi"}}]}""");
        using var callback = new Answering("success");
        var ran = await Ran.Command(["simulate", "--callback", callback.Address, "--scenario", scenario, .. AnyPorts]);
        Assert.Equal((ExitCode.Done, "", "step 1  2026-03-02T02:00:00Z  text  acknowledged: The answer is success: nothing is shown.\n"), (ran.Code, ran.Error, ran.Out));
    }

    [Fact]
    public async Task A_scenario_that_cannot_be_read_is_one_sentence()
    {
        var missing = await Ran.Command(["simulate", "--scenario", _folder.File("none.json"), .. AnyPorts]);
        Assert.Equal(ExitCode.Misused, missing.Code);
        Assert.StartsWith($"The scenario {_folder.File("none.json")} cannot be read: ", missing.Sentence, StringComparison.Ordinal);

        var file = _folder.File("bad.json", "{\"seed\": 1}");
        var bad = await Ran.Command(["simulate", "--scenario", file, .. AnyPorts]);
        Assert.Equal((ExitCode.Misused, ""), (bad.Code, bad.Out));
        Assert.StartsWith($"{file}: ", bad.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accounts: [a]", "there are no accounts here, expected a configuration with 'accounts'.")]
    [InlineData("accounts: {a: {app_id: wx1}}", "the account 'a' needs the key 'token'.")]
    [InlineData("accounts: {a: {token: t}}", "the account 'a' needs the key 'app_id'.")]
    [InlineData("accounts: {a: {app_id: wx1, token: \"${TOKEN}\"}}", "the environment variable TOKEN is not set: set it, or write ${TOKEN:-default}.")]
    [InlineData("accounts: {a: {app_id: wx1, token: t, security: save}}", "'save' stands at 'security', expected one of: plaintext, compatible, safe.")]
    [InlineData("accounts: {a: {app_id: wx1, token: t, security: safe}}", "the account 'a' asks for encryption, so 'aes_keys' must list its EncodingAESKey.")]
    [InlineData("accounts: {a: {app_id: wx1, token: t, aes_keys: [short]}}", "an entry of 'aes_keys' is no EncodingAESKey: An EncodingAESKey has exactly 43 characters; this one has 5.")]
    [InlineData("accounts: {a: {app_id: wx1, token: t}}\nlisten: {public: \"https://x\"}", "'https://x' stands at 'public', but TLS is ended by a reverse proxy in front: expected http://IP:PORT, for example http://127.0.0.1:8080.")]
    public async Task A_mistake_in_what_it_needs_of_a_configuration_is_refused(string yaml, string sentence)
    {
        var ran = await Ran.Command(["simulate", "--conf", _folder.File("c.yaml", yaml), .. AnyPorts]);
        Assert.Equal((ExitCode.Misused, ""), (ran.Code, ran.Out));
        Assert.EndsWith(": " + sentence, ran.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_port_in_use_is_one_sentence()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var ran = await Ran.Command("simulate", "--page", $"http://127.0.0.1:{port}", "--api", "http://127.0.0.1:0");
        Assert.Equal(
            (ExitCode.Failed, "", $"Port {port} of 127.0.0.1 is in use: stop what listens there, or give another address with --page."), (ran.Code, ran.Out, ran.Sentence));
    }

    // serve reads the secret that nobody uses yet, so it must be there.
    private string WithoutMissing(string conf) =>
        _folder.File("serve.yaml", File.ReadAllText(conf).Replace("${NOT_THERE}", "x", StringComparison.Ordinal));

    private static async Task<JsonElement> Token(Serving simulator)
    {
        using var client = new HttpClient { BaseAddress = new Uri(simulator.Output["api"]) };
        return await client.GetFromJsonAsync<JsonElement>($"/cgi-bin/token?grant_type=client_credential&appid={simulator.Output["app_id"]}&secret={simulator.Output["secret"]}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A callback that says the same to everything.</summary>
    private sealed class Answering : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Answering(string answer)
        {
            Address = $"http://127.0.0.1:{FreePort()}/";
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = Serve(System.Text.Encoding.UTF8.GetBytes(answer));
        }

        public string Address { get; }

        public void Dispose() => _listener.Close();

        private async Task Serve(byte[] answer)
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    context.Response.ContentLength64 = answer.Length;
                    await context.Response.OutputStream.WriteAsync(answer);
                    context.Response.Close();
                }
            }
            catch (Exception end) when (end is ObjectDisposedException or HttpListenerException)
            {
                // The test is over.
            }
        }
    }
}
