using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeChatActors.Rules;

/// <summary>Writes values as the JSON that other systems read: days, times and moments are texts of ISO 8601, lengths of time are seconds.</summary>
internal static class PlainJson
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Value value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Readable)) Write(writer, value);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Date: writer.WriteStringValue(value.AsDate!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case ValueKind.Time: writer.WriteStringValue(value.AsTime!.Value.ToString("HH:mm:ss", CultureInfo.InvariantCulture)); break;
            case ValueKind.Moment: writer.WriteStringValue(value.AsMoment!.Value.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)); break;
            case ValueKind.Duration: writer.WriteNumberValue((decimal)value.AsDuration!.Value.Ticks / TimeSpan.TicksPerSecond); break;
            case ValueKind.List:
                writer.WriteStartArray();
                foreach (var item in value.Items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case ValueKind.Map:
                writer.WriteStartObject();
                foreach (var name in value.Names)
                {
                    writer.WritePropertyName(Value.WholeCharacters(name));
                    Write(writer, value[name]);
                }

                writer.WriteEndObject();
                break;
            default: value.WriteJson(writer); break;
        }
    }
}
