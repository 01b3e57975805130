using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace WeChatActors.Replay;

/// <summary>Writes the lines of captures. How they look is in the README of this project.</summary>
/// <param name="pseudonyms">Names for persons; null keeps their OpenIDs.</param>
internal sealed class CaptureFormat(Pseudonyms? pseudonyms)
{
    /// <summary>Of a longer answer only so many bytes are kept; WeChat would not read it either.</summary>
    public const int MaxAnswerBytes = 64 * 1024;

    private readonly PacketScrub _scrub = new(pseudonyms);

    /// <summary>Writes the first line of a file, with its end.</summary>
    /// <param name="line">Gets it.</param>
    /// <param name="made">When the file was begun.</param>
    /// <param name="by">What writes it: <c>serve</c>, <c>capture</c> or <c>import</c>.</param>
    /// <param name="key">The key of the pseudonyms; null when OpenIDs are kept.</param>
    public static void Header(LineBuffer line, DateTimeOffset made, string by, CaptureKey? key)
    {
        line.Raw(CaptureLine.HeaderStart);
        line.Number(CaptureLine.Version);
        line.Raw(",\"made\":\""u8);
        line.Time(made);
        line.Raw("\",\"by\":\""u8);
        line.Text(by);
        line.Raw(key is null ? "\",\"openids\":\"keep\""u8 : "\",\"openids\":\"pseudonym\",\"key\":\""u8);
        if (key is not null)
        {
            line.Text(key.Fingerprint);
            line.Raw("\""u8);
        }
        line.Raw("}\n"u8);
    }

    /// <summary>Hears a little earlier who sent the delivery that will be written.</summary>
    public void Expect(string sender)
    {
        Span<byte> id = stackalloc byte[Sender.MaxBytes];
        pseudonyms?.Expect(Sender.Of(sender, id).Id);
    }

    /// <summary>Writes one delivery, with the end of the line.</summary>
    public void Delivery(LineBuffer line, in CaptureEntry entry)
    {
        Span<byte> id = stackalloc byte[Sender.MaxBytes], name = stackalloc byte[Pseudonyms.Length];
        var sender = Sender.Of(entry.Sender, id);
        if (pseudonyms is not null) sender = sender.Named(pseudonyms, name);
        line.Raw("{\"at\":\""u8);
        line.Time(entry.At);
        if (entry.Account is { } account)
        {
            line.Raw("\",\"account\":\""u8);
            line.Text(account);
        }
        line.Raw("\",\"query\":\""u8);
        Query(line, entry.Query, sender);
        Packet(line, entry, sender);
        line.Raw("\""u8);
        if (entry.Encrypted) line.Raw(",\"encrypted\":true"u8);
        if (entry.Status is { } status)
        {
            line.Raw(",\"status\":"u8);
            line.Number(status);
        }
        if (entry.HasAnswer) Answer(line, entry, sender);
        line.Raw(",\"ms\":"u8);
        line.Milliseconds(entry.Elapsed);
        if (entry.Rule is { } rule)
        {
            line.Raw(",\"rule\":\""u8);
            line.Text(rule);
            line.Raw("\""u8);
        }
        line.Raw("}\n"u8);
    }

    private void Query(LineBuffer line, ReadOnlySpan<char> query, in Sender sender)
    {
        Span<byte> few = stackalloc byte[384];
        if (Encoding.UTF8.TryGetBytes(query, few, out var length)) _scrub.Query(line, few[..length], sender);
        else _scrub.Query(line, Encoding.UTF8.GetBytes(query.ToString()), sender);
    }

    private void Packet(LineBuffer line, in CaptureEntry entry, in Sender sender)
    {
        if (Utf8.IsValid(entry.Packet))
        {
            line.Raw("\",\"packet\":\""u8);
            _scrub.Packet(line, entry.Packet, sender, entry.HidesWords);
            return;
        }
        line.Raw("\",\"packet64\":\""u8);
        Odd(line, entry.Packet, sender, entry.HidesWords, isAnswer: false);
    }

    private void Answer(LineBuffer line, in CaptureEntry entry, in Sender sender)
    {
        var answer = entry.Answer;
        var isCut = answer.Length > MaxAnswerBytes;
        if (isCut)
        {
            var end = MaxAnswerBytes;
            while (end > MaxAnswerBytes - 4 && (answer[end] & 0xC0) == 0x80) end--;
            answer = answer[..end];
        }
        if (entry.Secrets is { Count: > 0 } secrets) answer = SecretTexts.TakeOut(answer, secrets);
        if (entry.AnswerIsText || Utf8.IsValid(answer))
        {
            line.Raw(",\"answer\":\""u8);
            _scrub.Answer(line, answer, sender);
        }
        else
        {
            line.Raw(",\"answer64\":\""u8);
            Odd(line, answer, sender, hidesWords: false, isAnswer: true);
        }
        line.Raw("\""u8);
        if (!isCut) return;
        line.Raw(",\"answer_bytes\":"u8);
        line.Number(entry.Answer.Length);
    }

    /// <summary>Scrubs bytes that are no UTF-8, and writes them in base64.</summary>
    private void Odd(LineBuffer line, ReadOnlySpan<byte> bytes, in Sender sender, bool hidesWords, bool isAnswer)
    {
        // Latin 1 makes a character of every byte, so that they can be scrubbed as text and turned back.
        var text = Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(bytes));
        var scrubbed = new LineBuffer();
        scrubbed.Raw("\""u8);
        if (isAnswer) _scrub.Answer(scrubbed, text, sender);
        else _scrub.Packet(scrubbed, text, sender, hidesWords);
        scrubbed.Raw("\""u8);
        var json = new Utf8JsonReader(scrubbed.Written);
        json.Read();
        line.Base64(Encoding.Latin1.GetBytes(json.GetString()!));
    }
}
