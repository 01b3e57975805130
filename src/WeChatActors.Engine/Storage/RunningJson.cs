using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>A turn that waits for a call, in the state.</summary>
internal static class RunningJson
{
    /// <param name="json">Gets one object.</param>
    /// <param name="running">The turn.</param>
    /// <param name="variables">Those of the state beside it: the follower's are left out when they are the same.</param>
    public static void Write(Utf8JsonWriter json, RunningTurn running, ImmutableDictionary<string, Value> variables)
    {
        json.WriteStartObject();
        json.WriteNumber("seq"u8, running.Seq);
        if (running.Packet is { } open)
        {
            json.WritePropertyName("packet"u8);
            OpenPacketJson.Write(json, open);
        }
        if (running.About is { } about)
        {
            json.WritePropertyName("about"u8);
            PacketJson.Write(json, about);
        }
        if (running.Start is { } start) WriteStart(json, start);
        StoredJson.WriteTime(json, "begun_at", running.BegunAt);
        json.WriteNumber("seed"u8, running.Seed);
        json.WriteString("script"u8, running.ScriptHash);
        json.WritePropertyName("user"u8);
        UserViewJson.Write(json, running.User, variables);
        WriteWindow(json, running.Window);
        StoredJson.WriteList(json, "pulled", running.Pulled, OpenPacketJson.Write);
        StoredJson.WriteList(json, "results", running.Results, WriteResult);
        if (running.Emitted != 0) json.WriteNumber("emitted"u8, running.Emitted);
        if (running.Noted != 0) json.WriteNumber("noted"u8, running.Noted);
        StoredJson.WriteFlag(json, "replied", running.Replied);
        json.WritePropertyName("call"u8);
        CallOrderJson.Write(json, running.Call);
        json.WriteString("call_id"u8, running.CallId.ToString());
        StoredJson.WriteTime(json, "call_due", running.CallDue);
        json.WriteString("node"u8, running.Node);
        if (running.Busy != default) json.WriteString("busy"u8, BusyWord(running.Busy));
        if (running.Slow != default) json.WriteString("slow"u8, SlowWord(running.Slow));
        json.WriteEndObject();
    }

    public static RunningTurn Read(JsonElement json, ImmutableDictionary<string, Value> variables) =>
        new(
            json.GetProperty("seq"u8).GetInt64(),
            json.TryGetProperty("about"u8, out var about) ? PacketJson.Read(about) : null,
            json.TryGetProperty("start"u8, out var start) ? ReadStart(start) : null,
            StoredJson.Time(json, "begun_at"), json.GetProperty("seed"u8).GetUInt64(), StoredJson.Text(json, "script"),
            UserViewJson.Read(json.GetProperty("user"u8), variables), ReadWindow(json))
        {
            Packet = json.TryGetProperty("packet"u8, out var packet) ? OpenPacketJson.Read(packet) : null,
            Pulled = StoredJson.List(json, "pulled", OpenPacketJson.Read),
            Results = StoredJson.List(json, "results", ReadResult),
            Emitted = (int)StoredJson.Number(json, "emitted", 0),
            Noted = (int)StoredJson.Number(json, "noted", 0),
            Replied = StoredJson.Flag(json, "replied"),
            Call = CallOrderJson.Read(json.GetProperty("call"u8)),
            CallId = ReadCallId(StoredJson.Text(json, "call_id")),
            CallDue = StoredJson.Time(json, "call_due"),
            Node = StoredJson.Text(json, "node"),
            Busy = ReadBusy(StoredJson.OptionalText(json, "busy")),
            Slow = ReadSlow(StoredJson.OptionalText(json, "slow")),
        };

    private static void WriteStart(Utf8JsonWriter json, RuleStart start)
    {
        json.WriteStartObject("start"u8);
        switch (start)
        {
            case RuleStart.Later later:
                json.WriteString("type"u8, "later"u8);
                json.WriteString("rule"u8, later.Rule);
                json.WriteNumber("index"u8, later.Index);
                StoredJson.WriteValues(json, "into", later.Into);
                break;
            case RuleStart.DialogDue:
                json.WriteString("type"u8, "dialog_due"u8);
                break;
            case RuleStart.WindowClosing closing:
                json.WriteString("type"u8, "window_closing"u8);
                StoredJson.WriteSpan(json, "lead", closing.Lead);
                break;
            default:
                throw new InvalidOperationException($"{start.GetType().Name} has no stored form.");
        }
        json.WriteEndObject();
    }

    private static RuleStart ReadStart(JsonElement json) => StoredJson.OptionalText(json, "type") switch
    {
        "later" => new RuleStart.Later(StoredJson.Text(json, "rule"), json.GetProperty("index"u8).GetInt32(), StoredJson.Values(json, "into")),
        "dialog_due" => new RuleStart.DialogDue(),
        "window_closing" => new RuleStart.WindowClosing(StoredJson.OptionalSpan(json, "lead") ?? default),
        var other => throw StoredJson.Unknown("start of a turn", other),
    };

    private static void WriteWindow(Utf8JsonWriter json, WindowView window)
    {
        if (window == default) return;
        json.WriteStartObject("window"u8);
        json.WriteNumber("left"u8, window.Left);
        StoredJson.WriteTime(json, "closes_at", window.ClosesAt);
        json.WriteEndObject();
    }

    private static WindowView ReadWindow(JsonElement json) => json.TryGetProperty("window"u8, out var window)
        ? new(window.GetProperty("left"u8).GetInt32(), StoredJson.OptionalTime(window, "closes_at"))
        : default;

    private static void WriteResult(Utf8JsonWriter json, CallResult result)
    {
        json.WriteStartObject();
        json.WritePropertyName("result"u8);
        result.Result.WriteJson(json);
        StoredJson.WriteTime(json, "at", result.At);
        WriteWindow(json, result.Window);
        json.WriteEndObject();
    }

    private static CallResult ReadResult(JsonElement json) =>
        new(Value.FromJson(json.GetProperty("result"u8)), StoredJson.Time(json, "at"), ReadWindow(json));

    private static CallId ReadCallId(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 3 && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var turn)
            && int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var attempt)
            ? new(turn, number, attempt)
            : throw StoredJson.Unknown("name of a call", text);
    }

    private static string BusyWord(BusyMode busy) => busy switch
    {
        BusyMode.Merge => "merge",
        BusyMode.Interrupt => "interrupt",
        BusyMode.Ignore => "ignore",
        _ => "queue",
    };

    private static BusyMode ReadBusy(string? word) => word switch
    {
        null or "queue" => BusyMode.Queue,
        "merge" => BusyMode.Merge,
        "interrupt" => BusyMode.Interrupt,
        "ignore" => BusyMode.Ignore,
        _ => throw StoredJson.Unknown("way with overlapping messages", word),
    };

    private static string SlowWord(SlowMode slow) => slow switch
    {
        SlowMode.Push => "push",
        SlowMode.Stretch => "stretch",
        SlowMode.Placeholder => "placeholder",
        _ => "auto",
    };

    private static SlowMode ReadSlow(string? word) => word switch
    {
        null or "auto" => SlowMode.Auto,
        "push" => SlowMode.Push,
        "stretch" => SlowMode.Stretch,
        "placeholder" => SlowMode.Placeholder,
        _ => throw StoredJson.Unknown("way with slow answers", word),
    };
}
