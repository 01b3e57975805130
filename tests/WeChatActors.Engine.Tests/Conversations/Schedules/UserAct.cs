using System.Globalization;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>Something that the user, an agent or an operator does.</summary>
/// <param name="After">How long after the one before.</param>
/// <param name="Name">What it is known by: a message's id, an event's key.</param>
/// <param name="Word">What is said, or <c>event</c>.</param>
/// <param name="Event">The name of an event; null for a text.</param>
internal sealed record UserAct(TimeSpan After, string Name, string Word, string? Event = null)
{
    /// <summary>What an operator does instead.</summary>
    public Func<ConversationCommand>? Command { get; init; }

    public override string ToString() => Event is { } happened ? $"{happened} {Name}" : $"'{Word}' {Name}";

    /// <summary>Draws what happens in a world.</summary>
    public static List<UserAct> Draw(Random random)
    {
        var acts = new List<UserAct>();
        var words = WorldRules.Words;
        // A few kinds in each world: what happens together must meet often.
        string[] few = [words[random.Next(words.Length)], words[random.Next(words.Length)], words[random.Next(words.Length)], "ask", "1"];
        var count = 2 + random.Next(12);
        for (var i = 1; i <= count; i++)
        {
            var after = TimeSpan.FromMilliseconds(random.Next(10) switch { < 4 => random.Next(1500), < 7 => random.Next(6000), < 9 => random.Next(20_000), _ => random.Next(90_000) });
            var name = (i * 10).ToString(CultureInfo.InvariantCulture);
            // Within one second nobody can tell what came first.
            if (acts is [.., { Event: "unsubscribe" or "subscribe" }]) after += TimeSpan.FromSeconds(1.1);
            acts.Add(random.Next(24) switch
            {
                0 => new(after, "k" + name, "tap", "CLICK"),
                1 => new(after + TimeSpan.FromSeconds(1.1), name, "event", "subscribe"),
                2 => new(after + TimeSpan.FromSeconds(1.1), name, "event", "unsubscribe"),
                3 => new(after, name, "event", "kf_create_session"),
                4 => new(after, name, "event", "kf_close_session"),
                5 => new(after, name, "event", "VIEW"),
                6 when random.Next(3) == 0 => new(after, name, "event", "user_authorization_revoke"),
                7 => new(after, "c" + name, "command") { Command = Draw(random, name) },
                _ => Say(i * 10, few[random.Next(few.Length)]) with { After = after },
            });
        }
        return acts;
    }

    /// <summary>Draws what happens in four days of a follower: bursts of words and taps, and hours between them.</summary>
    public static List<UserAct> DrawDays(Random random)
    {
        var acts = new List<UserAct>();
        var at = TimeSpan.Zero;
        for (var i = 1; at < TimeSpan.FromDays(4) && i < 120; i++)
        {
            var after = TimeSpan.FromMilliseconds(random.Next(10) switch { < 6 => random.Next(40_000), < 8 => random.Next(1_800_000), _ => random.Next(40_000_000) });
            if (acts is [.., { Event: "unsubscribe" or "subscribe" }]) after += TimeSpan.FromSeconds(1.1);
            var name = (i * 10).ToString(CultureInfo.InvariantCulture);
            var act = random.Next(20) switch
            {
                < 4 => new UserAct(after, "k" + name, "tap", "CLICK"),
                4 => new(after, name, "event", "SCAN"),
                5 => new(after + TimeSpan.FromSeconds(1.1), name, "event", random.Next(3) == 0 ? "unsubscribe" : "subscribe"),
                6 => new(after, "c" + name, "command") { Command = () => new ConversationCommand.Send(new OutboxItem.Message(new TextPush($"«S{name}c»")), name) },
                _ => Say(i * 10, WorldRules.WordsOfDays[random.Next(WorldRules.WordsOfDays.Length)]) with { After = after },
            };
            acts.Add(act);
            at += act.After;
        }
        return acts;
    }

    public static UserAct Say(long id, string word) => new(default, id.ToString(CultureInfo.InvariantCulture), word);

    /// <summary>The packet of it.</summary>
    public Packet Packet(DateTimeOffset now)
    {
        var head = $"<xml><ToUserName>gh_demo</ToUserName><FromUserName>oAnn</FromUserName><CreateTime>{now.ToUnixTimeSeconds()}</CreateTime>";
        var xml = Event is null
            ? $"{head}<MsgType>text</MsgType><Content>{Word}</Content><MsgId>{Name}</MsgId></xml>"
            : $"{head}<MsgType>event</MsgType><Event>{Event}</Event><EventKey>{Name}</EventKey></xml>";
        return ((PacketResult.Parsed)PacketReader.Read(Encoding.UTF8.GetBytes(xml))).Packet;
    }

    private static Func<ConversationCommand> Draw(Random random, string name) => random.Next(6) switch
    {
        0 => static () => new ConversationCommand.Pause(TimeSpan.FromSeconds(20), UntilClose: false),
        1 => static () => new ConversationCommand.Resume(),
        2 => static () => new ConversationCommand.Forget(),
        3 => () => new ConversationCommand.Send(new OutboxItem.Message(new TextPush($"«S{name}c»")), name),
        4 => () => new ConversationCommand.Send(new OutboxItem.Message(new TextPush($"«S{name}p»")), null, ElsePark: true),
        _ => static () => new ConversationCommand.Pause(null, UntilClose: true),
    };
}
