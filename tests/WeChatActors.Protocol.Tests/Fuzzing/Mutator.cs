using System.Text;

namespace WeChatActors.Protocol.Tests.Fuzzing;

/// <summary>Makes damaged packets out of recorded ones. The same seed makes the same bodies.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> samples, int seed)
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "<", ">", "/", "&", ";", "\"", "'", "=", "]]>", "]]", "]", "<![CDATA[", "<!--", "-->", "--", "<?", "?>", "<?xml version=\"1.0\"?>",
            "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>", "<?pi x?>", "<!DOCTYPE xml>", "&amp;", "&lt;", "&#65;", "&#x4F60;", "&#xD800;",
            "&#0;", "&#x10FFFF;", "&nbsp;", "</", "/>", "<a>", "</a>", "<a/>", "<b:c/>", "<b:c xmlns:b='u'/>", " xmlns='u'", " xmlns=''",
            " xmlns:b='u'", " xmlns:b=''", " a='1'", " a=\"&lt;\"", " b:a='1'", " xml:lang='zh'", "\r\n", "\r", "\n", "\t", " ", "\u00A0", "\u3000", "你", "é",
            "😀", "·", "\uFEFF", "<Content>", "</Content>", "<MsgType>", "</MsgType>", "<xml>", "</xml>", "<item>", "</item>", "x", ":", "_", "-", ".", "1",
        }.Select(Encoding.UTF8.GetBytes),
        [0], [0x0B], [0x7F], [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xFE, 0xFF],
    ];

    private readonly Random _random = new(seed);
    private byte[] _body = new byte[4096];
    private int _length;

    /// <summary>The next body; valid until the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var sample = samples[_random.Next(samples.Count)];
        _length = 0;
        Insert(0, sample);
        for (var changes = 1 + _random.Next(4) * _random.Next(2); changes > 0; changes--) Change();
        return _body.AsSpan(0, _length);
    }

    private void Change()
    {
        var at = _random.Next(_length + 1);
        // Between tags more of what is inserted keeps a body well-formed.
        if (_random.Next(2) == 0) at += _body.AsSpan(at, _length - at).IndexOf((byte)'>') + 1;
        switch (_random.Next(12))
        {
            case 0 when at < _length:
                _body[at] = (byte)_random.Next(256);
                break;
            case 1:
                Remove(at, _random.Next(1, 20));
                break;
            case 2:
                _length = at;
                break;
            case 3:
                var from = _random.Next(_length + 1);
                Insert(at, _body.AsSpan(from, Math.Min(_random.Next(60), _length - from)).ToArray());
                break;
            case 4:
                var other = samples[_random.Next(samples.Count)];
                var start = _random.Next(other.Length + 1);
                Insert(at, other.AsSpan(start, Math.Min(_random.Next(60), other.Length - start)));
                break;
            default:
                Insert(at, Pieces[_random.Next(Pieces.Length)]);
                break;
        }
    }

    private void Insert(int at, ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _body.Length) Array.Resize(ref _body, 2 * (_length + bytes.Length));
        _body.AsSpan(at, _length - at).CopyTo(_body.AsSpan(at + bytes.Length));
        bytes.CopyTo(_body.AsSpan(at));
        _length += bytes.Length;
    }

    private void Remove(int at, int length)
    {
        length = Math.Min(length, _length - at);
        _body.AsSpan(at + length, _length - at - length).CopyTo(_body.AsSpan(at));
        _length -= length;
    }
}
