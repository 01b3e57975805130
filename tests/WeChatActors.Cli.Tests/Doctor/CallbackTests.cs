using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace WeChatActors.Cli.Tests.Doctor;

/// <summary>What doctor says of callbacks that go wrong in the ways callbacks go wrong.</summary>
public sealed class CallbackTests : IDisposable
{
    private const string Answer = "callback answer", Forgery = "callback forgery";

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "{0}\n", "the answer has white space or a line break around echostr", "Answer with the value of echostr and nothing else." },
        { "\uFEFF{0}", "the answer begins with a byte order mark", "Save the page of the server without one, or write bytes." },
        { "\"{0}\"", "the answer is echostr in quotes", "Write it as text: a framework has made JSON of it." },
        { "", "the answer is empty, expected echostr", "Answer with the value of echostr and nothing else." },
        { "<!doctype html><p>{0}", "the answer is an HTML page, expected echostr", "See which server answers there: a web server in front must pass /wechat/ to the engine." },
        { "success", "the answer is not echostr but 7 other bytes", "See which program answers there." },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_wrong_echo_is_told_by_its_kind(string body, string what, string remedy)
    {
        await using var server = Echoing((_, echo) => (200, string.Format(null, body, echo), ""));
        Assert.Equal(("wrong", what, remedy), Check(await Doctor(server.Address), Answer));
    }

    [Theory]
    [InlineData(302, "Location: https://login.example/?secret=1\r\n", "the callback redirects (status 302) to https://login.example/, and WeChat follows no redirect", "Enter the final address into the console.")]
    [InlineData(404, "", "the callback answers with status 404, and WeChat takes only 200", "See that the path ends with the account's alias and that the web server in front passes it on as it is.")]
    [InlineData(403, "", "the callback answers with status 403, and WeChat takes only 200", "Compare the token of this configuration with the one the running server was started with, and both clocks.")]
    [InlineData(502, "", "the callback answers with status 502, and WeChat takes only 200", "The web server in front does not reach the engine: see that wechatactors serve runs and where it listens.")]
    [InlineData(201, "", "the callback answers with status 201, and WeChat takes only 200", "See which program answers there.")]
    public async Task Any_status_but_200_is_wrong(int status, string headers, string what, string remedy)
    {
        await using var server = Echoing((_, echo) => (status, echo, headers));
        Assert.Equal(("wrong", what, remedy), Check(await Doctor(server.Address), Answer));
    }

    [Fact]
    public async Task A_callback_that_takes_any_signature_is_wrong()
    {
        await using var server = Echoing((_, echo) => (200, echo, ""));
        var checks = await Doctor(server.Address);
        Assert.Equal(("ok", "a right signature gets its echostr back, to the byte", ""), Check(checks, Answer));
        Assert.Equal(("wrong", "a wrong signature is taken for a right one, so anybody can push packets", "Check the signature before anything is answered."), Check(checks, Forgery));
    }

    [Theory]
    [InlineData(403, "ok", "a wrong signature is refused with status 403")]
    [InlineData(400, "warning", "a wrong signature is answered with status 400, expected 403")]
    public async Task A_forgery_must_be_refused(int status, string verdict, string what)
    {
        await using var server = Echoing((good, echo) => good ? (200, echo, "") : (status, "no", ""));
        var (found, said, _) = Check(await Doctor(server.Address), Forgery);
        Assert.Equal((verdict, what), (found, said));
    }

    [Fact]
    public async Task Nothing_but_GETs_are_sent()
    {
        await using var server = Echoing((good, echo) => good ? (200, echo, "") : (403, "", ""));
        await Doctor(server.Address);
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task A_callback_that_is_slower_than_five_seconds_is_wrong()
    {
        var time = new VirtualTime();
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n123");
            await connection.UntilEnded();
        });
        var asking = Doctor(server.Address, time);
        await server.Arrived();
        time.Advance(TimeSpan.FromSeconds(5));
        await server.Arrived();
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(
            ("wrong", "the callback does not answer: no whole answer came within 5 s, after which WeChat gives up", "Look at what is slow: the proxy in front, the way to it, or a firewall that swallows connections."),
            Check(await asking, Answer));
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_wrong()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        Assert.Equal(
            ("wrong", "the callback does not answer: nothing listens there", "Start wechatactors serve, and the web server in front of it."),
            Check(await Doctor(new Uri($"http://127.0.0.1:{port}/wechat/demo")), Answer));
    }

    [Fact]
    public async Task A_name_that_is_not_known_is_wrong()
    {
        var checks = await Doctor(new Uri("https://callback.invalid/wechat/demo"));
        Assert.Equal(("wrong", "the name callback.invalid of https://callback.invalid/wechat/demo is not known", "Correct the address, or add the name to your DNS."), Check(checks, "callback address"));
    }

    [Theory]
    [InlineData("localhost", 30, "its certificate is signed by itself")]
    [InlineData("wx.example.com", 30, "its certificate is for another name (wx.example.com)")]
    [InlineData("localhost", -1, "its certificate expired on ")]
    public async Task A_certificate_that_WeChat_does_not_take_is_told_by_its_fault(string name, int days, string fault)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-60), now.AddDays(days));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    using var tls = new SslStream(client.GetStream());
                    await tls.AuthenticateAsServerAsync(certificate).ContinueWith(_ => { }, TaskScheduler.Default);
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        });
        var (verdict, what, remedy) = Check(await Doctor(new Uri($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/wechat/demo")), Answer);
        listener.Stop();
        await serving;
        Assert.Equal(("wrong", "Install a certificate of a public authority for this name, with the whole chain."), (verdict, remedy));
        Assert.StartsWith($"the callback does not answer: {fault}", what, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://10.1.2.3/wechat/demo", "a private address (10.1.2.3), known to its own network alone")]
    [InlineData("http://192.168.0.9/wechat/demo", "a private address (192.168.0.9), known to its own network alone")]
    [InlineData("http://100.64.0.1/wechat/demo", "a private address (100.64.0.1), known to its own network alone")]
    [InlineData("http://[fd00::1]/wechat/demo", "a private address (fd00::1), known to its own network alone")]
    [InlineData("http://127.0.0.1/wechat/demo", "a loopback address (127.0.0.1), known to this machine alone")]
    [InlineData("https://203.0.113.7:8443/wechat/demo", "on port 8443, and WeChat calls only 80 and 443")]
    public async Task An_address_that_WeChat_cannot_reach_is_named_as_such(string url, string what)
    {
        var load = WeChatActors.Server.ConfigurationFile.Load(DoctorTests.OnlyAnswering(_folder), new(), _ => null);
        var check = await CallbackTarget.Of(new Uri(url), load.Configuration!, "demo").Check(load.Configuration!.Accounts[0], CancellationToken.None);
        Assert.Equal((Verdict.Wrong, $"{url} is {what}, so WeChat cannot reach it"), (check.Verdict, check.What));
    }

    [Fact]
    public async Task An_address_of_the_internet_is_fine_and_better_encrypted()
    {
        var load = WeChatActors.Server.ConfigurationFile.Load(DoctorTests.OnlyAnswering(_folder), new(), _ => null);
        var account = load.Configuration!.Accounts[0];
        Assert.Equal(Verdict.Ok, (await CallbackTarget.Of(new Uri("https://203.0.113.7/wechat/demo"), load.Configuration, "demo").Check(account, CancellationToken.None)).Verdict);
        Assert.Equal(Verdict.Warning, (await CallbackTarget.Of(new Uri("http://203.0.113.7/wechat/demo"), load.Configuration, "demo").Check(account, CancellationToken.None)).Verdict);
    }

    [Fact]
    public async Task The_address_is_that_of_the_option_or_the_configuration_or_the_listener()
    {
        _folder.File("r.yaml", "version: 1\nrules: [{exact: hi, reply: hi}]\n");
        const string Accounts = "accounts: {demo: {app_id: wx1, token: t0ken, rules: r.yaml}}\n";
        var plain = Configuration(Accounts);
        var open = Configuration($"listen: {{public_url: \"https://wx.example.com\"}}\n{Accounts}");
        Assert.Equal(new CallbackTarget(new Uri("https://a.example/x"), Local: false), CallbackTarget.Of(new Uri("https://a.example/x"), open, "demo"));
        Assert.Equal(new CallbackTarget(new Uri("https://wx.example.com/wechat/demo"), Local: false), CallbackTarget.Of(null, open, "demo"));
        Assert.Equal(new CallbackTarget(new Uri("http://127.0.0.1:8080/wechat/demo"), Local: true), CallbackTarget.Of(null, plain, "demo"));
        var check = await CallbackTarget.Of(null, plain, "demo").Check(plain.Accounts[0], CancellationToken.None);
        Assert.Equal((Verdict.Warning, "Give the address that stands in the console with --url, or under listen.public_url."), (check.Verdict, check.Remedy));

        WeChatActors.Server.ServerConfiguration Configuration(string text) => WeChatActors.Server.ConfigurationFile.Load(_folder.File("c.yaml", text), new(), _ => null).Configuration!;
    }

    /// <summary>A callback that knows whether the signature is right.</summary>
    private static RawServer Echoing(Func<bool, string, (int Status, string Body, string Headers)> answer) => new(async connection =>
    {
        var query = (await connection.ReadRequest()).Query.Split('&').ToDictionary(pair => pair.Split('=')[0], pair => pair.Split('=')[1]);
        string[] parts = ["t0ken", query["timestamp"], query["nonce"]];
        Array.Sort(parts, StringComparer.Ordinal);
#pragma warning disable CA5350 // WeChat's protocol prescribes SHA-1.
        var good = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts)))) == query["signature"];
#pragma warning restore CA5350
        var (status, body, headers) = answer(good, query["echostr"]);
        await connection.Answer(body, status, headers + "Connection: close\r\n");
    });

    private async Task<string> Doctor(Uri url, TimeProvider? time = null)
    {
        var conf = DoctorTests.OnlyAnswering(_folder);
        var ran = await Ran.Command(TextReader.Null, around => around with { Time = time ?? TimeProvider.System }, "doctor", "--conf", conf, "--url", url.ToString());
        Assert.DoesNotContain("t0ken", ran.Out + ran.Error, StringComparison.Ordinal);
        return ran.Out;
    }

    private static (string Verdict, string What, string Remedy) Check(string output, string name)
    {
        var lines = output.Split('\n');
        var at = Array.FindIndex(lines, line => line.Length > 9 && line[9..].StartsWith(name, StringComparison.Ordinal));
        var remedy = lines[at + 1].TrimStart();
        return (lines[at][..7].Trim(), lines[at][27..], remedy.StartsWith("-> ", StringComparison.Ordinal) ? remedy[3..] : "");
    }
}
