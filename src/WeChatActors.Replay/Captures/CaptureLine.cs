using System.Text.Json;

namespace WeChatActors.Replay;

/// <summary>Reads one line of a capture. How lines look is in the README of this project.</summary>
internal static class CaptureLine
{
    /// <summary>The version of the format that is written and read.</summary>
    public const int Version = 1;

    /// <summary>The longest line that is read, in bytes: the longest packet and answer with every character escaped take less.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>What the first line of every file begins with.</summary>
    public static ReadOnlySpan<byte> HeaderStart => "{\"wechatactors_capture\":"u8;

    /// <summary>Reads the version out of a file's first line; null when it is no header of a capture.</summary>
    public static int? ReadHeader(ReadOnlySpan<byte> line) => ReadHeader(line, out _);

    /// <summary>Whether a file's first line says that persons have other names in it.</summary>
    public static bool HidesPersons(ReadOnlySpan<byte> line) => ReadHeader(line, out var hidesPersons) is not null && hidesPersons;

    private static int? ReadHeader(ReadOnlySpan<byte> line, out bool hidesPersons)
    {
        hidesPersons = false;
        if (line.StartsWith("\uFEFF"u8)) line = line[3..];
        try
        {
            var json = new Utf8JsonReader(line);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return null;
            int? version = null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isVersion = json.ValueTextEquals("wechatactors_capture"u8);
                var isNaming = json.ValueTextEquals("openids"u8);
                json.Read();
                if (isNaming && json.TokenType == JsonTokenType.String) hidesPersons = json.ValueTextEquals("pseudonym"u8);
                if (isVersion && json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var number)) version = number;
                json.Skip();
            }
            return json.Read() ? null : version;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads one delivery.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="why">What is wrong with it, for a sentence; null when nothing is.</param>
    /// <returns>The delivery; null when the line is none. Never throws, whatever the bytes.</returns>
    public static CapturedDelivery? Read(ReadOnlySpan<byte> line, out string? why)
    {
        try
        {
            return ReadFields(line, out why);
        }
        catch (JsonException error)
        {
            why = $"it is no JSON object on one line (byte {error.BytePositionInLine ?? 0})";
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            // Half a surrogate, bytes that are no UTF-8 or no base64.
            why = "one of its texts cannot be decoded";
        }
        return null;
    }

    private static CapturedDelivery? ReadFields(ReadOnlySpan<byte> line, out string? why)
    {
        why = null;
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            why = "it is no JSON object on one line";
            return null;
        }
        DateTimeOffset? at = null;
        byte[]? packet = null;
        string? account = null, query = null, answer = null, rule = null;
        int? status = null;
        var encrypted = false;
        var elapsed = TimeSpan.Zero;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("at"u8))
            {
                if (!Is(ref json, JsonTokenType.String) || !json.TryGetDateTimeOffset(out var moment)) why ??= "'at' is no time such as 2026-03-02T02:00:00.123Z";
                else at = moment.ToUniversalTime();
            }
            else if (json.ValueTextEquals("packet"u8))
            {
                if (Is(ref json, JsonTokenType.String)) packet = Bytes(ref json);
                else why ??= "'packet' is no text";
            }
            else if (json.ValueTextEquals("packet64"u8))
            {
                if (Is(ref json, JsonTokenType.String)) packet = json.GetBytesFromBase64();
                else why ??= "'packet64' is no text";
            }
            else if (json.ValueTextEquals("answer64"u8))
            {
                if (Is(ref json, JsonTokenType.String)) answer = System.Text.Encoding.UTF8.GetString(json.GetBytesFromBase64());
            }
            else if (json.ValueTextEquals("answer"u8)) answer = Text(ref json) ?? answer;
            else if (json.ValueTextEquals("query"u8)) query = Text(ref json);
            else if (json.ValueTextEquals("account"u8)) account = Text(ref json);
            else if (json.ValueTextEquals("rule"u8)) rule = Text(ref json);
            else if (json.ValueTextEquals("encrypted"u8)) encrypted = Is(ref json, JsonTokenType.True);
            else if (json.ValueTextEquals("status"u8))
            {
                if (Is(ref json, JsonTokenType.Number) && json.TryGetInt32(out var number)) status = number;
            }
            else if (json.ValueTextEquals("ms"u8))
            {
                if (Is(ref json, JsonTokenType.Number) && json.TryGetDouble(out var ms) && ms is >= 0 and < 1e9) elapsed = TimeSpan.FromMilliseconds(ms);
            }
            else
            {
                // What a later version adds.
                json.Skip();
                continue;
            }
            json.Skip();
        }
        if (json.Read()) why ??= "more follows after the JSON object";
        if (at is null) why ??= "'at' is missing";
        if (packet is null) why ??= "'packet' is missing";
        if (why is not null) return null;
        return new CapturedDelivery
        {
            At = at!.Value, Account = account, Query = query ?? "", Packet = packet!, Encrypted = encrypted, Status = status, Answer = answer, Elapsed = elapsed, Rule = rule,
        };
    }

    /// <summary>Goes on to the value; whether it is of a kind.</summary>
    private static bool Is(ref Utf8JsonReader json, JsonTokenType kind) => json.Read() && json.TokenType == kind;

    private static string? Text(ref Utf8JsonReader json) => Is(ref json, JsonTokenType.String) ? json.GetString() : null;

    private static byte[] Bytes(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped) return System.Text.Unicode.Utf8.IsValid(json.ValueSpan) ? json.ValueSpan.ToArray() : throw new FormatException();
        var bytes = new byte[json.ValueSpan.Length];
        return bytes.AsSpan(0, json.CopyString(bytes)).ToArray();
    }
}
