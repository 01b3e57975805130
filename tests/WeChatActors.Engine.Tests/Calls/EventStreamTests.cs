using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace WeChatActors.Engine.Tests.Calls;

public class EventStreamTests
{
    [Theory]
    [InlineData("data: a\n\n", "|a")]
    [InlineData("data:a\n\n", "|a")]
    [InlineData("data:  a \n\n", "| a ")]
    [InlineData("data: a\r\n\r\ndata: b\r\rdata: c\n\n", "|a", "|b", "|c")]
    [InlineData("data: a\ndata: b\n\n", "|a\nb")]
    [InlineData("data\ndata\n\n", "|\n")]
    [InlineData("data:\n\n", "|")]
    [InlineData(": alive\n\n:\n\ndata: a\n: alive\ndata: b\n\n", "|a\nb")]
    [InlineData("event: error\ndata: a\n\ndata: b\n\n", "error|a", "|b")]
    [InlineData("event: error\n\ndata: b\n\n", "|b")]
    [InlineData("id: 7\nretry: 1000\nnonsense\ndata: a\n\n", "|a")]
    [InlineData("data: a", "|a")]
    [InlineData("data: a\n", "|a")]
    [InlineData("data: a\n\ndat", "|a")]
    [InlineData("\n\n\r\n\r")]
    [InlineData("")]
    public void Events_are_read_as_they_are_written_in_pieces_of_any_size(string stream, params string[] events)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var size = 1; size <= Math.Max(1, bytes.Length); size++) Assert.Equal(events, Read(bytes, size));
    }

    [Fact]
    public void Whatever_the_pieces_and_the_ends_of_lines_the_text_is_the_same() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll<string?[], int>((pieces, seed) =>
        {
            var chance = new Random(seed);
            string[] ends = ["\n", "\r\n", "\r"];
            var stream = new StringBuilder(chance.Next(4) == 0 ? "\uFEFF" : "");
            var expected = new StringBuilder();
            foreach (var piece in pieces)
            {
                var end = ends[chance.Next(3)];
                if (chance.Next(3) == 0) stream.Append(": alive").Append(end).Append(chance.Next(2) == 0 ? end : "");
                if (chance.Next(5) == 0) stream.Append("id: 1").Append(end);
                // JSON may be broken into lines wherever a blank may stand.
                var json = FakeModel.Event(piece ?? "")[6..^2].Replace(",\"choices\"", chance.Next(2) == 0 ? $",{end}data: \"choices\"" : ",\"choices\"", StringComparison.Ordinal);
                stream.Append("data:").Append(chance.Next(2) == 0 ? " " : "").Append(json).Append(end).Append(end);
                expected.Append(piece);
            }
            if (chance.Next(2) == 0) stream.Append("data: [DONE]\n\n");

            var text = new StreamedText();
            var answer = new ChatAnswer(text, 1024 * 1024);
            ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(stream.ToString());
            while (!bytes.IsEmpty)
            {
                var size = Math.Min(bytes.Length, chance.Next(1, chance.Next(2) == 0 ? 4 : 200));
                if (!answer.Feed(bytes[..size])) break;
                bytes = bytes[size..];
            }
            answer.End(isWhole: true);

            // Halves of pairs become what stands for them, unless two make a whole.
            return text.ToString() == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(expected.ToString())) || pieces.Any(piece => piece is not null && piece.Any(char.IsSurrogate));
        }));

    [Fact]
    public void No_bytes_are_too_strange_to_read() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll<byte[], bool>((bytes, asStream) =>
        {
            var answer = new ChatAnswer(new StreamedText(), 64);
            if (answer.Feed(asStream ? [.. "data: "u8, .. bytes] : bytes)) answer.Feed("\n\n"u8);
            answer.End(isWhole: true);
            return answer.Error is not null;
        }));

    [Fact]
    public void An_event_may_be_so_long_and_not_a_byte_longer()
    {
        Assert.Equal(["|12345678"], Read("data: 12345678\n\n"u8.ToArray(), 7, most: 14));
        Assert.Empty(Read("data: 12345678\n\n"u8.ToArray(), 7, most: 13));
        Assert.Empty(Read("data: 1234\ndata: 5678\ndata: 9\n\n"u8.ToArray(), 7, most: 10));
    }

    private static List<string> Read(byte[] bytes, int size, int most = 1024)
    {
        var events = new List<string>();
        var stream = new EventStream((name, data) =>
        {
            events.Add($"{Encoding.UTF8.GetString(name)}|{Encoding.UTF8.GetString(data)}");
            return true;
        }, most);
        foreach (var piece in bytes.Chunk(size))
            if (!stream.Feed(piece)) break;
        if (!stream.IsTooLong) stream.End();
        return events;
    }
}
