using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WeChatActors.Protocol;

namespace WeChatActors.Replay;

/// <summary>A report as JSON: snake_case, lengths of time in milliseconds under names that end in <c>_ms</c>, shares from 0 to 1.</summary>
internal static class RunJson
{
    /// <summary>Writes a report.</summary>
    public static void Write(TextWriter writer, RunReport report)
    {
        writer.Write(JsonSerializer.Serialize(report, Format));
        writer.Write('\n');
    }

    /// <summary>Reads what <see cref="Write"/> wrote, perhaps by a later version or somebody else's hand.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">The report.</param>
    /// <param name="error">Why it is none.</param>
    public static bool TryRead(string path, [NotNullWhen(true)] out RunReport? report, [NotNullWhen(false)] out string? error)
    {
        report = null;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            error = Read(file, path, out report);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error = $"{path} cannot be read: {problem.Message}";
        }
        return error is null;
    }

    private static string? Read(Stream file, string path, out RunReport? report)
    {
        report = null;
        if (Bounded(file) is not { } bytes) return $"{path} is larger than {MostBytes >> 20} MB: that is no report that --json wrote.";
        try
        {
            if (bytes.AsSpan().StartsWith("\uFEFF"u8)) bytes = bytes[3..];
            using (var parsed = JsonDocument.Parse(bytes))
            {
                if (parsed.RootElement.ValueKind != JsonValueKind.Object || !parsed.RootElement.TryGetProperty("wechatactors_report", out var version))
                    return $"{path} is no report: it has no member wechatactors_report. Give a file that --json wrote.";
                if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != RunReport.CurrentFormat)
                    return $"{path} has format {OneLine.Of(version.GetRawText(), 20)} of reports; this program reads {RunReport.CurrentFormat}. Write it again with this version.";
            }
            report = JsonSerializer.Deserialize<RunReport>(bytes, Format);
            if (report is null || ReportCheck.FindFault(report) is not { } fault) return null;
            report = null;
            return $"{path} is no report that --json wrote: {fault}.";
        }
        catch (JsonException problem)
        {
            report = null;
            return $"{path}{(problem.LineNumber is { } line ? $", line {line + 1}" : "")} is no report that --json wrote{(problem.Path is { Length: > 1 } at ? $" ({OneLine.Of(at, 100)})" : "")}: it may be cut off or changed by hand.";
        }
    }

    private const int MostBytes = 16 << 20;

    private static byte[]? Bounded(Stream file)
    {
        using var read = new MemoryStream();
        var part = new byte[81920];
        for (int length; (length = file.Read(part)) > 0;)
        {
            if (read.Length + length > MostBytes) return null;
            read.Write(part, 0, length);
        }
        return read.ToArray();
    }

    private static readonly JsonSerializerOptions Format = new(PlatformJson.Serializing)
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new Milliseconds(), new JsonStringEnumConverter<DeliveryFault>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameUnits } },
    };

    private static void NameUnits(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if ((Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(TimeSpan)) property.Name += "_ms";
    }

    private sealed class Milliseconds : JsonConverter<TimeSpan>
    {
        // A hundred years.
        private const double Most = 3.2e12;

        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var milliseconds) && milliseconds is >= 0 and <= Most
                ? TimeSpan.FromTicks((long)Math.Round(milliseconds * TimeSpan.TicksPerMillisecond))
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue((decimal)value.Ticks / TimeSpan.TicksPerMillisecond);
    }
}
