using System.Globalization;
using WeChatActors.Protocol;
using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>The secrets of the account whose packets somebody else took.</summary>
/// <param name="Token">The callback token: with it only packets that WeChat signed are captured.</param>
/// <param name="AppId">The AppID; needed with the key.</param>
/// <param name="AesKey">Opens envelopes; null when there are none.</param>
internal sealed record ExchangeKeys(string Token, string AppId, EncodingAesKey? AesKey)
{
    /// <summary>What signatures and envelopes are checked with.</summary>
    public AccountSecurity Security { get; } = new(AppId, Token, AesKey is null ? SecurityMode.Plaintext : SecurityMode.Compatible, AesKey is null ? [] : [AesKey], null);

    /// <summary>No secret.</summary>
    public override string ToString() => AppId;
}

/// <summary>Captures the deliveries among exchanges: opens envelopes, leaves out what WeChat did not send.</summary>
/// <param name="lines">Gets them.</param>
/// <param name="keys">The account's secrets; null when they are not known.</param>
/// <param name="account">The alias to write; null for none.</param>
internal sealed class ExchangeCapture(ICaptureLines lines, ExchangeKeys? keys, string? account)
{
    /// <summary>Captures an exchange.</summary>
    /// <returns>Null when it is captured; else why not, in words that are the same for all of the same kind.</returns>
    public string? Add(in Exchange exchange)
    {
        if (exchange.Body.IsEmpty) return "the request has no body";
        if (exchange.Body.Length > Callback.MaxBodyBytes) return $"the request's body is longer than {Callback.MaxBodyBytes} bytes";
        CallbackQuery query = default;
        if (exchange.Query is { } text)
        {
            if (CallbackQuery.TryParse(text, out query) is not QueryFault.None and var fault) return $"the query string cannot be used ({fault})";
            if (keys is not null && Callback.Verify(query, keys.Security, exchange.At, TimeSpan.MaxValue) != QueryVerdict.Genuine) return "the signature does not fit the token: WeChat did not send it";
            if (query.Signature.Length == 0) return "the query string has no signature: it is no packet of WeChat";
        }
        var isSealed = query.EncryptType is "aes" || (exchange.Query is null && exchange.Body.IndexOf("<Encrypt"u8) >= 0);
        if (!isSealed)
        {
            if (exchange.Body.TrimStart(" \t\r\n\uFEFF"u8) is not [(byte)'<', ..]) return "the request's body is no XML";
            Write(exchange, exchange.Body, exchange.Answer, isSealed: false);
            return null;
        }
        if (keys is not { AesKey: not null }) return "it is encrypted: --token, --app-id and --aes-key open it";
        if (exchange.Query is null && !SignedAnew(exchange.Body, out query)) return "its envelope cannot be read";
        var opened = Callback.ReadBody(exchange.Body, query, keys.Security, exchange.At).Opened;
        if (opened.IsEmpty) return "its envelope cannot be opened: are --token, --app-id and --aes-key those of the account?";
        Write(exchange, opened.Span, OpenAnswer(exchange.Answer), isSealed: true);
        return null;
    }

    private void Write(in Exchange exchange, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> answer, bool isSealed) => lines.Add(new CaptureEntry
    {
        At = exchange.At, Account = account, Query = exchange.Query ?? "", Packet = packet, Sender = (PacketReader.Read(packet) as PacketResult.Parsed)?.Packet.FromUserName,
        Encrypted = isSealed, Status = exchange.Status, HasAnswer = exchange.HasAnswer, Answer = answer, Elapsed = exchange.Elapsed,
    });

    /// <summary>An envelope whose query string is lost proves nothing any more; the key opens it all the same.</summary>
    private bool SignedAnew(ReadOnlySpan<byte> body, out CallbackQuery query)
    {
        query = default;
        if (!ReplyElements.TryRead(body, out var envelope, out _) || envelope.Text("Encrypt") is not { Length: > 0 } encrypt) return false;
        const string Timestamp = "0", Nonce = "0";
        query = new CallbackQuery(keys!.Security.Sign(Timestamp, Nonce), Timestamp, Nonce, encryptType: "aes", msgSignature: CallbackSignature.Compute(keys.Token, Timestamp, Nonce, encrypt));
        return true;
    }

    private ReadOnlySpan<byte> OpenAnswer(ReadOnlySpan<byte> answer)
    {
        if (!ReplyElements.TryRead(answer, out var envelope, out _) || envelope.Text("Encrypt") is not { } encrypt) return answer;
        var opened = keys!.Security.Envelope.Open(keys.Token, envelope.Text("TimeStamp") ?? "", envelope.Text("Nonce") ?? "", envelope.Text("MsgSignature") ?? "", encrypt);
        // What cannot be opened is kept without its secret part: that it was wrong is worth knowing.
        return opened.Fault == EnvelopeFault.None ? opened.Message.Span : answer;
    }
}

/// <summary>Counts things by what they are called.</summary>
internal sealed class Tallies
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts one.</summary>
    public void Count(string name)
    {
        lock (_counts) _counts[name] = _counts.GetValueOrDefault(name) + 1;
    }

    /// <summary>The counts, the largest first.</summary>
    public IReadOnlyList<(string Name, long Count)> All
    {
        get { lock (_counts) return [.. _counts.OrderByDescending(count => count.Value).Select(count => (count.Key, count.Value))]; }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", All.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Count} {count.Name}")));
}
