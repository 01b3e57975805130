using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WeChatActors.Simulator;

/// <summary>How the control API writes and reads JSON: snake_case, times in RFC 3339 UTC, spans as numbers of milliseconds whose name ends in _ms,
/// sentences as two members, of which the Chinese one's name ends in _zh.</summary>
internal static class ControlJson
{
    /// <summary>The options of everything on the page's listener.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(NameSpans);
        resolver.Modifiers.Add(WriteBothLanguages);
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            AllowOutOfOrderMetadataProperties = true,
            AllowDuplicateProperties = false,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            NumberHandling = JsonNumberHandling.Strict,
            MaxDepth = 16,
            TypeInfoResolver = resolver,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false), new Instant(), new Span() },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void NameSpans(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.PropertyType == typeof(TimeSpan) || property.PropertyType == typeof(TimeSpan?)) property.Name += "_ms";
    }

    private static void WriteBothLanguages(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            if (property.PropertyType != typeof(Sentence) || property.Get is not { } get) continue;
            type.Properties[i] = Text(type, property.Name, owner => ((Sentence)get(owner)!).English);
            type.Properties.Insert(i + 1, Text(type, property.Name + "_zh", owner => ((Sentence)get(owner)!).Chinese));
        }
    }

    private static JsonPropertyInfo Text(JsonTypeInfo type, string name, Func<object, object?> get)
    {
        var property = type.CreateJsonPropertyInfo(typeof(string), name);
        property.Get = get;
        return property;
    }

    private sealed class Instant : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    private sealed class Span : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var milliseconds = reader.GetDouble();
            return Math.Abs(milliseconds) <= TimeSpan.MaxValue.TotalMilliseconds / 2
                ? TimeSpan.FromMilliseconds(milliseconds)
                : throw new JsonException("The span is too long.");
        }

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(Math.Round(value.TotalMilliseconds, 3));
    }
}
