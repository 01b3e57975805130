using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WeChatActors.Simulator.Tests;

/// <summary>A callback that does to a connection whatever a test wants, byte by byte.</summary>
internal sealed class RawCallback : IAsyncDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(20);

    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly ConcurrentQueue<Task> _connections = new();
    private readonly Task _accepting;

    /// <param name="serve">Gets each connection with its number from 1; the connection is closed when it ends.</param>
    public RawCallback(Func<RawConnection, Task> serve)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = Accept(serve);
    }

    /// <summary>Answers every request with the same status and body.</summary>
    public static RawCallback Answering(string body, int status = 200, string headers = "") => new(async connection =>
    {
        await connection.ReadRequest();
        await connection.Answer(body, status, headers);
    });

    /// <summary>Answers requests in turn, each with its own body; the last one also all further.</summary>
    public static RawCallback Answering(params string[] bodies) => new(async connection =>
    {
        await connection.ReadRequest();
        await connection.Answer(bodies[Math.Min(connection.Number, bodies.Length) - 1]);
    });

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/wx");

    /// <summary>What came, one text for each request that was read, in order.</summary>
    public ConcurrentQueue<RawRequest> Requests { get; } = new();

    /// <summary>Waits until one more request has come than before.</summary>
    public async Task Arrived() => Assert.True(await _arrived.WaitAsync(Guard), "No request came.");

    /// <summary>Waits until the other side has ended every connection.</summary>
    public Task AllEnded() => Task.WhenAll(_connections).WaitAsync(Guard);

    public int Connections => _connections.Count;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
    }

    internal void Note(RawRequest request)
    {
        Requests.Enqueue(request);
        _arrived.Release();
    }

    private async Task Accept(Func<RawConnection, Task> serve)
    {
        for (var number = 1; ; number++)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
            // Counted before anything of it is noted.
            var counted = new TaskCompletionSource();
            _connections.Enqueue(Serve(new RawConnection(this, socket, number), serve, counted.Task));
            counted.SetResult();
        }
    }

    private static async Task Serve(RawConnection connection, Func<RawConnection, Task> serve, Task counted)
    {
        await counted;
        using (connection)
        {
            try
            {
                await serve(connection);
            }
            catch (SocketException)
            {
                // The other side went away, as it may.
            }
        }
    }
}

/// <summary>A request as it came.</summary>
internal sealed record RawRequest(string Head, string Body)
{
    public string Target => Head.Split(' ')[1];

    public string Query => Target[(Target.IndexOf('?', StringComparison.Ordinal) + 1)..];
}

/// <summary>One connection of a callback.</summary>
internal sealed class RawConnection(RawCallback callback, Socket socket, int number) : IDisposable
{
    public int Number => number;

    public async Task<RawRequest> ReadRequest()
    {
        var bytes = new List<byte>();
        int end;
        while ((end = Encoding.Latin1.GetString([.. bytes]).IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0) await Fill(bytes);
        var head = Encoding.ASCII.GetString(bytes.GetRange(0, end).ToArray());
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line
            ? int.Parse(line[15..], CultureInfo.InvariantCulture) : 0;
        while (bytes.Count < end + 4 + length) await Fill(bytes);
        var request = new RawRequest(head, Encoding.UTF8.GetString(bytes.GetRange(end + 4, length).ToArray()));
        callback.Note(request);
        return request;
    }

    public Task Answer(string body, int status = 200, string headers = "") =>
        Send($"HTTP/1.1 {status} Status\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    public Task Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    public async Task Send(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;) sent += await socket.SendAsync(bytes.AsMemory(sent));
    }

    /// <summary>Reads until the other side ends the connection.</summary>
    public async Task UntilEnded()
    {
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer) > 0)
        {
        }
    }

    /// <summary>Reads something and throws it away.</summary>
    public Task ReadSome() => Fill([]);

    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Dispose() => socket.Dispose();

    private async Task Fill(List<byte> bytes)
    {
        var buffer = new byte[16 * 1024];
        var got = await socket.ReceiveAsync(buffer);
        if (got == 0) throw new SocketException((int)SocketError.ConnectionReset);
        bytes.AddRange(buffer.AsSpan(0, got));
    }
}
