using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>Puts another answer into a line of a capture; its other bytes stay.</summary>
internal static partial class AnswerSplice
{
    private static readonly PacketScrub Scrub = new(null);

    /// <summary>Writes the line with the answer.</summary>
    /// <param name="output">Gets the line, without its end.</param>
    /// <param name="line">The line as it is.</param>
    /// <param name="answer">The body.</param>
    /// <param name="hidesPersons">Whether the capture holds pseudonyms: then an OpenID that is not that of the sender is somebody's own.</param>
    /// <returns>False when the line is no delivery.</returns>
    public static bool TryWrite(LineBuffer output, ReadOnlySpan<byte> line, ReadOnlySpan<byte> answer, bool hidesPersons)
    {
        output.Clear();
        try
        {
            if (hidesPersons)
            {
                if (CaptureLine.Read(line, out _) is not { } delivery) return false;
                answer = WithoutOthers(answer, (PacketReader.Read(delivery.Packet.Span) as PacketResult.Parsed)?.Packet.FromUserName);
            }
            var json = new Utf8JsonReader(line);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
            var (copied, isWritten, hasStatus) = (0, false, false);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var start = (int)json.TokenStartIndex;
                var isAnswer = json.ValueTextEquals("answer"u8) || json.ValueTextEquals("answer64"u8);
                var isStatus = json.ValueTextEquals("status"u8);
                var isLength = json.ValueTextEquals("answer_bytes"u8);
                json.Read();
                var valueStart = (int)json.TokenStartIndex;
                json.Skip();
                var end = (int)json.BytesConsumed;
                if (isAnswer)
                {
                    output.Raw(line[copied..start]);
                    if (isWritten)
                    {
                        // It stood there twice; once is enough.
                        TakeBackComma(output);
                    }
                    else
                    {
                        WriteAnswer(output, answer);
                        isWritten = true;
                    }

                    copied = end;
                }
                else if (isStatus)
                {
                    output.Raw(line[copied..valueStart]);
                    output.Raw("200"u8);
                    (copied, hasStatus) = (end, true);
                }
                else if (isLength)
                {
                    // The length that a longer answer had.
                    output.Raw(line[copied..start]);
                    TakeBackComma(output);
                    copied = end;
                }
            }

            if (json.TokenType != JsonTokenType.EndObject || json.Read()) return false;
            var close = line.LastIndexOf((byte)'}');
            output.Raw(line[copied..close]);
            if (!hasStatus) output.Raw(",\"status\":200"u8);
            if (!isWritten)
            {
                output.Raw(","u8);
                WriteAnswer(output, answer);
            }

            output.Raw(line[close..]);
            return CaptureLine.Read(output.Written, out _) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] WithoutOthers(ReadOnlySpan<byte> answer, string? sender) =>
        Encoding.UTF8.GetBytes(OpenIds().Replace(Encoding.UTF8.GetString(answer), match => match.Value == sender ? match.Value : OpenDialog.Hidden));

    private static void WriteAnswer(LineBuffer output, ReadOnlySpan<byte> answer)
    {
        output.Raw("\"answer\":\""u8);
        Scrub.Answer(output, Utf8.IsValid(answer) ? answer : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(answer)), default);
        output.Raw("\""u8);
    }

    // A property that goes takes the comma before it along; a delivery has others before.
    private static void TakeBackComma(LineBuffer output)
    {
        var written = output.Written;
        var comma = written.LastIndexOf((byte)',');
        if (comma >= 0) output.CutAt(comma);
    }

    [GeneratedRegex("(?<![0-9A-Za-z_-])o[0-9A-Za-z_-]{27}(?![0-9A-Za-z_-])", RegexOptions.CultureInvariant)]
    private static partial Regex OpenIds();
}
