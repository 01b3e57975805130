using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.Testing;

/// <summary>A request as it came.</summary>
/// <param name="Head">Request line and headers, between CR LF.</param>
/// <param name="Bytes">The body without framing; empty when it is longer than <see cref="KeptBytes"/>.</param>
/// <param name="Length">How long the body was.</param>
/// <param name="Hash">SHA-256 of the body, hexadecimal.</param>
public sealed record RawRequest(string Head, byte[] Bytes, long Length, string Hash)
{
    /// <summary>Longer bodies are only measured.</summary>
    public const int KeptBytes = 16 * 1024 * 1024;

    /// <summary>Whether head and body are the same, byte by byte.</summary>
    public bool Equals(RawRequest? other) => other is not null && Head == other.Head && Length == other.Length && Hash == other.Hash;

    public override int GetHashCode() => HashCode.Combine(Head, Hash);

    public string Body => Encoding.UTF8.GetString(Bytes);

    public string Method => Head.Split(' ')[0];

    public string Target => Head.Split(' ')[1];

    public string Path => Target.Split('?')[0];

    public string Query => Target[(Target.IndexOf('?', StringComparison.Ordinal) + 1)..];

    /// <summary>The value of a header; null when it did not come.</summary>
    public string? Header(string name) => Head.Split("\r\n").Skip(1)
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}

/// <summary>One connection of a server.</summary>
public sealed class RawConnection(RawServer server, Socket socket, int number) : IDisposable
{
    private byte[] _read = new byte[16 * 1024];
    private int _held;

    public int Number => number;

    /// <summary>Reads a request with its body.</summary>
    /// <exception cref="SocketException">The other side ended the connection before.</exception>
    public async Task<RawRequest> ReadRequest() => await ReadBody(await ReadHead());

    /// <summary>Reads request line and headers, and leaves the body where it is.</summary>
    public async Task<string> ReadHead()
    {
        int end;
        while ((end = _read.AsSpan(0, _held).IndexOf("\r\n\r\n"u8)) < 0) await Fill();
        var head = Encoding.ASCII.GetString(_read, 0, end);
        Drop(end + 4);
        return head;
    }

    /// <summary>Reads the body that follows a head, and notes the request.</summary>
    public async Task<RawRequest> ReadBody(string head)
    {
        using var kept = new MemoryStream();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var request = new RawRequest(head, [], 0, "");
        var length = 0L;
        if (request.Header("Transfer-Encoding") is "chunked")
        {
            long chunk;
            while ((chunk = long.Parse(await ReadLine(), NumberStyles.HexNumber, CultureInfo.InvariantCulture)) > 0)
            {
                await Take(chunk);
                await ReadLine();
            }
            await ReadLine();
        }
        else
        {
            await Take(long.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture));
        }
        request = request with { Bytes = length <= RawRequest.KeptBytes ? kept.ToArray() : [], Length = length, Hash = Convert.ToHexStringLower(hash.GetHashAndReset()) };
        server.Note(request);
        return request;

        async Task Take(long count)
        {
            while (count > 0)
            {
                if (_held == 0) await Fill();
                var taken = (int)Math.Min(count, _held);
                if (length + taken <= RawRequest.KeptBytes) kept.Write(_read, 0, taken);
                hash.AppendData(_read, 0, taken);
                Drop(taken);
                (length, count) = (length + taken, count - taken);
            }
        }
    }

    public Task Answer(string body, int status = 200, string headers = "") => Answer(Encoding.UTF8.GetBytes(body), status, headers);

    public Task Answer(byte[] body, int status = 200, string headers = "") =>
        Send([.. Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Status\r\nContent-Length: {body.Length}\r\n{headers}\r\n"), .. body]);

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
    public async Task ReadSome()
    {
        if (_held == 0) await Fill();
        Drop(_held);
    }

    /// <summary>Ends the connection as a crash does.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Dispose() => socket.Dispose();

    private async Task<string> ReadLine()
    {
        int end;
        while ((end = _read.AsSpan(0, _held).IndexOf("\r\n"u8)) < 0) await Fill();
        var line = Encoding.ASCII.GetString(_read, 0, end);
        Drop(end + 2);
        return line;
    }

    private async Task Fill()
    {
        if (_held == _read.Length) Array.Resize(ref _read, 2 * _held);
        var got = await socket.ReceiveAsync(_read.AsMemory(_held));
        if (got == 0) throw new SocketException((int)SocketError.ConnectionReset);
        _held += got;
    }

    private void Drop(int count)
    {
        _held -= count;
        _read.AsSpan(count, _held).CopyTo(_read);
    }
}
