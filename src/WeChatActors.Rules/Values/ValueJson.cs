using System.Text.Json;

namespace WeChatActors.Rules;

public readonly partial struct Value
{
    // What JSON has no form for is an object with one key that begins with $; a map that looks like that is wrapped in $map.
    private const string DateKey = "$date", TimeKey = "$time", MomentKey = "$moment", DurationKey = "$duration", MapKey = "$map";

    /// <summary>Reads what <see cref="WriteJson"/> wrote, or any other JSON.</summary>
    /// <param name="json">Any element; an undefined one gives null. A number that no <see cref="decimal"/> holds is kept as its text.</param>
    public static Value FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Number => json.TryGetDecimal(out var number) ? Of(number) : Of(json.GetRawText()),
        JsonValueKind.String => Of(json.GetString()),
        JsonValueKind.Array => ListFrom(json),
        JsonValueKind.Object => MapFrom(json),
        _ => Null,
    };

    private static Value ListFrom(JsonElement json)
    {
        var items = new Value[json.GetArrayLength()];
        var i = 0;
        foreach (var item in json.EnumerateArray()) items[i++] = FromJson(item);
        return new(items);
    }

    private static Value MapFrom(JsonElement json)
    {
        var entries = new List<KeyValuePair<string, Value>>();
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name == MapKey && json.GetPropertyCount() == 1 && property.Value.ValueKind == JsonValueKind.Object)
                return Map(Entries(property.Value));
            if (json.GetPropertyCount() == 1 && Tagged(property) is { IsNull: false } tagged) return tagged;
            entries.Add(new(property.Name, FromJson(property.Value)));
        }

        return Map(entries);
    }

    private static IEnumerable<KeyValuePair<string, Value>> Entries(JsonElement json)
    {
        foreach (var property in json.EnumerateObject()) yield return new(property.Name, FromJson(property.Value));
    }

    private static Value Tagged(JsonProperty property)
    {
        if (property.Value.ValueKind != JsonValueKind.String) return Null;
        var text = property.Value.GetString();
        return property.Name switch
        {
            DateKey when DateOnly.TryParseExact(text, "yyyy-MM-dd", Invariant, default, out var date) => Of(date),
            TimeKey when TimeOnly.TryParseExact(text, TimeForm, Invariant, default, out var time) => Of(time),
            MomentKey when DateTimeOffset.TryParseExact(text, "O", Invariant, default, out var moment) => Of(moment),
            DurationKey when TimeSpan.TryParseExact(text, "c", Invariant, out var duration) => Of(duration),
            _ => Null,
        };
    }

    private const string TimeForm = "HH:mm:ss.FFFFFFF";

    /// <summary>Writes it as JSON. Days, times, moments and durations are objects with one key, <c>$date</c> and so on.</summary>
    /// <param name="writer">Gets exactly one JSON value.</param>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (Kind)
        {
            case ValueKind.Null: writer.WriteNullValue(); break;
            case ValueKind.Bool: writer.WriteBooleanValue(_bits != 0); break;
            case ValueKind.Number: writer.WriteNumberValue(AsNumber!.Value); break;
            case ValueKind.Text: writer.WriteStringValue(WholeCharacters(AsText!)); break;
            case ValueKind.Date: WriteTagged(writer, DateKey, AsDate!.Value.ToString("yyyy-MM-dd", Invariant)); break;
            case ValueKind.Time: WriteTagged(writer, TimeKey, AsTime!.Value.ToString(TimeForm, Invariant)); break;
            case ValueKind.Moment: WriteTagged(writer, MomentKey, AsMoment!.Value.ToString("O", Invariant)); break;
            case ValueKind.Duration: WriteTagged(writer, DurationKey, AsDuration!.Value.ToString("c", Invariant)); break;
            case ValueKind.List:
                writer.WriteStartArray();
                foreach (var item in Items) item.WriteJson(writer);
                writer.WriteEndArray();
                break;
            case ValueKind.Map: WriteMap(writer, (ValueMap)_object!); break;
        }
    }

    private static void WriteTagged(Utf8JsonWriter writer, string key, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(key, text);
        writer.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter writer, ValueMap map)
    {
        var wrapped = false;
        foreach (var name in map.Names) wrapped |= name.StartsWith('$');
        if (wrapped)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(MapKey);
        }

        writer.WriteStartObject();
        for (var i = 0; i < map.Names.Length; i++)
        {
            writer.WritePropertyName(WholeCharacters(map.Names[i]));
            map.Values[i].WriteJson(writer);
        }

        writer.WriteEndObject();
        if (wrapped) writer.WriteEndObject();
    }

    // The writer refuses half a surrogate pair; a text cut in the wrong place must not stop a conversation from being saved.
    internal static string WholeCharacters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) i++;
            else return Replaced(text);
        }

        return text;
    }

    private static string Replaced(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        source.CopyTo(span);
        for (var i = 0; i < span.Length; i++)
        {
            if (!char.IsSurrogate(span[i])) continue;
            if (i + 1 < span.Length && char.IsSurrogatePair(span[i], span[i + 1])) i++;
            else span[i] = '\uFFFD';
        }
    });
}
