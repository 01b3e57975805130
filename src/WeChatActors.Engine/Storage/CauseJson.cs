using System.Text.Json;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What came, in a line of the turn log.</summary>
internal static class CauseJson
{
    /// <summary>Writes the type and what belongs to it; of a line that erases only the type.</summary>
    public static void Write(Utf8JsonWriter json, Turn turn)
    {
        var bare = turn.Writes is { Erases: true };
        switch (turn.Cause)
        {
            case ConversationInput.Delivery delivery:
                WritePacket(json, delivery.Packet, bare, turn.IsSecret);
                break;
            case ConversationInput.Authorised authorised:
                json.WriteString("type"u8, "authorised"u8);
                if (!bare) ProfileJson.WriteFields(json, authorised.Profile);
                break;
            case ConversationInput.CallEnded ended:
                json.WriteString("type"u8, "call"u8);
                if (!bare) WriteEnded(json, ended);
                break;
            case ConversationInput.CarriersDue:
                json.WriteString("type"u8, "due"u8);
                break;
            case ConversationInput.Continue when turn.Timer is not null:
                json.WriteString("type"u8, "timer"u8);
                break;
            case ConversationInput.Continue:
                json.WriteString("type"u8, "continue"u8);
                break;
            case ConversationInput.PushEnded push:
                json.WriteString("type"u8, "push"u8);
                if (!bare) WritePush(json, push);
                break;
            case ConversationInput.Commanded commanded:
                json.WriteString("type"u8, "command"u8);
                WriteCommand(json, commanded.Command);
                break;
            default:
                throw new InvalidOperationException($"A turn of {turn.Cause.GetType().Name} has no stored form.");
        }
        if (!bare) StoredJson.WriteText(json, "timer", turn.Timer);
    }

    private static void WritePacket(Utf8JsonWriter json, Packet packet, bool bare, bool isSecret)
    {
        json.WriteString("type"u8, packet.MsgType);
        switch (packet)
        {
            case Event happened:
                json.WriteString("event"u8, happened.Name);
                if (!bare) StoredJson.WriteText(json, "key", happened.EventKey);
                break;
            case Message message when !bare:
                StoredJson.WriteText(json, "text", isSecret ? OpenDialog.Hidden : message.Text);
                StoredJson.WriteText(json, "msg_id", message.MsgId);
                break;
        }
    }

    private static void WriteEnded(Utf8JsonWriter json, ConversationInput.CallEnded ended)
    {
        json.WriteString("id"u8, ended.Id.ToString());
        json.WriteBoolean("ok"u8, ended.Result["ok"].IsTrue);
        StoredJson.WriteText(json, "error", ended.Result["error"].AsText);
        json.WriteNumber("took_ms"u8, Math.Round(ended.Took.TotalMilliseconds, 2));
    }

    // What was sent stands in the line that owed it.
    private static void WritePush(Utf8JsonWriter json, ConversationInput.PushEnded push)
    {
        json.WriteNumber("id"u8, push.Entry.Id);
        json.WriteString("state"u8, OutboxJson.Word(push.Outcome.State));
        if (push.Outcome.Errcode != 0) json.WriteNumber("errcode"u8, push.Outcome.Errcode);
        StoredJson.WriteText(json, "why", push.Outcome.Why);
        json.WriteStartObject("item"u8);
        json.WriteString("type"u8, OutboxJson.Type(push.Entry.Item));
        json.WriteEndObject();
    }

    private static void WriteCommand(Utf8JsonWriter json, ConversationCommand command)
    {
        switch (command)
        {
            case ConversationCommand.Send send:
                json.WriteString("do"u8, "send"u8);
                json.WritePropertyName("item"u8);
                OutboxJson.Write(json, send.Item);
                StoredJson.WriteText(json, "key", send.Key);
                break;
            case ConversationCommand.Pause pause:
                json.WriteString("do"u8, "pause"u8);
                StoredJson.WriteSpan(json, "for", pause.For);
                StoredJson.WriteFlag(json, "until_close", pause.UntilClose);
                break;
            case ConversationCommand.Resume:
                json.WriteString("do"u8, "resume"u8);
                break;
            case ConversationCommand.Forget:
                json.WriteString("do"u8, "forget"u8);
                break;
            case ConversationCommand.Grant grant:
                json.WriteString("do"u8, "grant"u8);
                json.WriteString("scene"u8, SceneWords.Word(grant.Scene));
                StoredJson.WriteTime(json, "at", grant.At);
                break;
            case ConversationCommand.Shown shown:
                json.WriteString("do"u8, "shown"u8);
                json.WriteNumber("question"u8, shown.Seq);
                break;
            default:
                throw new InvalidOperationException($"{command.GetType().Name} has no stored form.");
        }
    }
}
