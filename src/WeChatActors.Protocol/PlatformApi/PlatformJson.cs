using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeChatActors.Protocol;

/// <summary>JSON as the platform takes it: Chinese and emoji stand as they are. What is written as <c>\uXXXX</c> some of its APIs keep
/// literally, and menu/create refuses.</summary>
/// <remarks>Never for pages: &lt; and &amp; stand as they are too.</remarks>
public static class PlatformJson
{
    /// <summary>Escapes only what JSON demands: quotation marks, backslashes, control characters and halves of surrogate pairs.</summary>
    public static JavaScriptEncoder Encoder { get; } = new LeastEscapes();

    /// <summary>For a <see cref="Utf8JsonWriter"/>.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = Encoder };

    /// <summary>For <see cref="JsonSerializer"/> and nodes.</summary>
    public static JsonSerializerOptions Serializing { get; } = new() { Encoder = Encoder };

    // The framework's relaxed encoder escapes everything beyond U+FFFF whatever it is told.
    private sealed class LeastEscapes : JavaScriptEncoder
    {
        public override int MaxOutputCharactersPerInputCharacter => 6;

        public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
        {
            for (var i = 0; i < textLength; i++)
            {
                if (char.IsHighSurrogate(text[i]) && i + 1 < textLength && char.IsLowSurrogate(text[i + 1])) i++;
                else if (char.IsSurrogate(text[i]) || WillEncode(text[i])) return i;
            }
            return -1;
        }

        public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
            UnsafeRelaxedJsonEscaping.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

        public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or '"' or '\\' or 0x7F;
    }
}
