using System.Net;
using System.Net.Sockets;
using System.Text;
using WeChatActors.Testing;
using Xunit;

namespace WeChatActors.Replay.Tests;

/// <summary>What the proxy passes on and captures.</summary>
public sealed class CapturingProxyTests : IDisposable
{
    private static readonly ExchangeKeys Keys = new("t0ken", "", null);

    private readonly CaptureFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_is_passed_on_as_it_is_and_pushes_are_captured()
    {
        await using var bot = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Send(Encoding.Latin1.GetBytes("HTTP/1.1 200 Fine\r\nContent-Type: text/plain\r\nX-Odd: a\u00e9b\r\nX-Two: 1\r\nX-Two: 2\r\nContent-Length: 7\r\nConnection: close\r\n\r\nsuccess"));
        });
        var packet = CaptureFolder.Text("oAnnAnnAnn", "1");
        string answer;
        await using (var writer = _folder.Write())
        await using (var proxy = await CapturingProxy.Start(new Uri("http://127.0.0.1:0"), bot.Root, new ExchangeCapture(writer, Keys, "demo"), TimeProvider.System, Say))
        {
            answer = await Ask(proxy.Address, $"POST /a%2Fb/../wx?{Signed()} HTTP/1.1\r\nHost: example.com\r\nX-Mine: yes\r\nContent-Length: {packet.Length}\r\nConnection: close\r\n\r\n{packet}");
            await Ask(proxy.Address, "GET /other HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n");
            await Ask(proxy.Address, $"POST /wx?{Signed()}0 HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<xml/>");
            await Ask(proxy.Address, $"POST /wx?signature=0&timestamp=1&nonce=2 HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<xml/>");
            Assert.Equal(4, proxy.Passed);
            Assert.Equal(2, Assert.Single(proxy.Skipped.All).Count);
        }
        Assert.StartsWith("HTTP/1.1 200 Fine\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("X-Odd: a\u00e9b\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("X-Two: 1\r\nX-Two: 2\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nsuccess", answer, StringComparison.Ordinal);
        Assert.True(bot.Requests.TryDequeue(out var asked));
        Assert.Contains($"POST /a%2Fb/../wx?{Signed()} HTTP/1.1", asked!.Head, StringComparison.Ordinal);
        var captured = Assert.Single((await _folder.Read("demo.jsonl")).Packets);
        Assert.Equal(("demo", "success", "1"), (captured.Account, captured.Answer, CaptureFolder.MsgId(captured)));
        Assert.Equal(["not captured: the signature does not fit the token: WeChat did not send it"], _said);
    }

    [Fact]
    public async Task A_bot_that_refuses_is_a_502_that_is_said_once_and_captured_as_unanswered()
    {
        using var closed = new Socket(SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var packet = CaptureFolder.Text("oAnnAnnAnn", "1");
        await using (var writer = _folder.Write())
        await using (var proxy = await CapturingProxy.Start(new Uri("http://127.0.0.1:0"), new Uri($"http://127.0.0.1:{((IPEndPoint)closed.LocalEndPoint!).Port}"), new ExchangeCapture(writer, Keys, null), TimeProvider.System, Say))
        {
            for (var i = 0; i < 2; i++)
            {
                var answer = await Ask(proxy.Address, $"POST /wx?{Signed()} HTTP/1.1\r\nHost: x\r\nContent-Length: {packet.Length}\r\nConnection: close\r\n\r\n{packet}");
                Assert.StartsWith("HTTP/1.1 502 ", answer, StringComparison.Ordinal);
            }
        }
        var captured = Assert.Single((await _folder.Read("demo.jsonl")).Packets);
        Assert.Equal((null, 2), (captured.Answer, captured.Deliveries));
        Assert.Contains("cannot be asked", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_says_nothing_for_thirty_seconds_is_a_504_to_the_tick_that_is_said_once_and_captured_as_unanswered()
    {
        await using var bot = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            if (connection.Number <= 2) await connection.UntilEnded();
            else await connection.Answer("success");
        });
        var packet = CaptureFolder.Text("oAnnAnnAnn", "1");
        var request = $"POST /wx?{Signed()} HTTP/1.1\r\nHost: x\r\nContent-Length: {packet.Length}\r\nConnection: close\r\n\r\n{packet}";
        await using (var writer = _folder.Write())
        await using (var proxy = await CapturingProxy.Start(new Uri("http://127.0.0.1:0"), bot.Root, new ExchangeCapture(writer, Keys, null), _folder.Time, Say))
        {
            for (var i = 0; i < 2; i++)
            {
                var answer = Ask(proxy.Address, request);
                await bot.Arrived();
                _folder.Time.Advance(TimeSpan.FromSeconds(30) - VirtualTime.OneTick);
                Assert.True(_folder.Time.IsDueIn(VirtualTime.OneTick));
                _folder.Time.Advance(VirtualTime.OneTick);
                var refused = await answer;
                Assert.StartsWith("HTTP/1.1 504 ", refused, StringComparison.Ordinal);
                Assert.Contains("\r\nContent-Length: 0\r\n", refused, StringComparison.Ordinal);
            }
            // Nobody waits for the bot any more.
            await bot.AllEnded();
            Assert.EndsWith("success", await Ask(proxy.Address, request), StringComparison.Ordinal);
        }
        Assert.Equal([null, null, "success"], (await _folder.Read("demo.jsonl")).Packets.Select(captured => captured.Answer));
        Assert.Equal([$"the bot at {bot.Root.GetLeftPart(UriPartial.Authority)} has not answered for 30 s: 504", "the bot answers again"], _said);
    }

    [Fact]
    public async Task An_answer_that_has_begun_in_time_may_take_longer_than_thirty_seconds()
    {
        var goesOn = new TaskCompletionSource();
        await using var bot = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsucc");
            await goesOn.Task;
            await connection.Send("ess");
        });
        var packet = CaptureFolder.Text("oAnnAnnAnn", "1");
        await using var writer = _folder.Write();
        await using var proxy = await CapturingProxy.Start(new Uri("http://127.0.0.1:0"), bot.Root, new ExchangeCapture(writer, Keys, null), _folder.Time, Say);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Address.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes($"POST /wx?{Signed()} HTTP/1.1\r\nHost: x\r\nContent-Length: {packet.Length}\r\n\r\n{packet}"));
        await UntilEndsWith("succ");
        _folder.Time.Advance(TimeSpan.FromMinutes(1));
        goesOn.SetResult();
        await UntilEndsWith("ess");
        Assert.Equal((1, 0), (writer.Lines, _said.Count));

        async Task UntilEndsWith(string text)
        {
            var (answer, buffer) = ("", new byte[4096]);
            while (!answer.EndsWith(text, StringComparison.Ordinal)) answer += Encoding.Latin1.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        }
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_none_and_one_that_is_given_up_neither()
    {
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bot = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            if (connection.Number == 1) await connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            else await hangs.Task;
        });
        var packet = CaptureFolder.Text("oAnnAnnAnn", "1");
        var request = $"POST /wx?{Signed()} HTTP/1.1\r\nHost: x\r\nContent-Length: {packet.Length}\r\nConnection: close\r\n\r\n{packet}";
        await using (var writer = _folder.Write())
        {
            await using (var proxy = await CapturingProxy.Start(new Uri("http://127.0.0.1:0"), bot.Root, new ExchangeCapture(writer, Keys, null), TimeProvider.System, Say))
            {
                await Ask(proxy.Address, request);
                using (var client = new TcpClient())
                {
                    await client.ConnectAsync(IPAddress.Loopback, proxy.Address.Port);
                    await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
                    while (bot.Requests.Count < 2) await Task.Delay(5);
                }
                while (writer.Lines < 2) await Task.Delay(5);
            }
        }
        hangs.SetResult();
        Assert.Equal((null, 2), ((await _folder.Read("demo.jsonl")).Packets.Single().Answer, (await _folder.Read("demo.jsonl")).Packets.Single().Deliveries));
    }

    [Fact]
    public async Task A_packet_that_breaks_off_is_not_captured()
    {
        await using var bot = RawServer.Answering("success");
        var packet = CaptureFolder.Text("oAnnAnnAnn", "1");
        await using (var writer = _folder.Write())
        await using (var proxy = await CapturingProxy.Start(new Uri("http://127.0.0.1:0"), bot.Root, new ExchangeCapture(writer, Keys, null), TimeProvider.System, Say))
        {
            using (var client = new TcpClient())
            {
                await client.ConnectAsync(IPAddress.Loopback, proxy.Address.Port);
                await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes($"POST /wx?{Signed()} HTTP/1.1\r\nHost: x\r\nContent-Length: {packet.Length}\r\n\r\n{packet[..^20]}"));
                while (proxy.Passed == 0) await Task.Delay(5);
            }
            while (writer.Lines == 0 && proxy.Skipped.All.Count == 0) await Task.Delay(5);
            Assert.Equal("1 the request's body broke off", proxy.Skipped.ToString());
        }
        Assert.Equal(["not captured: the request's body broke off"], _said);
    }

    [Fact]
    public async Task A_bot_that_answers_before_it_has_read_the_packet_loses_nothing_of_it()
    {
        await using var bot = new RawServer(async connection =>
        {
            await connection.ReadHead();
            await connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nsuccess");
        });
        var packet = CaptureFolder.Text("oAnnAnnAnn", "1", new string('x', 60_000));
        await using (var writer = _folder.Write(keepsOpenIds: true))
        await using (var proxy = await CapturingProxy.Start(new Uri("http://127.0.0.1:0"), bot.Root, new ExchangeCapture(writer, Keys, null), TimeProvider.System, Say))
        {
            await Ask(proxy.Address, $"POST /wx?{Signed()} HTTP/1.1\r\nHost: x\r\nContent-Length: {packet.Length}\r\nConnection: close\r\n\r\n{packet}");
            while (writer.Lines == 0) await Task.Delay(5);
        }
        Assert.Equal(packet, Encoding.UTF8.GetString(Assert.Single((await _folder.Read("demo.jsonl")).Packets).Xml.Span));
    }

    [Fact]
    public async Task An_answer_is_captured_before_the_last_of_it_leaves()
    {
        await using var bot = RawServer.Answering("success");
        var packet = CaptureFolder.Text("oAnnAnnAnn", "1");
        var lines = new WaitingLines();
        await using var proxy = await CapturingProxy.Start(new Uri("http://127.0.0.1:0"), bot.Root, new ExchangeCapture(lines, Keys, null), TimeProvider.System, Say);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Address.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes($"POST /wx?{Signed()} HTTP/1.1\r\nHost: x\r\nContent-Length: {packet.Length}\r\n\r\n{packet}"));
        var (answer, buffer) = ("", new byte[4096]);
        while (!answer.EndsWith("success", StringComparison.Ordinal)) answer += Encoding.Latin1.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        lines.Arrived.Set();
        Assert.Equal((1, false), (lines.Count, lines.CameLater));
    }

    [Fact]
    public async Task A_limit_that_passes_while_the_answer_ends_harms_nobody()
    {
        await using var bot = RawServer.Answering("success");
        var time = new TimersThatFireAtTheirEnd();
        var packet = CaptureFolder.Text("oAnnAnnAnn", "1");
        await using (var writer = _folder.Write())
        await using (var proxy = await CapturingProxy.Start(new Uri("http://127.0.0.1:0"), bot.Root, new ExchangeCapture(writer, Keys, null), time, Say))
            Assert.EndsWith("success", await Ask(proxy.Address, $"POST /wx?{Signed()} HTTP/1.1\r\nHost: x\r\nContent-Length: {packet.Length}\r\nConnection: close\r\n\r\n{packet}"), StringComparison.Ordinal);
        foreach (var late in time.UnderWay) late();
    }

    private void Say(string sentence)
    {
        lock (_said) _said.Add(sentence);
    }

    private static string Signed() => $"signature={Keys.Security.Sign("1772452800", "42")}&timestamp=1772452800&nonce=42";

    private static async Task<string> Ask(Uri to, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, to.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var all = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(all).WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (IOException)
        {
            // It was broken off, as the bot broke it off.
        }
        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Lines that wait for the answer to arrive, which must not happen.</summary>
    private sealed class WaitingLines : ICaptureLines
    {
        public ManualResetEventSlim Arrived { get; } = new();

        public int Count { get; private set; }

        public bool CameLater { get; private set; }

        public void Add(in CaptureEntry entry)
        {
            CameLater |= Arrived.Wait(TimeSpan.FromMilliseconds(300));
            Count++;
        }
    }

    /// <summary>Timers whose callback is under way when they are disposed; who waits for them has it behind them.</summary>
    private sealed class TimersThatFireAtTheirEnd : TimeProvider
    {
        public List<Action> UnderWay { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer(() => callback(state), UnderWay);

        private sealed class Timer(Action fire, List<Action> underWay) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => underWay.Add(fire);

            public ValueTask DisposeAsync()
            {
                fire();
                return ValueTask.CompletedTask;
            }
        }
    }
}
