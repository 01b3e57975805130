using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WeChatActors.EndToEnd.SlowAnswers;

/// <summary>An address that stays the same while the servers behind it come and go, as that of a proxy in front of them.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource<Uri> _target = Nobody();

    public Relay()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = Accept();
    }

    public Uri Address { get; }

    /// <summary>Leads further connections, and those that wait, to a server.</summary>
    public void LeadTo(Uri server)
    {
        if (_target.Task.IsCompleted) _target = Nobody();
        _target.SetResult(server);
    }

    /// <summary>Lets further connections wait until they are led somewhere.</summary>
    public void Hold() => _target = Nobody();

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _over.Dispose();
    }

    private static TaskCompletionSource<Uri> Nobody() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync(_over.Token);
                var passing = Task.Run(() => Pass(near));
                _connections[passing] = true;
                _ = passing.ContinueWith(ended => _connections.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Pass(TcpClient near)
    {
        using (near)
        using (var far = new TcpClient { NoDelay = true })
        {
            near.NoDelay = true;
            try
            {
                var target = await _target.Task.WaitAsync(_over.Token);
                await far.ConnectAsync(target.Host, target.Port, _over.Token);
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
                var there = near.GetStream().CopyToAsync(far.GetStream(), ended.Token);
                var back = far.GetStream().CopyToAsync(near.GetStream(), ended.Token);
                await Task.WhenAny(there, back);
                await ended.CancelAsync();
                await Task.WhenAll(there, back);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
            {
                // One side has gone, and so does the other.
            }
        }
    }
}
