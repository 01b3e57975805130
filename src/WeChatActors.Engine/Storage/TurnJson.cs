using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>How turns and state look in the store: JSON that a person can read with the database's own shell.</summary>
public static class TurnJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        // Chinese stays Chinese: the text is read by people and stored as UTF-8, never pasted into HTML.
        Encoder = PlatformJson.Encoder,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static Utf8JsonWriter? _reused;

    /// <summary>Writes a turn but for its number and time, which are columns of their own.</summary>
    public static void WriteTurn(IBufferWriter<byte> output, Turn turn)
    {
        var json = Writer(output);
        json.WriteStartObject();
        WriteCause(json, turn.Cause);
        WriteRules(json, turn.Rules);
        if (turn.Reply is not null)
        {
            json.WritePropertyName("reply"u8);
            ReplyJson.Write(json, turn.Reply);
        }
        if (!turn.Notes.IsDefaultOrEmpty)
        {
            json.WriteStartArray("notes"u8);
            foreach (var note in turn.Notes) json.WriteStringValue(note);
            json.WriteEndArray();
        }
        json.WriteNumber("elapsed_ms"u8, Math.Round(turn.Elapsed.TotalMilliseconds, 2));
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>Reads the reply of a stored turn; null when it had none.</summary>
    public static PassiveReply? ReadReply(ReadOnlyMemory<byte> turn)
    {
        using var document = JsonDocument.Parse(turn);
        return document.RootElement.TryGetProperty("reply"u8, out var reply) ? ReplyJson.Read(reply) : null;
    }

    /// <summary>Writes the part of a conversation that is stored as state.</summary>
    public static void WriteState(IBufferWriter<byte> output, Conversation state)
    {
        var json = Writer(output);
        json.WriteStartObject();
        json.WriteBoolean("subscribed"u8, state.Subscribed);
        if (state.Since is { } since) json.WriteString("since"u8, since);
        if (state.Profile is { } profile)
        {
            json.WritePropertyName("profile"u8);
            ProfileJson.Write(json, profile);
        }
        if (!state.Variables.IsEmpty)
        {
            json.WriteStartObject("user"u8);
            foreach (var (name, value) in state.Variables)
            {
                json.WritePropertyName(name);
                value.WriteJson(json);
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>Reads what <see cref="WriteState"/> wrote.</summary>
    public static Conversation ReadState(ReadOnlyMemory<byte> state)
    {
        using var document = JsonDocument.Parse(state);
        var root = document.RootElement;
        var variables = ImmutableDictionary<string, Value>.Empty;
        if (root.TryGetProperty("user"u8, out var user))
        {
            var builder = variables.ToBuilder();
            foreach (var property in user.EnumerateObject()) builder[property.Name] = Value.FromJson(property.Value);
            variables = builder.ToImmutable();
        }
        return new Conversation
        {
            Subscribed = root.TryGetProperty("subscribed"u8, out var subscribed) && subscribed.GetBoolean(),
            Since = root.TryGetProperty("since"u8, out var since) ? since.GetDateTimeOffset() : null,
            Variables = variables,
            Profile = root.TryGetProperty("profile"u8, out var profile) ? ProfileJson.Read(profile) : null,
        };
    }

    private static void WriteCause(Utf8JsonWriter json, ConversationInput cause)
    {
        switch (cause)
        {
            case ConversationInput.Delivery delivery:
                WritePacket(json, delivery.Packet);
                break;
            case ConversationInput.Authorised authorised:
                json.WriteString("type"u8, "authorised"u8);
                ProfileJson.WriteFields(json, authorised.Profile);
                break;
            default:
                throw new InvalidOperationException($"A turn of {cause.GetType().Name} has no stored form.");
        }
    }

    private static void WritePacket(Utf8JsonWriter json, Packet packet)
    {
        json.WriteString("type"u8, packet.MsgType);
        switch (packet)
        {
            case Event happened:
                json.WriteString("event"u8, happened.Name);
                if (happened.EventKey is not null) json.WriteString("key"u8, happened.EventKey);
                break;
            case Message message:
                if (message.Text is not null) json.WriteString("text"u8, message.Text);
                if (message.MsgId is not null) json.WriteString("msg_id"u8, message.MsgId);
                break;
        }
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

    private static Utf8JsonWriter Writer(IBufferWriter<byte> output)
    {
        if (_reused is null) return _reused = new Utf8JsonWriter(output, Options);
        _reused.Reset(output);
        return _reused;
    }
}
