using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What all stored JSON has in common: its writer, and how times, values and words stand in it.</summary>
internal static class StoredJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        // Chinese stays Chinese: the text is read by people and stored as UTF-8, never pasted into HTML.
        Encoder = PlatformJson.Encoder,
        SkipValidation = true,
    };

    // As deep as the writer writes: the answer of another system, which a follower's variable may hold, is deeper than the default allows.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    [ThreadStatic]
    private static Utf8JsonWriter? _reused;

    /// <summary>A writer for one document; flush it before another is written on this thread.</summary>
    public static Utf8JsonWriter Writer(IBufferWriter<byte> output)
    {
        if (_reused is null) return _reused = new Utf8JsonWriter(output, Options);
        _reused.Reset(output);
        return _reused;
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> stored) => JsonDocument.Parse(stored, Deep);

    /// <summary>A time to the tick, UTC.</summary>
    public static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known) json.WriteString(name, known.UtcDateTime);
    }

    public static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    public static void WriteFlag(Utf8JsonWriter json, string name, bool flag)
    {
        if (flag) json.WriteBoolean(name, true);
    }

    public static void WriteSpan(Utf8JsonWriter json, string name, TimeSpan? span)
    {
        if (span is { } known) json.WriteString(name, known.ToString("c", CultureInfo.InvariantCulture));
    }

    public static void WriteValues(Utf8JsonWriter json, string name, ImmutableDictionary<string, Value> values)
    {
        if (values.IsEmpty) return;
        json.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            json.WritePropertyName(key);
            value.WriteJson(json);
        }
        json.WriteEndObject();
    }

    public static void WriteTags(Utf8JsonWriter json, ImmutableSortedSet<string> tags)
    {
        if (tags.IsEmpty) return;
        json.WriteStartArray("tags"u8);
        foreach (var tag in tags) json.WriteStringValue(tag);
        json.WriteEndArray();
    }

    /// <summary>An array of objects, unless it would be empty.</summary>
    public static void WriteList<T>(Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.IsDefaultOrEmpty) return;
        json.WriteStartArray(name);
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
    }

    public static DateTimeOffset Time(JsonElement json, string name) => json.GetProperty(name).GetDateTimeOffset();

    public static DateTimeOffset? OptionalTime(JsonElement json, string name) =>
        json.TryGetProperty(name, out var time) ? time.GetDateTimeOffset() : null;

    public static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new JsonException($"'{name}' is null in the store.");

    public static string? OptionalText(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.GetString() : null;

    public static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var flag) && flag.GetBoolean();

    public static long Number(JsonElement json, string name, long otherwise) => json.TryGetProperty(name, out var number) ? number.GetInt64() : otherwise;

    public static TimeSpan? OptionalSpan(JsonElement json, string name) =>
        json.TryGetProperty(name, out var span) ? TimeSpan.ParseExact(span.GetString() ?? "", "c", CultureInfo.InvariantCulture) : null;

    public static ImmutableDictionary<string, Value> Values(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var values)) return ImmutableDictionary<string, Value>.Empty;
        var builder = ImmutableDictionary.CreateBuilder<string, Value>();
        foreach (var property in values.EnumerateObject()) builder[property.Name] = Value.FromJson(property.Value);
        return builder.ToImmutable();
    }

    public static ImmutableSortedSet<string> Tags(JsonElement json)
    {
        if (!json.TryGetProperty("tags"u8, out var tags)) return Conversation.New.Tags;
        var set = Conversation.New.Tags.ToBuilder();
        foreach (var tag in tags.EnumerateArray()) set.Add(tag.GetString() ?? "");
        return set.ToImmutable();
    }

    public static ImmutableArray<T> List<T>(JsonElement json, string name, Func<JsonElement, T> read)
    {
        if (!json.TryGetProperty(name, out var items)) return [];
        var list = ImmutableArray.CreateBuilder<T>(items.GetArrayLength());
        foreach (var item in items.EnumerateArray()) list.Add(read(item));
        return list.MoveToImmutable();
    }

    /// <summary>What is thrown at a stored word that this version does not know.</summary>
    public static JsonException Unknown(string what, string? word) => new($"'{word}' is not a stored {what}; the database was written by a newer version.");
}
