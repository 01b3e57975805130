using System.Text.Json;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>A row of the outbox as the admin API shows it.</summary>
internal static class RowJson
{
    /// <summary>Writes it as one object.</summary>
    public static void Write(Utf8JsonWriter json, OutboxRow row)
    {
        json.WriteStartObject();
        WriteMembers(json, row);
        json.WriteEndObject();
    }

    /// <summary>Writes its members.</summary>
    public static void WriteMembers(Utf8JsonWriter json, OutboxRow row)
    {
        var (entry, outcome) = (row.Entry, row.Outcome);
        json.WriteNumber("id", entry.Id);
        json.WriteString("open_id", entry.To.OpenId.Value);
        json.WriteString("state", OutboxJson.Word(outcome.State));
        json.WriteString("sentence", Sentence(row));
        json.WriteTimestamp("since", outcome.At);
        if (outcome.Errcode != 0) json.WriteNumber("errcode", outcome.Errcode);
        if (outcome.MsgId is not null) json.WriteString("msg_id", outcome.MsgId);
        if (row.Delivery is not null) json.WriteString("delivery", row.Delivery);
        json.WriteNumber("attempts", row.Attempts);
        json.WriteTimestamp("asked_at", entry.At);
        json.WriteTimestamp("expires_at", entry.ExpiresAt);
        if (outcome.State == OutboxState.Waiting && row.NotBefore > entry.At) json.WriteTimestamp("not_before", row.NotBefore);
        if (entry.Answers is { } seq) json.WriteNumber("answers", seq);
        if (entry.Key is not null) json.WriteString("key", entry.Key);
        json.WritePropertyName("message");
        OutboxJson.Write(json, entry.Item);
    }

    private static string Sentence(OutboxRow row) => row.Outcome switch
    {
        { State: OutboxState.Waiting, Why: { } why } => $"Not sent yet: {why}",
        { State: OutboxState.Waiting } => "It waits for its turn.",
        { State: OutboxState.Sending } => "It is being sent.",
        { State: OutboxState.Sent } => row.Delivery is null or "delivered" ? "WeChat took it." : $"WeChat took it, and reports: {row.Delivery}.",
        { Why: { } why } => why,
        { State: OutboxState.Refused } => "WeChat refused it.",
        { State: OutboxState.Expired } => "It could not be sent while it made sense.",
        _ => "It was sent, and whether it arrived nobody knows. It is not sent again.",
    };
}
