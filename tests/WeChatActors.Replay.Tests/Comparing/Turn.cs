using System.Globalization;
using System.Text;

namespace WeChatActors.Replay.Tests;

/// <summary>A turn that was recorded and played again.</summary>
internal sealed record Turn
{
    public static readonly DateTimeOffset Recorded = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    /// <summary>Some days and hours later.</summary>
    public static readonly DateTimeOffset Replayed = new(2026, 11, 20, 7, 31, 5, TimeSpan.Zero);

    public string Asker { get; init; } = "oRecordedRecordedRecorded001";

    public string Mapped { get; init; } = "oReplayedReplayedReplayed001";

    public string Asked { get; init; } = "你好";

    public string? Rule { get; init; } = "greet";

    public string Kind { get; init; } = "text";

    public string File { get; init; } = "demo.jsonl";

    public long Line { get; init; } = 2;

    /// <summary>The recorded body; null when there is none.</summary>
    public string? Expected { get; init; }

    /// <summary>The new body; null when the packet failed.</summary>
    public string? Actual { get; init; }

    public string Why { get; init; } = "the callback refused the connection.";

    public static string Text(string content, string to = "oRecordedRecordedRecorded001", DateTimeOffset? at = null) =>
        Xml($"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{content}]]></Content>", to, at ?? Recorded);

    public static string TextNow(string content) => Text(content, "oReplayedReplayedReplayed001", Replayed);

    public static string Xml(string inner, string to = "oRecordedRecordedRecorded001", DateTimeOffset? at = null) => string.Create(
        CultureInfo.InvariantCulture,
        $"<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName><CreateTime>{(at ?? Recorded).ToUnixTimeSeconds()}</CreateTime>{inner}</xml>");

    public PlayedPacket ToPlayed()
    {
        var xml = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"<xml><ToUserName>gh_1</ToUserName><FromUserName>{Asker}</FromUserName><CreateTime>{Recorded.ToUnixTimeSeconds()}</CreateTime><MsgType>text</MsgType><Content><![CDATA[{Asked}]]></Content><MsgId>1</MsgId></xml>"));
        var captured = new CapturedPacket { File = File, Line = Line, At = Recorded, Xml = xml, From = Asker, Kind = Kind, Rule = Rule, Answer = Expected };
        return new PlayedPacket
        {
            Packet = new PlannedPacket(TimeSpan.Zero, xml, Asker, Kind) { Captured = captured },
            OpenId = Mapped, Intended = TimeSpan.Zero, Sent = TimeSpan.Zero, Ended = TimeSpan.Zero, Deliveries = 1,
            Outcome = Actual is null ? PlayedOutcome.Failed : Actual is "" or "success" ? PlayedOutcome.Acknowledged : PlayedOutcome.Replied,
            Verdict = Actual is null ? Why : "", Answer = Encoding.UTF8.GetBytes(Actual ?? ""),
        };
    }

    public AnswerVerdict Compare(ComparisonRules? rules = null)
    {
        var total = Report(rules, this).Total;
        Assert.Equal(1, total.Count);
        return total switch
        {
            { Equal: 1 } => AnswerVerdict.Equal,
            { Normalised: 1 } => AnswerVerdict.EqualNormalised,
            { Different: 1 } => AnswerVerdict.Different,
            _ => AnswerVerdict.Missing,
        };
    }

    public static ComparisonReport Report(ComparisonRules? rules, params ReadOnlySpan<Turn> turns)
    {
        var comparer = new Comparer(rules ?? ComparisonRules.BuiltIn);
        foreach (var turn in turns) comparer.Add(turn.ToPlayed());
        return comparer.Report();
    }
}
