using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace WeChatActors.Benchmarks;

/// <summary>Makes the same JSON call at two addresses in turn, one at a time, each over a connection of its own.</summary>
internal static class AddedTime
{
    private const string Body = """{"touser":"oA000000000000000000000000001","msgtype":"text","text":{"content":"你好"}}""";

    private const int WarmUp = 3_000;

    public static async Task Measure(Uri direct, Uri proxied, int calls)
    {
        using var one = await Caller.Open(direct);
        using var other = await Caller.Open(proxied);
        for (var i = 0; i < WarmUp; i++)
        {
            await one.Call();
            await other.Call();
        }
        var (first, second) = (new double[calls], new double[calls]);
        for (var i = 0; i < calls; i++)
        {
            first[i] = await one.Call();
            second[i] = await other.Call();
        }
        Array.Sort(first);
        Array.Sort(second);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"RESULT {second[calls / 2] - first[calls / 2]:F3} {first[calls / 2]:F3} {second[calls / 2]:F3} {first[calls * 99 / 100]:F3} {second[calls * 99 / 100]:F3}"));
    }

    private sealed class Caller(Socket socket, byte[] request) : IDisposable
    {
        private readonly byte[] _answer = new byte[16 * 1024];

        public static async Task<Caller> Open(Uri address)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address.Host, address.Port);
            return new Caller(socket, Encoding.UTF8.GetBytes(
                $"POST {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {RelayServer.Key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(Body)}\r\n\r\n{Body}"));
        }

        /// <summary>One call.</summary>
        /// <returns>How long it took, in milliseconds.</returns>
        public async Task<double> Call()
        {
            var begun = Stopwatch.GetTimestamp();
            await socket.SendAsync(request);
            var held = 0;
            do
            {
                var got = await socket.ReceiveAsync(_answer.AsMemory(held));
                if (got == 0) throw new IOException("The connection ended.");
                held += got;
            }
            while (!IsWhole(_answer.AsSpan(0, held)));
            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }

        public void Dispose() => socket.Dispose();

        private static bool IsWhole(ReadOnlySpan<byte> answer)
        {
            var head = answer.IndexOf("\r\n\r\n"u8);
            if (head < 0) return false;
            if (!answer.StartsWith("HTTP/1.1 200"u8)) throw new IOException(Encoding.UTF8.GetString(answer));
            var length = answer[(answer.IndexOf("Content-Length: "u8) + 16)..];
            return answer.Length >= head + 4 + int.Parse(length[..length.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
        }
    }
}
