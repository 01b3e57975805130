using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>How a line of the turn log looks in the store: JSON that a person can read with the database's own shell.</summary>
public static class TurnJson
{
    /// <summary>Writes a turn but for its number and time, which are columns of their own.</summary>
    /// <remarks>Every line has a type. That of a packet is its MsgType, with event, key, text and msg_id; then there are <c>authorised</c>,
    /// <c>call</c> (id, ok, error, took_ms), <c>due</c> (packet), <c>timer</c> (timer), <c>push</c> (id, state, errcode, why, item), <c>command</c>
    /// (do, and what it asks for), <c>continue</c>, and <c>erased</c> for a line whose contents are gone. All have rule, reply, notes and
    /// elapsed_ms where there is something to say, and: <c>open</c> when the packet has no answer yet; <c>settled</c>, the earlier packets that
    /// got theirs now (packet, seq, how, reply); <c>parked</c>, the answers that wait for the user from now on (seq, reply); <c>call</c>, the call that began (id, target, place); <c>owed</c>, what the outbox got (id,
    /// and the item).</remarks>
    public static void WriteTurn(IBufferWriter<byte> output, Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var json = StoredJson.Writer(output);
        json.WriteStartObject();
        CauseJson.Write(json, turn);
        if (turn.Writes is { Erases: true }) WriteReply(json, turn.Reply);
        else WriteDecision(json, turn);
        json.WriteNumber("elapsed_ms"u8, Math.Round(turn.Elapsed.TotalMilliseconds, 2));
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteDecision(Utf8JsonWriter json, Turn turn)
    {
        WriteRules(json, turn.Rules);
        StoredJson.WriteFlag(json, "open", turn.IsOpen);
        WriteReply(json, turn.Reply);
        StoredJson.WriteList(json, "settled", turn.Settled, WriteSettled);
        StoredJson.WriteList(json, "parked", turn.Parked, WriteParked);
        if (turn.Call is { } call) WriteCall(json, call);
        if (turn.Writes is { } writes) StoredJson.WriteList(json, "owed", writes.Owed, WriteOwed);
        if (turn.Notes.IsDefaultOrEmpty) return;
        json.WriteStartArray("notes"u8);
        foreach (var note in turn.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
    }

    private static void WriteSettled(Utf8JsonWriter json, SettledPacket settled)
    {
        json.WriteStartObject();
        json.WriteString("packet"u8, settled.Key.Value);
        json.WriteNumber("seq"u8, settled.Seq);
        json.WriteString("how"u8, settled.How);
        WriteReply(json, settled.Reply);
        json.WriteEndObject();
    }

    private static void WriteReply(Utf8JsonWriter json, PassiveReply? reply)
    {
        if (reply is null) return;
        json.WritePropertyName("reply"u8);
        ReplyJson.Write(json, reply);
    }

    private static void WriteParked(Utf8JsonWriter json, ParkedAnswer parked)
    {
        json.WriteStartObject();
        json.WriteNumber("seq"u8, parked.Seq);
        json.WritePropertyName("reply"u8);
        ReplyJson.Write(json, parked.Reply);
        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, CallTicket call)
    {
        json.WriteStartObject("call"u8);
        json.WriteString("id"u8, call.Id.ToString());
        json.WriteString("target"u8, call.Order.Target);
        json.WriteString("place"u8, call.Order.Place);
        json.WriteEndObject();
    }

    private static void WriteOwed(Utf8JsonWriter json, OutboxEntry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, entry.Id);
        OutboxJson.WriteFields(json, entry.Item);
        json.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter json, ImmutableArray<string> rules)
    {
        if (rules.IsDefaultOrEmpty) return;
        json.WriteString("rule"u8, rules[0]);
        if (rules.Length == 1) return;
        json.WriteStartArray("rules"u8);
        foreach (var rule in rules) json.WriteStringValue(rule);
        json.WriteEndArray();
    }
}
