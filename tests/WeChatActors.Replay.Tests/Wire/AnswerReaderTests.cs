using System.Text;

namespace WeChatActors.Replay.Tests.Wire;

/// <summary>Answers are read strictly and boundedly, in whatever pieces they come.</summary>
public class AnswerReaderTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuccess", 200, "success", true)]
    [InlineData("HTTP/1.1 200\r\ncontent-length:0\r\n\r\n", 200, "", true)]
    [InlineData("HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno", 500, "no", false)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: Upgrade, Close\r\nContent-Length: 2\r\n\r\nno", 200, "no", false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nno", 200, "no", false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nno", 200, "no", true)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, "", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nsuc\r\n4;x=y\r\ncess\r\n0\r\n\r\n", 200, "success", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nContent-Length: 99\r\n\r\n00007\r\nsuccess\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n", 200, "success", false)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok", true)]
    public void A_whole_answer_is_read_in_any_pieces(string answer, int status, string body, bool keepsAlive)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        var random = new Random(1);
        var reader = new AnswerReader();
        for (var i = 0; i < 200; i++)
        {
            // The same reader for all, as a connection uses it.
            Assert.Equal(AnswerProgress.Complete, Feed(reader, bytes, i == 0 ? 1 : i == 1 ? bytes.Length : random.Next(1, 20)));
            Assert.Equal((status, body, keepsAlive), (reader.Status, Encoding.UTF8.GetString(reader.Body.Span), reader.KeepsAlive));
        }
    }

    [Fact]
    public void Without_a_length_the_body_ends_with_the_connection()
    {
        var reader = new AnswerReader();
        Assert.Equal(AnswerProgress.Partial, Feed(reader, "HTTP/1.1 200 OK\r\n\r\nsuccess"u8, 5));
        Assert.Equal((AnswerProgress.Complete, "success", false), (reader.End(), Encoding.UTF8.GetString(reader.Body.Span), reader.KeepsAlive));
    }

    [Fact]
    public void A_redirect_says_where_to()
    {
        var reader = new AnswerReader();
        Feed(reader, "HTTP/1.1 302 Found\r\nLocation: http://bot.example/login\r\nContent-Length: 0\r\n\r\n"u8, 9);
        Assert.Equal((302, "http://bot.example/login"), (reader.Status, reader.Location));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "The answer does not begin with HTTP/1.1; check that an HTTP server listens at the callback's port.")]
    [InlineData("\u0015\u0003\u0003\0\u0002", "The answer does not begin with HTTP/1.1; check that an HTTP server listens at the callback's port.")]
    [InlineData("HTTP/1.1 20x OK\r\n\r\n", "The answer does not begin with HTTP/1.1 and a status; check that an HTTP server listens at the callback's port.")]
    [InlineData("HTTP/1.1 2000\r\n\r\n", "The answer does not begin with HTTP/1.1 and a status; check that an HTTP server listens at the callback's port.")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "A header of the answer is no name, colon and value.")]
    [InlineData("HTTP/1.1 200 OK\r\n folded: x\r\n\r\n", "A header of the answer is no name, colon and value.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "The answer's Content-Length is no number, or comes twice.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nContent-Length: 8\r\n\r\n", "The answer's Content-Length is no number, or comes twice.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", "The answer's Content-Length is no number, or comes twice.")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "The answer has a Transfer-Encoding other than chunked.")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsuccess\r\n", "The answer's body is said to come in chunks, but is not chunked; check Transfer-Encoding.")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", "The answer's body is said to come in chunks, but is not chunked; check Transfer-Encoding.")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n", "The answer is 101: the server wants to speak another protocol.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nsuccess", "2 bytes came behind the answer's end; check its Content-Length.")]
    public void What_is_no_HTTP_is_refused_with_a_sentence(string answer, string why)
    {
        var reader = new AnswerReader();
        Assert.Equal(AnswerProgress.Faulty, Feed(reader, Encoding.Latin1.GetBytes(answer), answer.Length));
        Assert.Equal((DeliveryFault.NotHttp, why, false), (reader.Fault, reader.Why, reader.KeepsAlive));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n", "")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "x")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n")]
    public void An_endless_body_ends_at_64_KiB(string head, string endless) => AssertBounded(head, endless, DeliveryFault.TooLong, 10 * AnswerReader.MaxBodyBytes);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n", "X: y\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: ", "y")]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n")]
    public void An_endless_head_ends_at_64_KiB(string head, string endless) => AssertBounded(head, endless, DeliveryFault.NotHttp, 2 * AnswerReader.MaxHeadBytes);

    [Theory]
    [InlineData("", "The connection was closed before a complete answer had come; the handler may have crashed.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "The connection was closed before a complete answer had come; the handler may have crashed.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsuccess", "The connection broke after 7 bytes of the answer's body; check Content-Length, and that the handler does not crash while it writes.")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nsuc", "The connection broke after 3 bytes of the answer's body; check Content-Length, and that the handler does not crash while it writes.")]
    public void An_answer_that_breaks_off_is_no_answer(string answer, string why)
    {
        var reader = new AnswerReader();
        Assert.Equal(AnswerProgress.Partial, Feed(reader, Encoding.ASCII.GetBytes(answer), 3));
        Assert.Equal((AnswerProgress.Faulty, DeliveryFault.Broken, why), (reader.End(), reader.Fault, reader.Why));
    }

    [Fact]
    public void Random_answers_end_in_bounded_time_and_memory()
    {
        var random = new Random(3);
        string[] parts = ["HTTP/1.1 200 OK\r\n", "HTTP/1.1 ", "Content-Length: 7\r\n", "Content-Length: ", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n", "\r\n", "\r", "\n", "success", "7\r\nsuccess\r\n", "0\r\n\r\n", "fffffff\r\n", ": ", "\0", "ÿ", "1xx"];
        var reader = new AnswerReader();
        for (var i = 0; i < 100_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => parts[random.Next(parts.Length)]));
            if (random.Next(2) == 0) text = "HTTP/1.1 200 OK\r\n" + text;
            var progress = Feed(reader, Encoding.Latin1.GetBytes(text), random.Next(1, 40));
            if (progress == AnswerProgress.Partial) progress = reader.End();
            Assert.NotEqual(AnswerProgress.Partial, progress);
            Assert.Equal(progress == AnswerProgress.Faulty, reader.Fault != DeliveryFault.None);
            Assert.Equal(progress == AnswerProgress.Faulty, reader.Why.Length > 0);
            Assert.InRange(reader.Body.Length, 0, AnswerReader.MaxBodyBytes);
        }
    }

    private static void AssertBounded(string head, string endless, DeliveryFault fault, int most)
    {
        var reader = new AnswerReader();
        var progress = head.Length == 0 ? Feed(reader, [], 1) : Feed(reader, Encoding.ASCII.GetBytes(head), 7);
        var fed = 0;
        var piece = Encoding.ASCII.GetBytes(endless);
        while (progress == AnswerProgress.Partial)
        {
            Assert.InRange(fed += piece.Length, 1, most);
            progress = More(reader, piece);
        }
        Assert.Equal((AnswerProgress.Faulty, fault), (progress, reader.Fault));
        Assert.InRange(reader.Room.Length, 1, 256 * 1024);
    }

    private static AnswerProgress Feed(AnswerReader reader, ReadOnlySpan<byte> bytes, int piece)
    {
        reader.Begin();
        var progress = AnswerProgress.Partial;
        for (; bytes.Length > 0 && progress == AnswerProgress.Partial; bytes = bytes[Math.Min(piece, bytes.Length)..]) progress = More(reader, bytes[..Math.Min(piece, bytes.Length)]);
        return progress;
    }

    private static AnswerProgress More(AnswerReader reader, ReadOnlySpan<byte> bytes)
    {
        var progress = AnswerProgress.Partial;
        while (bytes.Length > 0 && progress == AnswerProgress.Partial)
        {
            var room = reader.Room.Span;
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            progress = reader.Take(count);
            bytes = bytes[count..];
        }
        return progress;
    }
}
