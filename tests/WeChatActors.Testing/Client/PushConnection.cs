using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace WeChatActors.Testing;

/// <summary>One kept-alive connection, written and read byte by byte: nothing is escaped, added or retried on the way.</summary>
public sealed class PushConnection(Socket socket, string host) : IDisposable
{
    private byte[] _read = new byte[4096];
    private int _held;

    public static async Task<PushConnection> Open(Uri server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server.Host, server.Port);
            return new PushConnection(socket, server.Authority);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a delivery and waits for its answer.</summary>
    /// <exception cref="IOException">The connection ended before the answer was complete.</exception>
    public async Task<PushAnswer> Post(string account, Delivery delivery)
    {
        await Begin("POST", $"/wechat/{account}?{delivery.Query}", delivery.Body, $"Content-Length: {delivery.Body.Length}", "Content-Type: text/xml");
        return await Receive();
    }

    /// <summary>Asks for a path and waits for the answer.</summary>
    public async Task<PushAnswer> Get(string target, params string[] headers)
    {
        await Begin("GET", target, [], headers);
        return await Receive();
    }

    /// <summary>Asks for a path over a connection that the server shall end, and gives all bytes that come back.</summary>
    public async Task<byte[]> Raw(string target)
    {
        await Begin("GET", target, [], "Connection: close");
        while (!await HasEnded())
        {
        }
        return _read[.._held];
    }

    /// <summary>Sends a head and as much of a body as is given.</summary>
    public Task Begin(string method, string target, byte[] body, params string[] headers)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\n");
        if (!headers.Any(header => header.StartsWith("Host:", StringComparison.Ordinal))) head.Append(CultureInfo.InvariantCulture, $"Host: {host}\r\n");
        foreach (var header in headers) head.Append(header).Append("\r\n");
        return Send([.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body]);
    }

    public async Task Send(byte[] bytes)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length;) sent += await socket.SendAsync(bytes.AsMemory(sent));
        }
        catch (SocketException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    /// <summary>Sends no more, as a peer that broke off.</summary>
    public void EndSending() => socket.Shutdown(SocketShutdown.Send);

    public async Task<PushAnswer> Receive()
    {
        int end;
        while ((end = _read.AsSpan(0, _held).IndexOf("\r\n\r\n"u8)) < 0) await Fill();
        var lines = Encoding.ASCII.GetString(_read, 0, end).Split("\r\n");
        Drop(end + 4);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines[1..]) headers.Add(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
        var body = headers.TryGetValue("Content-Length", out var length) ? await Take(int.Parse(length, CultureInfo.InvariantCulture)) : await TakeChunks();
        return new PushAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, body);
    }

    /// <summary>Whether the server has ended the connection; waits for that or for data.</summary>
    public async Task<bool> HasEnded()
    {
        try
        {
            await Fill();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<byte[]> TakeChunks()
    {
        var body = new List<byte>();
        while (true)
        {
            int end;
            while ((end = _read.AsSpan(0, _held).IndexOf("\r\n"u8)) < 0) await Fill();
            var size = int.Parse(Encoding.ASCII.GetString(_read, 0, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Drop(end + 2);
            body.AddRange((await Take(size + 2))[..size]);
            if (size == 0) return [.. body];
        }
    }

    private async Task<byte[]> Take(int count)
    {
        while (_held < count) await Fill();
        var taken = _read[..count];
        Drop(count);
        return taken;
    }

    private void Drop(int count)
    {
        _read.AsSpan(count, _held - count).CopyTo(_read);
        _held -= count;
    }

    private async Task Fill()
    {
        if (_held == _read.Length) Array.Resize(ref _read, _held * 2);
        int got;
        try
        {
            got = await socket.ReceiveAsync(_read.AsMemory(_held));
        }
        catch (SocketException error)
        {
            throw new IOException(error.Message, error);
        }
        if (got == 0) throw new IOException("The connection ended.");
        _held += got;
    }
}
