using System.Buffers;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>A delivery that will be recorded once it is answered; taken from a pool, and given back when it is.</summary>
internal sealed class Recording
{
    private const int Pooled = 1024;

    // The one given back last is the one whose memory is in the processor's cache.
    private static readonly Stack<Recording> Pool = new(Pooled);
    private static readonly Lock Gate = new();

    private byte[] _bytes = new byte[2 * 1024];
    private int _length;
    private IDeliveryRecorder _recorder = null!;
    private Account _account = null!;
    private string _query = "";
    private string? _sender;
    private string? _words;
    private DateTimeOffset _at;
    private TimeProvider _time = null!;
    private bool _encrypted;

    /// <summary>Begins one; null when the packet is not to be recorded, or lies in an envelope that could not be opened: as it came it may not be kept.</summary>
    public static Recording? Begin(
        IDeliveryRecorder recorder, Account account, string query, in CallbackQuery parsed, in BodyResult result, in ReadOnlySequence<byte> body, DateTimeOffset at, TimeProvider time)
    {
        var isSealed = parsed.IsEncrypted && account.Security.Mode != SecurityMode.Plaintext;
        if (!recorder.Wants(account.Alias) || (isSealed && result.Opened.IsEmpty)) return null;
        Recording? recording;
        lock (Gate) Pool.TryPop(out recording);
        recording ??= new Recording();
        var packet = (result.Packet as PacketResult.Parsed)?.Packet;
        (recording._recorder, recording._account, recording._query, recording._at, recording._time) = (recorder, account, query, at, time);
        (recording._sender, recording._words, recording._encrypted) = (packet?.FromUserName, packet?.Text, isSealed);
        recording._length = isSealed ? result.Opened.Length : (int)body.Length;
        if (recording._bytes.Length < recording._length) recording._bytes = new byte[recording._length];
        if (isSealed) result.Opened.Span.CopyTo(recording._bytes);
        else body.CopyTo(recording._bytes);
        return recording;
    }

    /// <summary>Says that its answer is known and about to be written.</summary>
    public void Expect()
    {
        if (_sender is not null) _recorder.Expect(_sender);
    }

    /// <summary>Records an answer of its conversation.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="body">Its body as it is inside its envelope.</param>
    public void End(in Answer answer, ReadOnlySpan<byte> body) => End(200, hasAnswer: true, body, answer);

    /// <summary>Records an answer that no conversation gave; null when none leaves.</summary>
    public void End(int? status) => End(status, hasAnswer: false, default, default);

    /// <summary>Records <c>success</c> that no conversation gave.</summary>
    public void Acknowledged() => End(200, hasAnswer: true, "success"u8, default);

    private void End(int? status, bool hasAnswer, ReadOnlySpan<byte> body, in Answer answer)
    {
        // Whether words are secret is only known where rules heard them; rules that ask no secrets hear none.
        var isSecret = answer.IsSecret ?? _account.Script.HasSecrets;
        _recorder.Record(new RecordedDelivery
        {
            Account = _account.Alias, At = _at, Elapsed = _time.GetUtcNow() - _at, Query = _query, Packet = _bytes.AsSpan(0, _length), Sender = _sender, Words = _words,
            Encrypted = _encrypted, Status = status, HasAnswer = hasAnswer, Answer = body, IsSecret = isSecret,
            Secrets = answer.Secrets.IsDefaultOrEmpty ? null : answer.Secrets,
            Rule = answer.Rules.IsDefaultOrEmpty ? null : answer.Rules.Length == 1 ? answer.Rules[0] : string.Join(',', answer.Rules),
        });
        (_sender, _words, _query) = (null, null, "");
        lock (Gate)
            if (Pool.Count < Pooled) Pool.Push(this);
    }
}
