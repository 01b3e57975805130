using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>Writes a chat: what the follower would see plainly, and all that is about it indented (and dimmed on a terminal).</summary>
internal sealed class ChatPrinter(TextWriter output, ChatRules rules, ChatMocks mocks, bool dims)
{
    /// <summary>The follower's line, where no terminal shows it.</summary>
    public void Said(string line) => output.WriteLine($"> {line}");

    public void Help()
    {
        var calls = ChatCommands.All.Select(command => $"{command.Name} {command.Takes}".TrimEnd()).ToList();
        var width = calls.Max(call => call.Length);
        foreach (var (call, command) in calls.Zip(ChatCommands.All))
            About($"{call.PadRight(width)}  {command.English} · {command.Chinese}");
        About("Anything else is sent as a text message; //text sends /text. 其他内容都作为文本消息发送。");
    }

    public void State(Rehearsal session)
    {
        var (state, now, zone) = (session.State, session.Now, rules.Account.TimeZone);
        var since = state.Since is { } at ? $", since {TimeZoneInfo.ConvertTime(at, zone):yyyy-MM-dd HH:mm:ss}" : "";
        About($"{FindingLines.Number((int)state.Turns, "turn")}{since}, {(state.Subscribed ? "subscribed" : "not subscribed")}");
        if (!state.Tags.IsEmpty) About($"tags: {string.Join(", ", state.Tags)}");
        if (state.Ledger.ClosesAt(now) is { } closes) About($"window: {state.Ledger.Left(now)} left, closes {Moment(closes, zone)}");
        if (state.Dialog is { } dialog) About(ChatLines.Of(dialog, session, zone));
        if (state.Pause is { } pause) About(ChatLines.Paused(pause, zone));
        foreach (var timer in state.Timers)
            if (ChatLines.Armed(timer, zone) is { } armed) About(armed);
        foreach (var (name, value) in state.Variables.OrderBy(variable => variable.Key, StringComparer.Ordinal)) About($"user.{name} = {value.ToJson()}");
    }

    private static string Moment(DateTimeOffset at, TimeZoneInfo zone) => $"{TimeZoneInfo.ConvertTime(at, zone):yyyy-MM-dd HH:mm:ss}";

    public void Result(Rehearsed delivered)
    {
        if (!delivered.Earlier.IsEmpty) Happened(delivered.Earlier);
        switch (delivered)
        {
            case Rehearsed.Rejected { Why: var why }:
                About($"the packet is refused: {why.Fault}: {why.Detail}");
                break;
            case Rehearsed.Unheard { Packet: var packet }:
                Reply(null);
                About(packet is UnknownEvent or UnknownMessage
                    ? $"'{(packet as Event)?.Name ?? packet.MsgType}' is of an unknown kind: it is set aside, no rule hears of it"
                    : $"'{(packet as Event)?.Name ?? packet.MsgType}' is about the account: it is set aside, no rule hears of it");
                break;
            case Rehearsed.Turned { Reply: var reply, Lines: var lines }:
                Reply(reply);
                Happened(lines);
                break;
            case Rehearsed.Repeated { Reply: var reply, Seq: var seq, SameBytes: var same }:
                Reply(reply);
                About($"delivered again: {(same ? "the same answer, byte for byte" : "another answer than before")}; turn {seq} stays, no rule ran");
                break;
        }
    }

    /// <summary>What happened while time passed.</summary>
    public void Waited(ImmutableArray<RehearsedLine> lines, DateTimeOffset now)
    {
        Happened(lines);
        About($"it is {Moment(now, rules.Account.TimeZone)}{(lines.IsEmpty ? ", nothing happened" : "")}");
    }

    private void Happened(ImmutableArray<RehearsedLine> lines)
    {
        foreach (var (pushed, text) in ChatLines.Of(lines, rules, mocks))
        {
            if (pushed) output.WriteLine(text);
            else About(text);
        }
    }

    public void About(IEnumerable<string> lines)
    {
        foreach (var line in lines) About(line);
    }

    public void About(string line) => output.WriteLine(dims ? $"\u001b[2m  {line}\u001b[0m" : $"  {line}");

    private void Reply(PassiveReply? reply)
    {
        foreach (var line in ReplyText.Lines(reply)) output.WriteLine(line);
    }
}
