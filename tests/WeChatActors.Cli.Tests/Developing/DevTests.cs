using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace WeChatActors.Cli.Tests.Developing;

public sealed class DevTests : IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly Folder _folder = new();
    private readonly string _conf;

    public DevTests()
    {
        _folder.File("r.yaml", "version: 1\nrules: [{exact: hi, reply: hello}, {exact: day, reply: \"{{ now() | date('yyyy-MM-dd') }}\"}, {menu: TODAY, reply: tea}]\nmenu: [{name: 今日, click: TODAY}]\n");
        _conf = Configuration("demo: {app_id: wx1, token: t, rules: r.yaml}");
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Dev(string conf, params string[] more) => ["dev", "--conf", conf, "--page", AnyPort, "--public", AnyPort, "--admin", AnyPort, "--api", AnyPort, .. more];

    private Task<Serving> Start(TimeProvider? time = null, params string[] more) => Serving.Start("phone", Dev(_conf, more), time);

    private string Configuration(params string[] accounts) =>
        _folder.File("c.yaml", "accounts:\n" + string.Concat(accounts.Select(account => $"  {account}\n")));

    [Fact]
    public async Task Says_where_everything_is_with_the_phone_last_and_leaves_nothing_behind()
    {
        await using var dev = await Start();
        var lines = dev.Output.ToString().TrimEnd().Split('\n');
        Assert.Equal(["callback", "admin", "api", "secret", "database", "phone"], lines.Select(line => line.Split(' ')[0]));
        var database = dev.Output["database"];
        Assert.True(File.Exists(database));
        using var phone = new Phone(dev.Output["phone"]);
        Assert.Equal(dev.Output["callback"], (await phone.State()).GetProperty("accounts")[0].GetProperty("callback").GetString());

        Assert.Equal(ExitCode.Done, await dev.Stop());
        Assert.Equal("stopping", dev.Talk.ToString().TrimEnd());
        Assert.False(Directory.Exists(Path.GetDirectoryName(database)));
    }

    [Fact]
    public async Task A_database_folder_that_was_removed_meanwhile_does_not_spoil_the_end()
    {
        await using var dev = await Start();
        Directory.Delete(Path.GetDirectoryName(dev.Output["database"])!, recursive: true);
        Assert.Equal(ExitCode.Done, await dev.Stop());
        Assert.Equal("stopping", dev.Talk.ToString().TrimEnd());
    }

    [Fact]
    public async Task People_are_strangers_until_they_follow_and_then_get_answers()
    {
        await using var dev = await Start();
        using var phone = new Phone(dev.Output["phone"]);
        Assert.False((await phone.View()).GetProperty("subscribed").GetBoolean());

        await phone.Follow();

        Assert.Equal("hello", await phone.Say("hi"));
        Assert.Equal(["今日"], await phone.Menu());
    }

    [Theory]
    [InlineData("compatible")]
    [InlineData("safe")]
    public async Task Encrypted_accounts_work_with_invented_keys(string security)
    {
        Configuration($"demo: {{app_id: wx1, token: \"${{NOT_SET}}\", security: {security}, aes_keys: [\"${{NOT_SET_EITHER}}\"], rules: r.yaml}}");
        await using var dev = await Start();
        using var phone = new Phone(dev.Output["phone"]);
        await phone.Follow();
        Assert.Equal("hello", await phone.Say("hi"));
    }

    [Fact]
    public async Task Moving_the_clock_moves_the_engine_as_well()
    {
        var wall = new VirtualTime();
        wall.Advance(Samples.Now - DateTimeOffset.UnixEpoch);
        await using var dev = await Start(wall);
        using var phone = new Phone(dev.Output["phone"]);
        await phone.Follow();
        Assert.Equal("2025-11-20", await phone.Say("day"));

        await phone.Advance(TimeSpan.FromHours(47));

        Assert.Equal("2025-11-22", await phone.Say("day"));
    }

    [Fact]
    public async Task Saved_rules_are_in_force_and_mistakes_are_shown_while_the_old_ones_stay()
    {
        await using var dev = await Start();
        using var phone = new Phone(dev.Output["phone"]);
        await phone.Follow();

        _folder.File("r.yaml", "version: 1\nrules: [{exact: hi, reply: good day}, {menu: TODAY, reply: tea}]\nmenu: [{name: 明日, click: TODAY}]\n");
        await dev.Talk.Line("rules of demo reloaded: 2 rules");
        Assert.Equal("good day", await phone.Say("hi"));
        Assert.Equal(["明日"], await phone.Menu());

        _folder.File("r.yaml", "version: 1\nrules: [{exakt: hi, reply: bad}]\n");
        await dev.Talk.Line("The old rules of demo stay.");
        Assert.Equal("good day", await phone.Say("hi"));
        var shown = (await phone.State()).GetProperty("rules").GetProperty("demo").EnumerateArray().Select(line => line.GetString()!).ToList();
        Assert.Contains(shown, line => line.Contains("r.yaml:2:10: 'exakt'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Conversations_stay_in_a_folder_that_is_named()
    {
        var data = _folder.File("kept");
        await using (var dev = await Start(null, "--data", data))
        {
            using var phone = new Phone(dev.Output["phone"]);
            await phone.Follow();
            Assert.Equal("hello", await phone.Say("hi"));
        }
        _folder.File("r.yaml", "version: 1\nrules: [{exact: hi, reply: good day}]\n");
        await using (var dev = await Start(null, "--data", data))
        {
            using var phone = new Phone(dev.Output["phone"]);
            await phone.Follow();
            // Not the answer of the first message of the session before.
            Assert.Equal("good day", await phone.Say("hi"));
            using var client = new HttpClient { BaseAddress = new Uri(dev.Output["admin"]) };
            var conversations = await client.GetFromJsonAsync<JsonElement>("/api/accounts/demo/conversations");
            Assert.Equal(1, conversations.GetProperty("conversations").GetArrayLength());
        }
    }

    [Fact]
    public async Task No_secret_of_the_file_or_the_environment_is_shown_anywhere()
    {
        const string Secret = "7hEs3cret0fTheSh0p7hEs3cret0fTheSh0p7hEs3cr"; // 43 letters and digits: it may stand for a key as well
        Configuration($"demo: {{app_id: wx1, app_secret: {Secret}, token: {Secret}, security: safe, aes_keys: [{Secret}], api: \"https://{Secret}\", rules: r.yaml}}",
            $"shop: {{app_id: wx2, app_secret: \"${{X}}\", token: \"${{X}}\", security: safe, aes_keys: [\"${{X}}\"], rules: r.yaml}}");
        await using var dev = await Serving.Start("phone", Dev(_conf), environment: _ => Secret);
        var seen = new List<string>();
        foreach (var account in new[] { "demo", "shop" })
        {
            using var phone = new Phone(dev.Output["phone"], account);
            await phone.Follow();
            await phone.Say("hi");
            using var client = new HttpClient();
            foreach (var path in new[] { "/", "/simulator/state", $"/simulator/accounts/{account}/people/1", $"/simulator/accounts/{account}/pushes", $"/simulator/accounts/{account}/calls" })
                seen.Add(await client.GetStringAsync(new Uri(new Uri(dev.Output["phone"]), path)));
            seen.Add(await client.GetStringAsync(new Uri(new Uri(dev.Output["admin"]), $"/api/accounts/{account}/conversations")));
        }
        await dev.Stop();
        seen.AddRange([dev.Output.ToString(), dev.Talk.ToString()]);
        Assert.All(seen, text => Assert.DoesNotContain(Secret, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_page_port_in_use_is_one_sentence_and_leaves_nothing_behind()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var ran = await Ran.Command("dev", "--conf", _conf, "--public", AnyPort, "--admin", AnyPort, "--api", AnyPort, "--page", $"http://127.0.0.1:{port}", "--data", _folder.File("d"));
        Assert.Equal((ExitCode.Failed, ""), (ran.Code, ran.Out));
        Assert.Equal($"Port {port} of 127.0.0.1 is in use: stop what listens there, or give another address with --page.", ran.Sentence);
    }

    [Fact]
    public async Task A_public_port_that_was_asked_for_and_is_taken_is_one_sentence()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var ran = await Ran.Command("dev", "--conf", _conf, "--public", $"http://127.0.0.1:{port}", "--admin", AnyPort, "--api", AnyPort, "--page", AnyPort);
        Assert.Equal((ExitCode.Failed, $"Port {port} of 127.0.0.1 is in use: stop what listens there, or give another address with --public."), (ran.Code, ran.Sentence));
    }

    [Fact]
    public void A_usual_port_that_is_taken_gives_way_to_a_free_one()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        Assert.Equal("http://127.0.0.1:0", FreePort.Or(taken));
        listener.Stop();
        Assert.Equal(taken, FreePort.Or(taken));
    }

    [Fact]
    public async Task Two_accounts_with_one_app_id_are_one_sentence()
    {
        var conf = Configuration("a: {app_id: wx1, token: t, rules: r.yaml}", "b: {app_id: wx1, token: t, rules: r.yaml}");
        var ran = await Ran.Command(Dev(conf));
        Assert.Equal(
            (ExitCode.Misused, $"{conf}: the accounts 'a' and 'b' have the same app_id, by which a platform tells accounts apart: give each its own."), (ran.Code, ran.Sentence));
    }

    [Fact]
    public async Task A_mistake_at_the_start_is_refused_with_its_place()
    {
        _folder.File("r.yaml", "version: 1\nrules: [{exact: hi}]\n");
        var ran = await Ran.Command(Dev(_conf));
        Assert.Equal((ExitCode.Misused, ""), (ran.Code, ran.Out));
        Assert.Contains("r.yaml:2:9: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_configuration_is_refused() =>
        Assert.Equal(new Ran(ExitCode.Misused, "", "conf/wechatactors.yaml:1:1: there is no such file.\n--conf FILE names another configuration.\n"), await Ran.Command("dev", "--page", AnyPort));

    [Theory]
    [InlineData("--page", "8082", "'8082' stands at --page, expected http://IP:PORT, for example http://127.0.0.1:8080.")]
    [InlineData("--api", "http://localhost:0", "'http://localhost:0' stands at --api, but localhost needs a port: http://127.0.0.1:0 takes a free one.")]
    [InlineData("--public", "x", "'x' stands at --public, expected http://IP:PORT, for example http://127.0.0.1:8080.")]
    [InlineData("--admin", "http://0.0.0.0:0", "'http://0.0.0.0:0' stands at --admin, but no key guards it in development: expected an address of this machine alone, such as http://127.0.0.1:8081.")]
    public async Task A_bad_address_is_quoted(string option, string value, string sentence)
    {
        var ran = await Ran.Command("dev", "--conf", _conf, option, value);
        Assert.Equal((ExitCode.Misused, sentence), (ran.Code, ran.Sentence));
    }
}
