using System.Buffers;
using WeChatActors.Engine;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>What became of a push.</summary>
internal abstract record Delivered
{
    private Delivered() { }

    /// <summary>The body was no packet.</summary>
    public sealed record Rejected(PacketResult.Rejected Why) : Delivered;

    /// <summary>A packet that belongs to no conversation: it is acknowledged, and no rule hears of it.</summary>
    public sealed record Unheard(Packet Packet) : Delivered;

    /// <summary>The packet had its turn.</summary>
    public sealed record Turned(Turn Turn) : Delivered;

    /// <summary>The packet had its turn before.</summary>
    /// <param name="Reply">The answer it got again.</param>
    /// <param name="Seq">The turn it had.</param>
    /// <param name="SameBytes">Whether the HTTP body was the same, byte for byte.</param>
    public sealed record Repeated(PassiveReply? Reply, long Seq, bool SameBytes) : Delivered;
}

/// <summary>One follower's conversation in memory: packets go the way of production from the XML body to the reply's XML, without
/// network and store.</summary>
/// <param name="script">The rules.</param>
/// <param name="account">The account, as rules see it.</param>
/// <param name="clock">When packets happen.</param>
/// <param name="seed">Chooses among random variants, the same for the same number; null to choose by packet as production does.</param>
internal sealed class ChatSession(Script script, AccountView account, ChatClock clock, ulong? seed)
{
    private static readonly CallbackQuery Query = new("", "", "");

    private readonly AccountSecurity _security = new(account.AppId, "chat", SecurityMode.Plaintext, [], UserPacket.Account);
    private byte[]? _lastBody;
    private byte[] _lastAnswer = [];
    private ulong _sent;

    /// <summary>The rules; the conversation goes on when they change.</summary>
    public Script Script { get; set; } = script;

    /// <summary>The conversation now.</summary>
    public Conversation State { get; private set; } = Conversation.New;

    /// <summary>Pushes what a user does.</summary>
    public Delivered Send(UserPacket packet)
    {
        var at = clock.Tick();
        _sent++;
        _lastBody = packet.ToXml(at, at.ToUnixTimeMilliseconds() * 1000);
        return Deliver(_lastBody, at);
    }

    /// <summary>Pushes the last packet once more, as WeChat does when it heard no answer; null when there was none.</summary>
    public Delivered? SendAgain() => _lastBody is null ? null : Deliver(_lastBody, clock.Now);

    private Delivered Deliver(byte[] body, DateTimeOffset at)
    {
        var read = Callback.ReadBody(body, Query, _security, at).Packet;
        if (read is PacketResult.Rejected rejected) return new Delivered.Rejected(rejected);
        var packet = ((PacketResult.Parsed)read).Packet;
        if (packet.Conversation is null) return new Delivered.Unheard(packet);

        var fingerprint = PacketFingerprint.Of(packet.Key);
        var step = Conversation.Step(
            State, new ConversationInput.Delivery(packet, fingerprint, at),
            new StepContext(new ConversationId(account.Alias, packet.Conversation.Value), Script, new AccountSetting { View = account }, at, seed is { } chosen ? chosen + _sent : fingerprint.Seed));
        State = step.Next;
        var answer = step.Effects.OfType<Effect.AnswerCarrier>().Single().Answer;
        var bytes = Seal(answer, packet);
        var same = bytes.AsSpan().SequenceEqual(_lastAnswer);
        _lastAnswer = bytes;
        return step.Effects.OfType<Effect.Commit>().SingleOrDefault() is { } commit
            ? new Delivered.Turned(commit.Turn)
            : new Delivered.Repeated(answer.Reply, step.Effects.OfType<Effect.CountDelivery>().Single().Seq, same);
    }

    private byte[] Seal(Answer answer, Packet packet)
    {
        if (answer.Reply is null) return "success"u8.ToArray();
        var output = new ArrayBufferWriter<byte>();
        Callback.SealReply(output, answer.Reply, packet, -1, Query, _security, answer.At.ToUnixTimeSeconds());
        return output.WrittenSpan.ToArray();
    }
}
