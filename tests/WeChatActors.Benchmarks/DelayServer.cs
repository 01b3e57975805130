using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WeChatActors.Benchmarks;

/// <summary>Answers <c>success</c> after a known delay, counted from the last byte of the request. A thread for each connection, so that no pool
/// and no timer adds its own. What the machine adds by waking a thread late it measures, and tells whoever asks with GET: the delays in
/// milliseconds, one on each line, in the order of the requests.</summary>
/// <param name="delay">How long.</param>
internal sealed class DelayServer(KnownDelay delay)
{
    private const int MaxRequests = 1_000_000;

    private static readonly TimeSpan Spun = TimeSpan.FromMilliseconds(1);

    private static readonly byte[] Answer = [.. "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuccess"u8];

    private readonly TimeSpan[] _taken = new TimeSpan[MaxRequests];

    private long _first, _requests;

    /// <summary>Serves until the process is ended.</summary>
    public void Run(int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(1024);
        Console.WriteLine("ready");
        while (true)
        {
            var connection = listener.Accept();
            connection.NoDelay = true;
            new Thread(() => Serve(connection), maxStackSize: 262_144) { IsBackground = true }.Start();
        }
    }

    private void Serve(Socket connection)
    {
        using var _ = connection;
        var (read, length) = (new byte[65536], 0);
        while (true)
        {
            int end;
            while ((end = Length(read.AsSpan(0, length))) < 0 || end > length)
            {
                var more = connection.Receive(read.AsSpan(length));
                if (more == 0) return;
                length += more;
            }
            var arrived = Stopwatch.GetTimestamp();
            if (read.AsSpan(0, 4).SequenceEqual("GET "u8))
            {
                connection.Send(Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\n\r\n{string.Join('\n', _taken.Take((int)_requests).Select(Line))}\n"));
                return;
            }
            Interlocked.CompareExchange(ref _first, arrived, 0);
            var number = Interlocked.Increment(ref _requests) - 1;
            Wait(delay.Answers(number, Stopwatch.GetElapsedTime(_first, arrived)));
            _taken[number] = Stopwatch.GetElapsedTime(arrived);
            connection.Send(Answer);
            read.AsSpan(end, length - end).CopyTo(read);
            length -= end;
        }
    }

    private static string Line(TimeSpan taken) => taken.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);

    // Sleeping ends late by some tens of microseconds, so the last millisecond is waited for awake.
    private void Wait(TimeSpan due)
    {
        var left = due - Stopwatch.GetElapsedTime(_first);
        if (left > Spun) Thread.Sleep(left - Spun);
        while (Stopwatch.GetElapsedTime(_first) < due) Thread.Yield();
    }

    // The length of the first request; -1 while its head is not complete.
    private static int Length(ReadOnlySpan<byte> read)
    {
        var head = read.IndexOf("\r\n\r\n"u8);
        if (head < 0) return -1;
        var name = read[..head].IndexOf("Content-Length: "u8);
        var value = read[(name + 16)..head];
        var line = value.IndexOf((byte)'\r');
        return head + 4 + (name < 0 ? 0 : int.Parse(line < 0 ? value : value[..line], CultureInfo.InvariantCulture));
    }
}
