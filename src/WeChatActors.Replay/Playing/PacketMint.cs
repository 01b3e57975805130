using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>What all packets of a run share. Safe to use from any thread.</summary>
internal sealed class PacketMint
{
    private readonly Lock _gate = new();
    private readonly EventTimes _events = new();
    private readonly TimeProvider _time;
    private long _msgId;
    private ulong _nonces;

    /// <summary>Nothing is written yet.</summary>
    public PacketMint(PushSigner signer, PlayOptions options, TimeProvider time)
    {
        (Signer, _time, _nonces) = (signer, time, options.Seed);
        NewTo = options.ReplaceOriginalId ? options.Account.OriginalId : null;
        // A later run begins higher than this one can come: nothing sends a million packets in each millisecond.
        _msgId = Math.Max(1, time.GetUtcNow().ToUnixTimeMilliseconds()) * 1_000_000;
        var callback = options.Account.Callback!;
        Target = Encoding.ASCII.GetBytes($"POST {callback.PathAndQuery}{(callback.Query.Length > 1 ? '&' : callback.Query.Length == 1 ? "" : "?")}");
        Headers = Encoding.ASCII.GetBytes(
            $" HTTP/1.1\r\nHost: {(callback.IsDefaultPort ? callback.IdnHost : $"{Host(callback)}:{callback.Port}")}\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\nContent-Type: text/xml\r\nContent-Length: ");
    }

    /// <summary>Signs and encrypts.</summary>
    public PushSigner Signer { get; }

    /// <summary>What ToUserName becomes; null when it stays.</summary>
    public string? NewTo { get; }

    /// <summary>The request line up to the signed query.</summary>
    public ReadOnlyMemory<byte> Target { get; }

    /// <summary>The rest of the head up to the length of the body.</summary>
    public ReadOnlyMemory<byte> Headers { get; }

    /// <summary>The wall's seconds since 1970.</summary>
    public long Seconds => _time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>A MsgId that no other packet has.</summary>
    public long NextMsgId() => Interlocked.Increment(ref _msgId);

    /// <summary>A number for a nonce: ten digits.</summary>
    public long NextNonce() => 1_000_000_000 + (long)(SplitMix64.Mix(Interlocked.Add(ref _nonces, SplitMix64.Step)) % 9_000_000_000);

    /// <summary>The CreateTime of an event, which differs from that of an equal one.</summary>
    public long EventTime(string openId, int content, long now)
    {
        lock (_gate) return _events.Next(openId, content, now);
    }

    private static string Host(Uri callback) => callback.HostNameType == UriHostNameType.IPv6 ? $"[{callback.IdnHost}]" : callback.IdnHost;
}
