using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Storage;

public class StateJsonTests
{
    public static TheoryData<string> SampleFiles() =>
        [.. Directory.EnumerateFiles(Samples.Folder("packets"), "*.xml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Samples.Folder("packets"), file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(SampleFiles))]
    public void A_packet_is_made_again_exactly_out_of_its_elements(string file)
    {
        if (PacketReader.Read(Samples.Bytes(file), Samples.Now) is not PacketResult.Parsed { Packet: var packet }) return;
        var read = ReadPacket(WritePacket(packet));
        Assert.Equal(packet, read);
        Assert.Equal(packet.Key, read.Key);
        Assert.Equal(packet.Fields, read.Fields);
        Assert.Equal(packet.Fields.Parents, read.Fields.Parents);
        Assert.Equal(WritePacket(packet), WritePacket(read));
    }

    [Fact]
    public void A_conversation_that_only_answers_has_no_state_of_its_own_for_what_it_lacks()
    {
        var plain = Conversation.New with { Version = 3, Since = Samples.Now, Subscribed = true };
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        StateJson.Write(output, plain);
        var read = StateJson.Read(output.WrittenMemory);

        Assert.False(read.MayHaveWork);
        Assert.True((read with { Variables = plain.Variables }).SameStateAs(plain));
        Assert.True((read with { Returning = true }).MayHaveWork);
    }

    [Fact]
    public void A_packet_whose_time_was_ahead_of_the_clock_stays_without_it()
    {
        var body = Samples.Bytes("text.xml");
        var packet = ((PacketResult.Parsed)PacketReader.Read(body, Samples.Now - TimeSpan.FromDays(3))).Packet;
        Assert.Null(packet.CreateTime);
        Assert.Equal(packet, ReadPacket(WritePacket(packet)));
    }

    [Fact]
    public void Texts_that_became_one_keep_their_words()
    {
        var text = (TextMessage)Given.Text("one", 1) with { Content = "one\ntwo" };
        Assert.Equal(text, ReadPacket(WritePacket(text)));
    }

    [Fact]
    public void Any_state_comes_back_as_it_was() =>
        Prop.ForAll(Arb.From(RandomConversations.States), state =>
        {
            var read = StateJson.Read(Encoding.UTF8.GetBytes(Expect.Json(output => StateJson.Write(output, state))));
            var difference = Expect.Difference(state, read);
            return (difference is null).Label(difference ?? "");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Any_ledger_comes_back_to_the_tick() =>
        Prop.ForAll(Arb.From(RandomConversations.Ledgers), ledger =>
            LedgerJson.Read(Encoding.UTF8.GetBytes(Expect.Json(output => LedgerJson.Write(output, ledger)))) == ledger).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_as_at_first_is_left_out()
    {
        Assert.Equal("""{"subscribed":false}""", Expect.Json(output => StateJson.Write(output, Conversation.New)));
        Assert.Equal("{}", Expect.Json(output => LedgerJson.Write(output, Ledger.Empty)));
        var granted = Ledger.Empty.Open(WindowScene.UserMessage, Given.Noon, new LedgerRules());
        Assert.Equal(
            """{"user_message":{"left":5,"at":"2026-03-02T12:00:00Z","until":"2026-03-04T11:55:00Z"}}""",
            Expect.Json(output => LedgerJson.Write(output, granted)));
    }

    [Fact]
    public void A_variable_may_hold_the_deepest_answer_of_another_system()
    {
        var deep = Enumerable.Range(0, 200).Aggregate(Value.Of(1), (inner, _) => Value.List(inner));
        var state = Conversation.New with { Variables = Conversation.New.Variables.Add("deep", deep) };
        Assert.Equal(deep, StateJson.Read(Encoding.UTF8.GetBytes(Expect.Json(output => StateJson.Write(output, state)))).Variables["deep"]);
    }

    [Fact]
    public void Half_a_character_stops_nobody_from_being_kept()
    {
        var state = Conversation.New with { Parked = [new ParkedAnswer(1, "cut \ud83d", new TextReply("\ude00 cut"), Given.Noon)] };
        var read = StateJson.Read(Encoding.UTF8.GetBytes(Expect.Json(output => StateJson.Write(output, state))));
        Assert.Equal(("cut \ufffd", new TextReply("\ufffd cut")), (read.Parked[0].Question, read.Parked[0].Reply));
    }

    [Theory]
    [InlineData("""{"timers":[{"name":"t","due":"2026-03-02T12:00:00Z","type":"dance"}]}""", "'dance' is not a stored timer")]
    [InlineData("""{"parked":[{"seq":1,"reply":{"type":"hologram"},"at":"2026-03-02T12:00:00Z"}]}""", "'hologram' is not a stored reply type")]
    [InlineData("""{"queue":[{"seq":1,"packet":{"elements":{"MsgType":"text"}},"first_at":"2026-03-02T12:00:00Z"}]}""", "A stored packet cannot be read again")]
    public void What_a_newer_version_wrote_is_named(string state, string sentence)
    {
        var error = Assert.Throws<JsonException>(() => StateJson.Read(Encoding.UTF8.GetBytes(state)));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    private static string WritePacket(Packet packet) => Expect.Element(json => PacketJson.Write(json, packet));

    private static Packet ReadPacket(string json)
    {
        using var document = JsonDocument.Parse(json);
        return PacketJson.Read(document.RootElement);
    }
}
