using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Storage;

public sealed class AnsweredReloadTests : SqliteTests
{
    [Fact]
    public async Task A_packet_is_answered_by_the_line_that_settled_it_with_that_lines_time()
    {
        await using var store = Open();
        var first = Given.Text("slow", 1);
        var state = await Line(store, Conversation.New, Given.Delivery(first), Given.Noon, turn => turn with { IsOpen = true });
        Assert.Equal(0, (await store.Load(Given.Id(), Given.Noon)).Answered.Count);

        var at = Given.Noon + TimeSpan.FromSeconds(3.9996);
        var reply = new TextReply("好了");
        var ended = new ConversationInput.CallEnded(new CallId(1, 0, 1), Value.Map([new("ok", true)]), TimeSpan.FromSeconds(3), at);
        await Line(store, state, ended, at, turn => turn with { Settled = [new SettledPacket(first.Key, 1, reply, "answer")] });

        var answered = Assert.Single((await store.Load(Given.Id(), at)).Answered.ToArray()); // the call's own line is none
        Assert.Equal((PacketFingerprint.Of(first.Key), 1L, reply), (answered.Packet, answered.Seq, answered.Reply));
        Assert.Equal(at.ToUnixTimeSeconds(), answered.At.ToUnixTimeSeconds()); // the CreateTime of every answer
    }

    [Fact]
    public async Task Only_inputs_that_can_come_again_are_remembered()
    {
        await using var store = Open();
        var push = new ConversationInput.PushEnded(Entry(Given.Id(), 100, "x"), new OutboxOutcome(OutboxState.Sent, Given.Noon), Given.Noon);
        var command = new ConversationInput.Commanded("k", new ConversationCommand.Resume(), Given.Noon);
        ConversationInput[] inputs =
        [
            Given.Delivery(Given.Text("a", 1)), new ConversationInput.CallEnded(new CallId(1, 0, 1), Value.Null, default, Given.Noon),
            new ConversationInput.CarriersDue(new PacketFingerprint(1, 2), Given.Noon), new ConversationInput.Continue(Given.Noon), push, command, Given.Authorised("a"),
        ];
        var state = Conversation.New;
        foreach (var input in inputs) state = await Line(store, state, input, Given.Noon, turn => turn);
        var loaded = await store.Load(Given.Id(), Given.Noon);
        Assert.Equal([1, 5, 6, 7], loaded.Answered.ToArray().Select(answered => answered.Seq));
        foreach (var input in inputs) Assert.Equal(input.Fingerprint != default, loaded.Answered.TryFind(input.Fingerprint, out _) && input.Fingerprint != default);
    }

    [Fact]
    public async Task Several_packets_may_get_their_answers_by_one_line()
    {
        await using var store = Open();
        var packets = Enumerable.Range(1, 3).Select(i => Given.Text($"t{i}", i)).ToArray();
        var state = Conversation.New;
        foreach (var packet in packets) state = await Line(store, state, Given.Delivery(packet), Given.Noon, turn => turn with { IsOpen = true });
        await Line(store, state, Given.Delivery(Given.Text("stop", 9)), Given.Noon, turn => turn with
        {
            Reply = new TextReply("ok"),
            Settled = [.. packets.Select((packet, i) => new SettledPacket(packet.Key, i + 1, i == 1 ? new TextReply("second") : null, "interrupted"))],
        });
        var loaded = await store.Load(Given.Id(), Given.Noon);
        Assert.Equal(
            [(1, null), (2, new TextReply("second")), (3, null), (4, new TextReply("ok"))],
            loaded.Answered.ToArray().Select(answered => ((int)answered.Seq, answered.Reply as TextReply)));
    }

    [Fact]
    public async Task A_waiting_turn_comes_back_in_another_process_as_it_was()
    {
        var packet = Given.Text("查 7", 1);
        var order = new HttpOrder("r.yaml:3", "GET", "https://shop.example/7", [], null, null, TimeSpan.FromSeconds(2), 1, true);
        var running = new RunningTurn(1, null, null, Given.Noon, 7, "hash", new UserView(Conversation.New.Variables, 0, null, true), new WindowView(5, Given.Noon))
        {
            Packet = new OpenPacket(packet, PacketFingerprint.Of(packet.Key), 1, Given.Noon), Call = order, CallId = new CallId(1, 0, 1), CallDue = Given.Noon, Node = "n",
        };
        var waiting = Conversation.New with { Version = 1, Running = running, WorkDue = Given.Noon, Timers = [new ConversationTimer("pause", Given.Noon, new TimerTask.EndPause())] };
        await using (var store = Open())
        {
            var turn = new Turn(1, Given.Noon, Given.Delivery(packet), ["order"], null, []) { IsOpen = true, Call = new CallTicket(Given.Id(), running.CallId, order, "k", []) };
            Assert.Equal(CommitResult.Committed, await store.Commit(Given.Id(), turn, waiting, true));
        }
        await using var again = Open();
        Assert.Null(Expect.Difference(waiting, await again.Load(Given.Id(), Given.Noon)));
    }

    private static async Task<Conversation> Line(SqliteConversationStore store, Conversation state, ConversationInput cause, DateTimeOffset at, Func<Turn, Turn> change)
    {
        var turn = change(new Turn(state.Version + 1, at, cause, [], null, []));
        var next = state with { Version = turn.Seq };
        Assert.Equal(CommitResult.Committed, await store.Commit(Given.Id(), turn, next, stateChanged: state.Version == 0));
        return next;
    }
}
