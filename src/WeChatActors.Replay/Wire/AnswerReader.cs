using System.Buffers.Text;
using System.Text;
using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>How far an answer is read.</summary>
internal enum AnswerProgress
{
    /// <summary>More bytes are needed.</summary>
    Partial,

    /// <summary>It is complete.</summary>
    Complete,

    /// <summary>It is none; nothing more is read from this connection.</summary>
    Faulty,
}

/// <summary>Reads HTTP/1.1 answers from bytes as they come: strict, pure, and bounded whatever comes. The head and the body may have 64 KiB each.
/// Used again for the next answer of its connection.</summary>
internal sealed partial class AnswerReader
{
    /// <summary>The longest head, informational answers before it included, in bytes.</summary>
    public const int MaxHeadBytes = 64 * 1024;

    /// <summary>The longest body, in bytes.</summary>
    public const int MaxBodyBytes = CallbackRequest.MaxAnswerBytes;

    private const int SmallBuffer = 4 * 1024;
    private const int MaxBuffer = MaxHeadBytes + MaxBodyBytes + 1024;

    private byte[] _buffer = new byte[SmallBuffer];
    private byte[] _chunked = [];
    private int _length;
    private int _at;
    private int _body;
    private int _bodyLength;
    private long _promised;
    private Framing _framing;
    private ChunkPart _part;

    /// <summary>How the end of the body is found.</summary>
    private enum Framing
    {
        /// <summary>The head is not complete.</summary>
        Head,

        /// <summary>By Content-Length, or because such an answer has none.</summary>
        Length,

        /// <summary>By chunks.</summary>
        Chunks,

        /// <summary>By the end of the connection.</summary>
        UntilClosed,
    }

    /// <summary>Whether no byte has come.</summary>
    public bool IsUntouched => _length == 0;

    /// <summary>The status; 0 before the head is complete.</summary>
    public int Status { get; private set; }

    /// <summary>Where a redirect points to.</summary>
    public string? Location { get; private set; }

    /// <summary>Whether another request may follow on the connection.</summary>
    public bool KeepsAlive { get; private set; }

    /// <summary>How many bytes of the body have come.</summary>
    public int Received => _framing switch
    {
        Framing.Head => 0,
        Framing.Chunks => _bodyLength,
        Framing.Length => (int)Math.Min(_promised, _length - _body),
        _ => _length - _body,
    };

    /// <summary>The body; valid until the next answer begins.</summary>
    public ReadOnlyMemory<byte> Body => _framing == Framing.Chunks ? _chunked.AsMemory(0, _bodyLength) : _buffer.AsMemory(_body, Received);

    /// <summary>What is wrong.</summary>
    public DeliveryFault Fault { get; private set; }

    /// <summary>The same in one sentence.</summary>
    public string Why { get; private set; } = "";

    /// <summary>Where the next bytes of the connection go; never empty.</summary>
    public Memory<byte> Room
    {
        get
        {
            if (_length == _buffer.Length) Array.Resize(ref _buffer, Math.Min(4 * _buffer.Length, MaxBuffer));
            return _buffer.AsMemory(_length);
        }
    }

    /// <summary>Begins the next answer.</summary>
    public void Begin()
    {
        (_length, _at, _body, _bodyLength, _promised) = (0, 0, 0, 0, 0);
        (_framing, _part, Status, Location, KeepsAlive, Fault, Why) = (Framing.Head, ChunkPart.Size, 0, null, false, DeliveryFault.None, "");
    }

    /// <summary>So many bytes have come into <see cref="Room"/>.</summary>
    public AnswerProgress Take(int count)
    {
        _length += count;
        while (_framing == Framing.Head)
        {
            var head = _buffer.AsSpan(_at, _length - _at);
            var end = head.IndexOf("\r\n\r\n"u8);
            if (end < 0 || _at + end > MaxHeadBytes)
            {
                if (!LooksLikeHttp(head)) return NotHttp("The answer does not begin with HTTP/1.1; check that an HTTP server listens at the callback's port.");
                return _length - _at >= MaxHeadBytes || _length >= MaxHeadBytes ? NotHttp("The answer's headers are longer than 64 KiB.") : AnswerProgress.Partial;
            }
            _body = _at + end + 4;
            if (!ReadHead(head[..(end + 2)])) return AnswerProgress.Faulty;
            _at = _body;
        }
        return _framing switch
        {
            Framing.Length => TakeLength(),
            Framing.Chunks => TakeChunks(),
            _ => _length - _body > MaxBodyBytes ? TooLong() : AnswerProgress.Partial,
        };
    }

    /// <summary>The other side has ended the connection.</summary>
    public AnswerProgress End()
    {
        KeepsAlive = false;
        if (_framing == Framing.UntilClosed) return AnswerProgress.Complete;
        (Fault, Why) = (DeliveryFault.Broken, _framing == Framing.Head
            ? "The connection was closed before a complete answer had come; the handler may have crashed."
            : CallbackRequest.Broken(Received).English);
        return AnswerProgress.Faulty;
    }

    private AnswerProgress TakeLength()
    {
        if (_promised > MaxBodyBytes) return TooLong();
        var more = _length - _body - _promised;
        return more < 0 ? AnswerProgress.Partial : more == 0 ? AnswerProgress.Complete : Surplus(more);
    }

    /// <summary>The head without the empty line behind it.</summary>
    private bool ReadHead(ReadOnlySpan<byte> head)
    {
        if (!TryLine(ref head, out var line) || !ReadStatusLine(line))
            return Refuse("The answer does not begin with HTTP/1.1 and a status; check that an HTTP server listens at the callback's port.");
        long? length = null;
        var chunked = false;
        while (head.Length > 0)
        {
            var colon = TryLine(ref head, out line) ? line.IndexOf((byte)':') : -1;
            if (colon <= 0 || line[..colon].ContainsAny((byte)' ', (byte)'\t')) return Refuse("A header of the answer is no name, colon and value.");
            switch (colon)
            {
                case 14 when Ascii.EqualsIgnoreCase(line[..colon], "Content-Length"u8):
                    if (!TryLength(Value(line, colon), out var given) || (length is { } known && known != given)) return Refuse("The answer's Content-Length is no number, or comes twice.");
                    length = given;
                    break;
                case 17 when Ascii.EqualsIgnoreCase(line[..colon], "Transfer-Encoding"u8):
                    if (chunked || !Ascii.EqualsIgnoreCase(Value(line, colon), "chunked"u8)) return Refuse("The answer has a Transfer-Encoding other than chunked.");
                    chunked = true;
                    break;
                case 10 when Ascii.EqualsIgnoreCase(line[..colon], "Connection"u8):
                    KeepsAlive = !Holds(Value(line, colon), "close"u8) && (KeepsAlive || Holds(Value(line, colon), "keep-alive"u8));
                    break;
                case 8 when Ascii.EqualsIgnoreCase(line[..colon], "Location"u8):
                    Location = Encoding.UTF8.GetString(Value(line, colon));
                    break;
            }
        }
        return Frame(length, chunked);
    }

    private bool Frame(long? length, bool chunked)
    {
        if (Status == 101) return Refuse("The answer is 101: the server wants to speak another protocol.");
        // An informational answer: the real one follows it.
        if (Status < 200)
        {
            Status = 0;
            return true;
        }
        if (Status is 204 or 304) (_framing, _promised) = (Framing.Length, 0);
        else if (chunked)
        {
            _framing = Framing.Chunks;
            // Two lengths for one body: whoever wrote them cannot be trusted with where the next answer begins.
            if (length is not null) KeepsAlive = false;
        }
        else if (length is { } bytes) (_framing, _promised) = (Framing.Length, bytes);
        else _framing = Framing.UntilClosed;
        return true;
    }

    private bool ReadStatusLine(ReadOnlySpan<byte> line)
    {
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || line[7] is not ((byte)'0' or (byte)'1') || line[8] != ' ' || (line.Length > 12 && line[12] != ' ')) return false;
        if (line[9..12].ContainsAnyExceptInRange((byte)'0', (byte)'9') || line[9] is (byte)'0') return false;
        KeepsAlive = line[7] == '1';
        Status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
        return true;
    }

    /// <summary>Takes the next line; false when a control character ends it that is not allowed there.</summary>
    private static bool TryLine(ref ReadOnlySpan<byte> head, out ReadOnlySpan<byte> line)
    {
        var end = head.IndexOfAny((byte)'\r', (byte)'\n', (byte)0);
        line = head[..end];
        if (head[end] != '\r' || head[end + 1] != '\n') return false;
        head = head[(end + 2)..];
        return true;
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, int colon) => line[(colon + 1)..].Trim(" \t"u8);

    private static bool TryLength(ReadOnlySpan<byte> digits, out long length)
    {
        length = 0;
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') && Utf8Parser.TryParse(digits, out length, out var used) && used == digits.Length;
    }

    private static bool LooksLikeHttp(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> begin = "HTTP/1."u8;
        return head.Length < begin.Length ? begin.StartsWith(head) : head.StartsWith(begin);
    }

    /// <summary>Whether a list holds a word, in any case.</summary>
    private static bool Holds(ReadOnlySpan<byte> list, ReadOnlySpan<byte> word)
    {
        foreach (var part in list.Split((byte)','))
            if (Ascii.EqualsIgnoreCase(list[part].Trim(" \t"u8), word)) return true;
        return false;
    }

    private bool Refuse(string why)
    {
        (Fault, Why, KeepsAlive) = (DeliveryFault.NotHttp, why, false);
        return false;
    }

    private AnswerProgress NotHttp(string why)
    {
        Refuse(why);
        return AnswerProgress.Faulty;
    }

    private AnswerProgress TooLong()
    {
        (Fault, Why, KeepsAlive) = (DeliveryFault.TooLong, CallbackRequest.TooLong.English, false);
        return AnswerProgress.Faulty;
    }

    private AnswerProgress Surplus(long bytes) =>
        NotHttp($"{Sentence.Digits(bytes)} {(bytes == 1 ? "byte" : "bytes")} came behind the answer's end; check its Content-Length.");
}
