using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WeChatActors.Testing;

/// <summary>A server on this machine that does to a connection whatever a test wants, byte by byte.</summary>
public sealed class RawServer : IAsyncDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(20);

    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly ConcurrentQueue<Task> _connections = new();
    private readonly ConcurrentDictionary<RawConnection, bool> _open = new();
    private readonly Task _accepting;

    /// <param name="serve">Gets each connection with its number from 1; the connection is closed when it ends.</param>
    public RawServer(Func<RawConnection, Task> serve)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Root = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}");
        Address = new Uri(Root, "/wx");
        _accepting = Accept(serve);
    }

    /// <summary>Answers every request with the same status and body.</summary>
    public static RawServer Answering(string body, int status = 200, string headers = "") => new(async connection =>
    {
        await connection.ReadRequest();
        await connection.Answer(body, status, headers);
    });

    /// <summary>Answers requests in turn, each with its own body; the last one also all further.</summary>
    public static RawServer Answering(params string[] bodies) => new(async connection =>
    {
        await connection.ReadRequest();
        await connection.Answer(bodies[Math.Min(connection.Number, bodies.Length) - 1]);
    });

    /// <summary>Where it listens, without path.</summary>
    public Uri Root { get; }

    /// <summary>An address for a callback; requests to other paths arrive just as well.</summary>
    public Uri Address { get; }

    /// <summary>What came, one for each request that was read, in order.</summary>
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
        foreach (var connection in _open.Keys) connection.Dispose();
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
            var connection = new RawConnection(this, socket, number);
            _open[connection] = true;
            // Counted before anything of it is noted.
            var counted = new TaskCompletionSource();
            _connections.Enqueue(Serve(connection, serve, counted.Task));
            counted.SetResult();
        }
    }

    private async Task Serve(RawConnection connection, Func<RawConnection, Task> serve, Task counted)
    {
        await counted;
        using (connection)
        {
            try
            {
                await serve(connection);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // The other side went away, as it may, or the test is over.
            }
        }
        _open.TryRemove(connection, out _);
    }
}
