using System.Globalization;
using System.Text.Json;

namespace WeChatActors.Engine;

/// <summary>Finds the errcode in what the platform answered. It sends JSON under any content type, so the bytes decide.</summary>
internal static class ErrcodeInJson
{
    /// <summary>Whether a body begins as JSON does. Files begin with other bytes.</summary>
    public static bool BeginsAsJson(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        return body.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
    }

    /// <summary>Whether a body that has begun like this may yet turn out to be JSON: so far there is only white space, or it is.</summary>
    public static bool MayBeJson(ReadOnlySpan<byte> begun)
    {
        if (begun.Length < 3 && "\uFEFF"u8.StartsWith(begun)) return true;
        if (begun.StartsWith("\uFEFF"u8)) begun = begun[3..];
        return begun.TrimStart(" \t\r\n"u8) is [] or [(byte)'{' or (byte)'[', ..];
    }

    /// <summary>The errcode and errmsg that stand at the top of an object; 0 and empty when none do.</summary>
    /// <param name="body">The body, or as much of its beginning as there is.</param>
    /// <param name="complete">Whether it is all.</param>
    public static (int Errcode, string Errmsg) Find(ReadOnlySpan<byte> body, bool complete)
    {
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        var reader = new Utf8JsonReader(body, complete, default);
        var (errcode, errmsg) = (0, "");
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return (0, "");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("errcode"u8) && reader.Read()) errcode = Number(ref reader);
                else if (reader.ValueTextEquals("errmsg"u8) && reader.Read() && reader.TokenType == JsonTokenType.String) errmsg = reader.GetString()!;
                else if (!reader.Read() || !reader.TrySkip()) break;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // What stood before the fault counts.
        }
        return (errcode, errmsg);
    }

    private static int Number(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt32(out var number) => number,
        JsonTokenType.String when int.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => 0,
    };
}
