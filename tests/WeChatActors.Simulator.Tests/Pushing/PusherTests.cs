using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests.Pushing;

public class PusherTests
{
    [Fact]
    public async Task A_push_is_what_WeChat_sends()
    {
        await using var callback = RawServer.Answering("success");
        var world = new World(new Uri(callback.Address, "/wx?tenant=a%20b")).Followed();
        var record = await world.PushText();

        var request = Assert.Single(callback.Requests);
        var lines = request.Head.Split("\r\n");
        Assert.StartsWith("POST /wx?tenant=a%20b&signature=", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" HTTP/1.1", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            ["Accept: */*", $"Content-Length: {Encoding.UTF8.GetByteCount(record.Packet)}", "Content-Type: text/xml", $"Host: {callback.Address.Authority}", "User-Agent: Mozilla/4.0"],
            lines[1..].Order(StringComparer.Ordinal));
        Assert.Equal(record.Packet, request.Body);
        Assert.Null(record.Wire);
        Assert.Equal("tenant=a%20b&" + record.Query, request.Query);
        Assert.Equal(["signature", "timestamp", "nonce", "openid"], record.Query.Split('&').Select(pair => pair.Split('=')[0]));
        Assert.Equal((PushOutcome.Acknowledged, "text", 200, "success"), (record.Outcome, record.Kind, record.Deliveries[0].Status, record.Deliveries[0].Answer));
        Assert.Equal([record], world.Account.Pushes.Snapshot());
    }

    [Theory]
    [InlineData(SecurityMode.Plaintext)]
    [InlineData(SecurityMode.Compatible)]
    [InlineData(SecurityMode.Safe)]
    public async Task A_push_is_genuine_in_every_mode(SecurityMode mode)
    {
        await using var callback = RawServer.Answering("success");
        var world = new World(callback.Address, mode).Followed();
        var record = await world.PushText("你好 👋");

        var request = Assert.Single(callback.Requests);
        Assert.True(EncodingAesKey.TryParse(Samples.AesKey, out var key, out _));
        var security = new AccountSecurity(Samples.AppId, Samples.Token, mode, [key], Samples.OriginalId);
        Assert.Equal(QueryFault.None, CallbackQuery.TryParse(request.Query, out var query));
        Assert.Equal(QueryVerdict.Genuine, Callback.Verify(query, security, world.Now, TimeSpan.Zero));
        Assert.Equal(world.Ming.OpenId.Value, query.OpenId);
        Assert.Equal(mode == SecurityMode.Plaintext ? null : "aes", query.EncryptType);
        var parsed = Assert.IsType<PacketResult.Parsed>(Callback.ReadBody(Encoding.UTF8.GetBytes(request.Body), query, security, world.Now).Packet);
        Assert.Equal(PacketWarnings.None, parsed.Warnings);
        Assert.Equal("你好 👋", Assert.IsType<TextMessage>(parsed.Packet).Content);
        Assert.Equal(mode == SecurityMode.Safe, !request.Body.Contains("Content", StringComparison.Ordinal));
        Assert.Equal(mode == SecurityMode.Plaintext ? null : request.Body, record.Wire);
    }

    [Fact]
    public async Task An_encrypted_reply_reaches_the_chat()
    {
        World world = null!;
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            Assert.True(EncodingAesKey.TryParse(Samples.AesKey, out var key, out _));
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            new AesEnvelope(Samples.AppId, [key]).Seal(
                output, Encoding.UTF8.GetBytes(world.TextReply("再见")), 0, Samples.Token, "1763600700", "42", new byte[16]);
            await connection.Answer(Encoding.UTF8.GetString(output.WrittenSpan));
        });
        world = new World(callback.Address, SecurityMode.Safe).Followed();
        var record = await world.PushText();

        Assert.Equal(PushOutcome.Replied, record.Outcome);
        Assert.Equal(world.TextReply("再见"), record.Deliveries[0].Decrypted);
        var entry = Assert.Single(world.Ming.Chat.Entries);
        Assert.Equal((ChatOrigin.PassiveReply, new TextContent("再见"), (long?)record.Number), (entry.Origin, entry.Content, entry.Push));
        Assert.Contains(world.Events, happened => happened.Kind == "chat" && ReferenceEquals(happened.Data, entry));
    }

    [Fact]
    public async Task A_correct_answer_to_the_third_delivery_is_delivered()
    {
        World world = null!;
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Answer(connection.Number < 3 ? "oops" : world.TextReply("doch"));
        });
        world = new World(callback.Address).Followed();
        var record = await world.PushText();

        Assert.Equal([PushOutcome.Failed, PushOutcome.Failed, PushOutcome.Replied], record.Deliveries.Select(delivery => delivery.Outcome));
        Assert.Equal("Delivery 3 was answered well. Replied with a text of 4 bytes.", record.Verdict.English);
        Assert.Single(callback.Requests.Distinct());
        Assert.Equal(new TextContent("doch"), Assert.Single(world.Ming.Chat.Entries).Content);
    }

    [Theory]
    [InlineData(AccountKind.Service, "该服务号提供的服务出现故障，请稍后再试")]
    [InlineData(AccountKind.Subscription, "该公众号提供的服务出现故障，请稍后再试")]
    public async Task After_three_failures_the_follower_reads_a_notice(AccountKind kind, string notice)
    {
        await using var callback = RawServer.Answering("oops");
        var world = new World(callback.Address, kind: kind).Followed();
        var record = await world.PushText();

        var entry = Assert.Single(world.Ming.Chat.Entries);
        Assert.Equal((ChatOrigin.Notice, new TextContent(notice), (long?)record.Number), (entry.Origin, entry.Content, entry.Push));
        Assert.Equal(
            "None of the 3 deliveries was answered well; the last one: The answer is 4 bytes of plain text; WeChat wants success, an empty body or a reply's XML.",
            record.Verdict.English);
        Assert.Equal("3 次投递均未得到正常应答；最后一次：应答是 4 字节的纯文本；微信只接受 success、空串或回复 XML。", record.Verdict.Chinese);
    }

    [Fact]
    public async Task A_result_that_nobody_waits_for_fails_without_a_notice()
    {
        await using var callback = RawServer.Answering("oops");
        var world = new World(callback.Address).Followed();
        Assert.Equal(PushOutcome.Failed, (await world.Platform.Pusher.Push(world.Account, world.Event("TEMPLATESENDJOBFINISH"))).Outcome);
        Assert.Empty(world.Ming.Chat.Entries);
    }

    [Fact]
    public async Task Ten_failed_packets_in_a_minute_bring_a_minute_of_silence()
    {
        await using var callback = RawServer.Answering("oops");
        var world = new World(callback.Address).Followed();
        for (var i = 1; i < Silence.Failures; i++)
        {
            Assert.DoesNotContain("silent", (await world.PushText()).Verdict.English, StringComparison.Ordinal);
            world.Clock.Advance(TimeSpan.FromSeconds(6));
        }
        var tenth = (await world.PushText()).Verdict;
        Assert.EndsWith("This was the 10th packet that failed within 60 s: WeChat keeps silent until 2025-11-20 01:06:54 UTC.", tenth.English, StringComparison.Ordinal);
        Assert.EndsWith("这是 60 秒内失败的第 10 条报文：微信暂停推送，直到 2025-11-20 01:06:54 UTC。", tenth.Chinese, StringComparison.Ordinal);

        world.Clock.Advance(Silence.Length - TimeSpan.FromTicks(1));
        var silent = await world.PushText();
        Assert.Equal(
            (PushOutcome.NotSent, "WeChat keeps silent towards this callback until 2025-11-20 01:06:54 UTC, because too many packets had failed; a successful verification ends it."),
            (silent.Outcome, silent.Verdict.English));
        Assert.Empty(silent.Deliveries);

        world.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(PushOutcome.Failed, (await world.PushText()).Outcome);
    }

    [Fact]
    public async Task Failures_more_than_a_minute_apart_bring_no_silence()
    {
        await using var callback = RawServer.Answering("oops");
        var world = new World(callback.Address).Followed();
        for (var i = 0; i < 2 * Silence.Failures; i++)
        {
            Assert.Equal(PushOutcome.Failed, (await world.PushText()).Outcome);
            world.Clock.Advance(TimeSpan.FromSeconds(6.7));
        }
    }

    [Fact]
    public async Task A_successful_verification_ends_the_silence()
    {
        await using var callback = new RawServer(async connection =>
        {
            var request = await connection.ReadRequest();
            await connection.Answer(request.Target.Contains("echostr=", StringComparison.Ordinal) ? request.Query.Split("echostr=")[1] : "oops");
        });
        var world = new World(callback.Address).Followed();
        for (var i = 0; i < Silence.Failures; i++) await world.PushText();
        Assert.Equal(PushOutcome.NotSent, (await world.PushText()).Outcome);

        Assert.True((await world.Platform.Pusher.Verify(world.Account)).Passed);
        Assert.Equal(PushOutcome.Failed, (await world.PushText()).Outcome);
    }

    [Theory]
    [InlineData("", "The answer is empty; it must be echostr, the 19 digits of the query string. Was the signature judged wrong?")]
    [InlineData("\"E\"", "The answer is echostr in quotes: a framework has serialised it as JSON; send the bare digits.")]
    [InlineData("E\n", "The answer is echostr with white space around it; send the digits alone.")]
    [InlineData("\uFEFFE", "The answer is echostr behind a byte order mark; send the digits alone.")]
    [InlineData("success", "The answer is 7 bytes that are not echostr; send exactly the 19 digits of the query string.")]
    [InlineData("E", null)]
    public async Task Verification_wants_echostr_to_the_byte(string answer, string? fault)
    {
        await using var callback = new RawServer(async connection =>
            await connection.Answer(answer.Replace("E", (await connection.ReadRequest()).Query.Split("echostr=")[1], StringComparison.Ordinal)));
        var world = new World(callback.Address);
        var verification = await world.Platform.Pusher.Verify(world.Account);

        Assert.Equal((fault is null, fault ?? "The callback echoed echostr; it is taken."), (verification.Passed, Bilingual.Check(verification.Verdict).English));
        var request = Assert.Single(callback.Requests);
        Assert.StartsWith("GET /wx?signature=", request.Head, StringComparison.Ordinal);
        Assert.Equal(QueryFault.None, CallbackQuery.TryParse(request.Query, out var query));
        Assert.Equal(
            QueryVerdict.Genuine,
            Callback.Verify(query, new AccountSecurity(Samples.AppId, Samples.Token, SecurityMode.Plaintext, [], null), world.Now, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_candidate_is_verified_before_it_is_saved()
    {
        await using var callback = RawServer.Answering("x", status: 403);
        var world = new World();
        var verification = await world.Platform.Pusher.Verify(world.Account, world.Setup with { Callback = callback.Address, Token = "another" });
        Assert.Equal((false, (int?)403), (verification.Passed, verification.Status));
        Assert.Null(world.Account.Setup.Callback);
    }

    [Theory]
    [InlineData(null, "No callback is configured for this account.")]
    [InlineData("ftp://example.com/", "The callback ftp://example.com/ is no http or https address.")]
    public async Task Without_a_usable_callback_nothing_is_sent(string? callback, string verdict)
    {
        var record = await new World(callback is null ? null : new Uri(callback)).Followed().PushText();
        Assert.Equal((PushOutcome.NotSent, verdict), (record.Outcome, record.Verdict.English));
        Assert.Contains("<Content>", record.Packet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_usable_key_nothing_is_sent()
    {
        var world = new World(new Uri("http://127.0.0.1:1/"), SecurityMode.Safe).Followed();
        world.Account.Setup = world.Setup with { AesKey = "short" };
        var record = await world.PushText();
        Assert.Equal(
            (PushOutcome.NotSent, "The account is in Safe mode, but its EncodingAESKey cannot be used: An EncodingAESKey has exactly 43 characters; this one has 5."),
            (record.Outcome, record.Verdict.English));
    }

    [Fact]
    public async Task A_cut_network_delivers_nothing()
    {
        await using var callback = RawServer.Answering("success");
        var world = new World(callback.Address).Followed();
        world.Platform.Weather = new Weather { Cut = true };
        var record = await world.PushText();
        Assert.Equal((PushOutcome.NotSent, OutgoingPacket.CutOff.English), (record.Outcome, record.Verdict.English));
        Assert.Equal(ChatOrigin.Notice, Assert.Single(world.Ming.Chat.Entries).Origin);
        Assert.Equal(0, callback.Connections);

        world.Platform.Weather = Weather.Fair;
        Assert.Equal(PushOutcome.Acknowledged, (await world.PushText()).Outcome);
    }

    [Fact]
    public async Task Copies_of_a_packet_are_the_same_and_their_replies_shown_once()
    {
        World world = null!;
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Answer(world.TextReply("einmal"));
        });
        world = new World(callback.Address).Followed();
        world.Platform.Weather = new Weather { Copies = 3 };
        var record = await world.PushText();

        Assert.Equal(3, callback.Requests.Count);
        Assert.Single(callback.Requests.Distinct());
        Assert.Equal([1, 1, 1], record.Deliveries.Select(delivery => delivery.Number));
        Assert.Single(world.Ming.Chat.Entries);
    }

    [Fact]
    public async Task A_delayed_packet_leaves_when_its_time_has_come()
    {
        await using var callback = RawServer.Answering("success");
        var world = new World(callback.Address).Followed();
        world.Platform.Weather = new Weather { Delay = TimeSpan.FromSeconds(3) };
        var start = world.Now;
        var push = world.PushText();
        world.Wall.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        Assert.Equal(0, callback.Connections);
        world.Wall.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(start.AddSeconds(3), (await push).Deliveries[0].At);
    }

    [Fact]
    public async Task Reordered_packets_leave_in_pairs_the_later_first()
    {
        await using var callback = RawServer.Answering("success");
        var world = new World(callback.Address).Followed();
        world.Platform.Weather = new Weather { Reorder = true };
        var first = world.PushText("first");
        var second = world.PushText("second");
        await Task.WhenAll(first, second);
        Assert.Equal(["second", "first"], callback.Requests.Select(request => request.Body.Split("CDATA[")[4].Split(']')[0]));
    }

    [Fact]
    public async Task A_packet_that_stays_alone_leaves_after_a_second()
    {
        await using var callback = RawServer.Answering("success");
        var world = new World(callback.Address).Followed();
        world.Platform.Weather = new Weather { Reorder = true };
        var alone = world.PushText();
        Assert.False(alone.IsCompleted);
        world.Wall.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(PushOutcome.Acknowledged, (await alone).Outcome);
    }

    [Theory]
    [InlineData("", "The follower is handed to the human agents; nothing is shown.", true)]
    [InlineData("<TransInfo><KfAccount>lin@demo</KfAccount></TransInfo>", "The follower is handed to the agent 'lin@demo'; nothing is shown.", true)]
    [InlineData(
        "<TransInfo><KfAccount>who@demo</KfAccount></TransInfo>",
        "The follower is handed to the agent 'who@demo'; nothing is shown. But the account has no such agent, so nobody waits; add one with /customservice/kfaccount/add.", false)]
    public async Task A_follower_who_is_handed_over_waits_for_an_agent(string transfer, string verdict, bool waits)
    {
        World world = null!;
        await using var callback = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Answer(world.Reply($"<MsgType>transfer_customer_service</MsgType>{transfer}"));
        });
        world = new World(callback.Address).Followed();
        world.Account.Staff.Add("lin@demo", "林");
        var record = await world.PushText();
        Assert.Equal((PushOutcome.Acknowledged, verdict), (record.Outcome, record.Verdict.English));
        Assert.Equal(waits, world.Account.Staff.Waiting.Any());
    }

    [Fact]
    public async Task Each_change_of_a_push_is_told()
    {
        await using var callback = RawServer.Answering("success");
        var world = new World(callback.Address).Followed();
        await world.PushText();
        var told = world.Events.Where(happened => happened.Kind == "push").Select(happened => Assert.IsType<PushRecord>(happened.Data)).ToList();
        Assert.Equal(
            [(0, PushOutcome.Pending), (1, PushOutcome.Pending), (1, PushOutcome.Pending), (1, PushOutcome.Acknowledged)],
            told.Select(record => (record.Deliveries.Count, record.Outcome)));
    }
}
