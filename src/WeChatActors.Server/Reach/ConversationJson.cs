using System.Text.Json;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>What a conversation may still push, and what it has under way, as the admin API shows it.</summary>
internal static class ConversationJson
{
    /// <summary>Writes <c>ledger</c>: what may be pushed now, until when, and which actions of the user grant it.</summary>
    public static void WriteLedger(Utf8JsonWriter json, Conversation state, Account account, DateTimeOffset now)
    {
        var reachable = account.Pushes && state.Subscribed;
        json.WriteStartObject("ledger");
        json.WriteNumber("left", reachable ? state.Ledger.Left(now) : 0);
        json.WriteTimestamp("closes_at", reachable ? state.Ledger.ClosesAt(now) : null);
        json.WriteStartArray("grants");
        foreach (var scene in Ledger.Scenes)
        {
            var grant = state.Ledger[scene];
            if (now >= grant.Until) continue;
            json.WriteStartObject();
            json.WriteString("scene", SceneWords.Word(scene));
            json.WriteNumber("left", grant.Left);
            json.WriteTimestamp("granted_at", grant.At);
            json.WriteTimestamp("expires_at", grant.Until);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes <c>paused_until</c> and <c>pause</c>; both null while the bot speaks.</summary>
    public static void WritePause(Utf8JsonWriter json, Conversation state)
    {
        json.WriteTimestamp("paused_until", state.Pause?.Until);
        if (state.Pause is not { } pause)
        {
            json.WriteNull("pause");
            return;
        }
        json.WriteStartObject("pause");
        json.WriteTimestamp("since", pause.Since);
        json.WriteTimestamp("until", pause.Until);
        json.WriteBoolean("until_close", pause.UntilClose);
        json.WriteString("by", pause.By);
        if (pause.Agent is not null) json.WriteString("agent", pause.Agent);
        json.WriteEndObject();
    }

    /// <summary>Writes the dialog the follower is in.</summary>
    public static void WriteDialog(Utf8JsonWriter json, Conversation state, Script script)
    {
        if (state.Dialog is not { } dialog)
        {
            json.WriteNull("dialog");
            return;
        }
        json.WriteStartObject("dialog");
        json.WriteString("name", dialog.Name);
        json.WriteTimestamp("since", dialog.Since);
        json.WriteString("script", dialog.ScriptHash);
        json.WriteNumber("slot", dialog.Slot);
        json.WriteBoolean("sleeps", dialog.Sleeps);
        json.WriteTimestamp("due", dialog.Due);
        json.WriteStartObject("answers");
        // Which answers are secret is for the rules to say that it began with.
        var view = dialog.ScriptHash == script.Hash ? script.ViewOf(dialog) : null;
        foreach (var (slot, answer) in view?.Answers ?? [.. dialog.Values.Keys.Order(StringComparer.Ordinal).Select(slot => (slot, (Value?)null))])
        {
            json.WritePropertyName(slot);
            (answer ?? OpenDialog.Hidden).WriteJson(json);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes what is under way: <c>running</c>, <c>queued</c>, <c>parked</c> and <c>timers</c>.</summary>
    public static void WriteWork(Utf8JsonWriter json, Conversation state)
    {
        if (state.Running is { } running)
        {
            json.WriteStartObject("running");
            json.WriteNumber("seq", running.Seq);
            json.WriteTimestamp("since", running.BegunAt);
            json.WriteString("call", running.Call.Target);
            json.WriteString("rule", running.Call.Place);
            json.WriteTimestamp("due", running.CallDue);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("running");
        }
        json.WriteNumber("queued", state.Queue.Length);
        json.WriteStartArray("parked");
        foreach (var parked in state.Parked)
        {
            json.WriteStartObject();
            json.WriteNumber("seq", parked.Seq);
            json.WriteString("question", parked.Question);
            json.WriteTimestamp("at", parked.At);
            json.WriteBoolean("only_pulled", parked.OnlyPulled);
            json.WritePropertyName("reply");
            ReplyJson.Write(json, parked.Reply);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("timers");
        foreach (var timer in state.Timers)
        {
            json.WriteStartObject();
            json.WriteString("name", timer.Name);
            json.WriteTimestamp("due", timer.Due);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
