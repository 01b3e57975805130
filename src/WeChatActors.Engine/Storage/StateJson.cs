using System.Buffers;
using System.Text.Json;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>The part of a conversation that is stored as state: JSON that a person can read with the database's own shell. What has its
/// ordinary value is left out.</summary>
public static class StateJson
{
    /// <summary>Writes a conversation's state.</summary>
    public static void Write(IBufferWriter<byte> output, Conversation state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var json = StoredJson.Writer(output);
        json.WriteStartObject();
        json.WriteBoolean("subscribed"u8, state.Subscribed);
        if (state.Since is { } since) json.WriteString("since"u8, since);
        if (state.Profile is { } profile)
        {
            json.WritePropertyName("profile"u8);
            ProfileJson.Write(json, profile);
        }
        StoredJson.WriteValues(json, "user", state.Variables);
        StoredJson.WriteTags(json, state.Tags);
        if (state.OtherLines != 0) json.WriteNumber("other_lines"u8, state.OtherLines);
        if (state.Running is { } running)
        {
            json.WritePropertyName("running"u8);
            RunningJson.Write(json, running, state.Variables);
        }
        StoredJson.WriteList(json, "queue", state.Queue, OpenPacketJson.Write);
        StoredJson.WriteList(json, "unclaimed", state.Unclaimed, OpenPacketJson.Write);
        StoredJson.WriteList(json, "given", state.Given, WriteGiven);
        StoredJson.WriteList(json, "parked", state.Parked, WriteParked);
        StoredJson.WriteList(json, "timers", state.Timers, TimerJson.Write);
        StoredJson.WriteTime(json, "work_due", state.WorkDue);
        if (state.Pause is { } pause) WritePause(json, pause);
        if (state.Dialog is { } dialog)
        {
            json.WritePropertyName("dialog"u8);
            DialogJson.Write(json, dialog);
        }
        if (state.SecretFrom != 0) json.WriteNumber("secret_from"u8, state.SecretFrom);
        StoredJson.WriteFlag(json, "returning", state.Returning);
        if (state.ErasedAt != 0) json.WriteNumber("erased_at"u8, state.ErasedAt);
        StoredJson.WriteList(json, "history", state.History, WriteExchange);
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else, or of a newer version.</exception>
    public static Conversation Read(ReadOnlyMemory<byte> state)
    {
        using var document = StoredJson.Parse(state);
        var root = document.RootElement;
        var variables = StoredJson.Values(root, "user");
        return new Conversation
        {
            Subscribed = StoredJson.Flag(root, "subscribed"),
            Since = StoredJson.OptionalTime(root, "since"),
            Variables = variables,
            Profile = root.TryGetProperty("profile"u8, out var profile) ? ProfileJson.Read(profile) : null,
            Tags = StoredJson.Tags(root),
            OtherLines = StoredJson.Number(root, "other_lines", 0),
            Running = root.TryGetProperty("running"u8, out var running) ? RunningJson.Read(running, variables) : null,
            Queue = StoredJson.List(root, "queue", OpenPacketJson.Read),
            Unclaimed = StoredJson.List(root, "unclaimed", OpenPacketJson.Read),
            Given = StoredJson.List(root, "given", ReadGiven),
            Parked = StoredJson.List(root, "parked", ReadParked),
            Timers = StoredJson.List(root, "timers", TimerJson.Read),
            WorkDue = StoredJson.OptionalTime(root, "work_due"),
            Pause = root.TryGetProperty("pause"u8, out var pause) ? ReadPause(pause) : null,
            Dialog = root.TryGetProperty("dialog"u8, out var dialog) ? DialogJson.Read(dialog) : null,
            SecretFrom = StoredJson.Number(root, "secret_from", 0),
            Returning = StoredJson.Flag(root, "returning"),
            ErasedAt = StoredJson.Number(root, "erased_at", 0),
            History = StoredJson.List(root, "history", ReadExchange),
        };
    }

    /// <summary>What a list of conversations shows of a state.</summary>
    internal static (bool Subscribed, DateTimeOffset? Since) ReadBeginning(ReadOnlyMemory<byte> state)
    {
        using var document = StoredJson.Parse(state);
        return (StoredJson.Flag(document.RootElement, "subscribed"), StoredJson.OptionalTime(document.RootElement, "since"));
    }

    private static void WriteGiven(Utf8JsonWriter json, GivenAnswer given)
    {
        json.WriteStartObject();
        json.WriteNumber("seq"u8, given.Seq);
        json.WritePropertyName("reply"u8);
        ReplyJson.Write(json, given.Reply);
        StoredJson.WriteTime(json, "at", given.At);
        json.WriteString("node"u8, given.Node);
        json.WriteEndObject();
    }

    private static GivenAnswer ReadGiven(JsonElement json) => new(
        json.GetProperty("seq"u8).GetInt64(), ReplyJson.Read(json.GetProperty("reply"u8)), StoredJson.Time(json, "at"), StoredJson.Text(json, "node"));

    private static void WriteParked(Utf8JsonWriter json, ParkedAnswer parked)
    {
        json.WriteStartObject();
        json.WriteNumber("seq"u8, parked.Seq);
        if (parked.Question.Length > 0) json.WriteString("question"u8, parked.Question);
        json.WritePropertyName("reply"u8);
        ReplyJson.Write(json, parked.Reply);
        StoredJson.WriteTime(json, "at", parked.At);
        StoredJson.WriteFlag(json, "only_pulled", parked.OnlyPulled);
        json.WriteEndObject();
    }

    private static ParkedAnswer ReadParked(JsonElement json) => new(
        json.GetProperty("seq"u8).GetInt64(), StoredJson.OptionalText(json, "question") ?? "", ReplyJson.Read(json.GetProperty("reply"u8)),
        StoredJson.Time(json, "at"), StoredJson.Flag(json, "only_pulled"));

    private static void WritePause(Utf8JsonWriter json, HumanPause pause)
    {
        json.WriteStartObject("pause"u8);
        StoredJson.WriteTime(json, "since", pause.Since);
        StoredJson.WriteTime(json, "until", pause.Until);
        StoredJson.WriteFlag(json, "until_close", pause.UntilClose);
        json.WriteString("by"u8, pause.By);
        StoredJson.WriteText(json, "agent", pause.Agent);
        json.WriteEndObject();
    }

    private static HumanPause ReadPause(JsonElement json) => new(
        StoredJson.Time(json, "since"), StoredJson.OptionalTime(json, "until"), StoredJson.Flag(json, "until_close"), StoredJson.Text(json, "by"),
        StoredJson.OptionalText(json, "agent"));

    private static void WriteExchange(Utf8JsonWriter json, Exchange exchange)
    {
        json.WriteStartObject();
        json.WriteString("question"u8, exchange.Question);
        json.WriteString("answer"u8, exchange.Answer);
        json.WriteEndObject();
    }

    private static Exchange ReadExchange(JsonElement json) => new(StoredJson.Text(json, "question"), StoredJson.Text(json, "answer"));
}
