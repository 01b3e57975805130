using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeChatActors.Rules;

public readonly partial struct Value
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>It as a template shows it, the same in every culture: null is empty, numbers are plain digits with a dot,
    /// days <c>2026-02-01</c>, times <c>09:30</c>, moments <c>2026-02-01 09:30</c>, durations <c>1d 2h 3m 4s</c>; a list shows its
    /// items with <c>、</c> between them, a map is JSON.</summary>
    public string ToText()
    {
        switch (Kind)
        {
            case ValueKind.Null: return "";
            case ValueKind.Text: return AsText!;
            case ValueKind.Bool: return _bits != 0 ? "true" : "false";
            case ValueKind.Number: return _object is decimal number ? number.ToString("0.############################", Invariant) : _bits.ToString(Invariant);
            case ValueKind.Date: return AsDate!.Value.ToString("yyyy-MM-dd", Invariant);
            case ValueKind.Time: return AsTime!.Value.ToString(_bits % TimeSpan.TicksPerMinute == 0 ? "HH:mm" : "HH:mm:ss", Invariant);
            case ValueKind.Moment: return AsMoment!.Value.ToString("yyyy-MM-dd HH:mm", Invariant);
            case ValueKind.Duration: return DurationText(AsDuration!.Value);
            case ValueKind.List:
                var text = new StringBuilder();
                foreach (var item in Items) text.Append(text.Length > 0 ? "、" : "").Append(item.ToText());
                return text.ToString();
            default: return ToJson();
        }
    }

    /// <summary>It as a JSON text, Chinese characters as they are.</summary>
    public string ToJson()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Readable)) WriteJson(writer);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static string DurationText(TimeSpan span)
    {
        var text = new StringBuilder(span < TimeSpan.Zero ? "-" : "");
        var start = text.Length;
        Part(Math.Abs(span.Days), "d");
        Part(Math.Abs(span.Hours), "h");
        Part(Math.Abs(span.Minutes), "m");
        Part(Math.Abs(span.Seconds), "s");
        return text.Length == start ? "0s" : text.ToString();

        void Part(int count, string unit)
        {
            if (count > 0) text.Append(text.Length > start ? " " : "").Append(Invariant, $"{count}{unit}");
        }
    }

    /// <summary>About how many characters it takes to write it out.</summary>
    internal long Size
    {
        get
        {
            switch (_object)
            {
                case string text: return text.Length;
                case Value[] items:
                    long size = items.Length;
                    foreach (var item in items) size += item.Size;
                    return size;
                case ValueMap map:
                    long all = 0;
                    foreach (var name in map.Names) all += name.Length + 6;
                    foreach (var value in map.Values) all += value.Size;
                    return all;
                default: return 16;
            }
        }
    }

    /// <inheritdoc cref="ToText"/>
    public override string ToString() => ToText();
}
