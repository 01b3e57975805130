using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeChatActors.Testing;

/// <summary>What a model's server does with one question. The connection stays open for the next one unless the answer closes it.</summary>
public delegate Task ModelAnswer(RawConnection connection, RawRequest request);

/// <summary>A server with an OpenAI-compatible chat API that answers as a test says, well or badly, and remembers what it was asked. It waits
/// for signals and never by the clock. Never anything but this machine.</summary>
public sealed class FakeModel : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ModelAnswer[] _answers;
    private readonly RawServer _server;
    private int _next = -1;

    /// <param name="answers">What is done with the questions in turn; the last one also with all further.</param>
    public FakeModel(params ModelAnswer[] answers)
    {
        _answers = answers;
        _server = new RawServer(Serve);
    }

    /// <summary>Its address, for <c>url:</c> of a model.</summary>
    public Uri Url => new(_server.Root, "/v1");

    /// <summary>Where it listens, without path.</summary>
    public Uri Root => _server.Root;

    /// <summary>The questions so far.</summary>
    public ConcurrentQueue<RawRequest> Questions => _server.Requests;

    /// <summary>How many connections were made to it.</summary>
    public int Connections => _server.Connections;

    /// <summary>Waits until one more question has come than before.</summary>
    public Task Asked() => _server.Arrived();

    /// <summary>Waits until the other side has ended every connection.</summary>
    public Task AllEnded() => _server.AllEnded();

    /// <summary>Streams a text in pieces, ended as it should be.</summary>
    public static ModelAnswer Says(params string[] pieces) => Streams([.. pieces.Select(piece => Event(piece)), Finish("stop"), Done]);

    /// <summary>Streams these texts, each in a chunk of its own, as they are.</summary>
    public static ModelAnswer Streams(params string[] texts) => async (connection, _) =>
    {
        await connection.Send(StreamHead);
        foreach (var text in texts) await connection.Send(Chunk(Encoding.UTF8.GetBytes(text)));
        await connection.Send(LastChunk);
    };

    /// <summary>Streams a text, each piece only when its signal comes.</summary>
    public static ModelAnswer Says(IEnumerable<(Task Signal, string Piece)> pieces) => async (connection, _) =>
    {
        await connection.Send(StreamHead);
        foreach (var (signal, piece) in pieces)
        {
            await signal;
            await connection.Send(Chunk(Encoding.UTF8.GetBytes(Event(piece))));
        }
        await connection.Send(Chunk(Encoding.UTF8.GetBytes(Finish("stop") + Done)));
        await connection.Send(LastChunk);
    };

    /// <summary>Streams a text byte by byte, each in a chunk and a write of its own.</summary>
    public static ModelAnswer Drips(string text) => async (connection, _) =>
    {
        await connection.Send(StreamHead);
        foreach (var one in Encoding.UTF8.GetBytes(Event(text) + Finish("stop") + Done)) await connection.Send(Chunk([one]));
        await connection.Send(LastChunk);
    };

    /// <summary>Says something, which may be nothing, and then nothing more until the other side ends the connection.</summary>
    public static ModelAnswer Stalls(params string[] pieces) => async (connection, _) =>
    {
        await connection.Send(StreamHead);
        foreach (var piece in pieces) await connection.Send(Chunk(Encoding.UTF8.GetBytes(Event(piece))));
        await connection.UntilEnded();
    };

    /// <summary>Does not even begin to answer.</summary>
    public static ModelAnswer Silent() => (connection, _) => connection.UntilEnded();

    /// <summary>Says something and closes the connection in the middle of the stream.</summary>
    public static ModelAnswer ClosesEarly(params string[] pieces) => async (connection, _) =>
    {
        await connection.Send(StreamHead);
        foreach (var piece in pieces) await connection.Send(Chunk(Encoding.UTF8.GetBytes(Event(piece))));
        connection.Dispose();
    };

    /// <summary>Refuses with a status and the words of such servers, which quote the key.</summary>
    public static ModelAnswer Error(int status) => (connection, request) =>
        connection.Answer(ErrorBody($"status {status} for {request.Header("Authorization")}"), status, "Content-Type: application/json\r\n");

    /// <summary>Says something, and then an error within the stream.</summary>
    public static ModelAnswer BreaksWithError(params string[] pieces) => Streams([.. pieces.Select(piece => Event(piece)), $"data: {ErrorBody("overloaded")}\n\n"]);

    /// <summary>Streams so many bytes of text.</summary>
    public static ModelAnswer SaysBytes(int bytes) => async (connection, _) =>
    {
        await connection.Send(StreamHead);
        var piece = Chunk(Encoding.UTF8.GetBytes(Event(new string('x', 1000))));
        for (var sent = 0; sent < bytes; sent += 1000) await connection.Send(piece);
        await connection.Send(Chunk(Encoding.UTF8.GetBytes(Finish("stop") + Done)));
        await connection.Send(LastChunk);
    };

    /// <summary>Answers with one document of so many bytes.</summary>
    public static ModelAnswer IsBytesLong(int bytes) => IgnoresStream(new string('x', bytes));

    /// <summary>Answers with one document, as servers do that know no streams.</summary>
    public static ModelAnswer IgnoresStream(string text) => Answers(
        JsonSerializer.Serialize(new { id = "c1", model = "fake-1", choices = new[] { new { index = 0, message = new { role = "assistant", content = text }, finish_reason = "stop" } } }, Json));

    /// <summary>Answers with a body as it is.</summary>
    public static ModelAnswer Answers(string body, string type = "application/json", int status = 200) => (connection, _) => connection.Answer(body, status, $"Content-Type: {type}\r\n");

    /// <summary>Sends to another address.</summary>
    public static ModelAnswer Redirects(string to) => (connection, _) => connection.Answer("", 302, $"Location: {to}\r\n");

    /// <summary>Another answer, but not before a signal.</summary>
    public static ModelAnswer After(Task signal, ModelAnswer answer) => async (connection, request) =>
    {
        await signal;
        await answer(connection, request);
    };

    /// <summary>The event with which a piece of text comes.</summary>
    public static string Event(string piece) =>
        $"data: {JsonSerializer.Serialize(new { id = "c1", model = "fake-1", choices = new[] { new { index = 0, delta = new { content = piece }, finish_reason = (string?)null } } }, Json)}\n\n";

    /// <summary>The event that says why the text ends.</summary>
    public static string Finish(string reason) => $"data: {{\"id\":\"c1\",\"model\":\"fake-1\",\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"{reason}\"}}]}}\n\n";

    /// <summary>The event that ends a stream.</summary>
    public const string Done = "data: [DONE]\n\n";

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private const string StreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    private static byte[] Chunk(byte[] bytes) =>
        [.. Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. bytes, .. "\r\n"u8];

    private static string ErrorBody(string message) => JsonSerializer.Serialize(new { error = new { message, type = "server_error", code = "x" } }, Json);

    private async Task Serve(RawConnection connection)
    {
        while (true)
        {
            var request = await connection.ReadRequest();
            await _answers[Math.Min(Interlocked.Increment(ref _next), _answers.Length - 1)](connection, request);
        }
    }
}
