using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>One TCP connection.</summary>
/// <param name="wire">Where to.</param>
internal sealed class SocketConnection(SocketWire wire) : IWireConnection
{
    private readonly AnswerReader _answer = new();
    private readonly Lock _gate = new();
    private CancellationTokenSource? _opening;
    private Socket? _socket;
    private SslStream? _tls;
    private bool _aborted;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<WireAnswer> Exchange(ReadOnlyMemory<byte> request, bool rested)
    {
        // What a server sends between two answers answers nothing, and a connection that it closed meanwhile is no failure of the target.
        if (rested && _socket is { } old && HasNews(old)) Close();
        var kept = _socket is not null;
        while (true)
        {
            if (_socket is null && await Open() is { } failure) return failure;
            _answer.Begin();
            AnswerProgress progress;
            try
            {
                progress = await SendAndRead(request, kept);
            }
            catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                if (!_aborted && kept && _answer.IsUntouched) progress = AnswerProgress.Partial;
                else return Broken(error);
            }
            if (progress == AnswerProgress.Partial)
            {
                // A server may close a connection that it kept alive at any moment, and so at this one: its answer is asked for again, once.
                Close();
                kept = false;
                continue;
            }
            if (!_answer.KeepsAlive) Close();
            return progress == AnswerProgress.Complete
                ? new WireAnswer(DeliveryFault.None, "", _answer.Status, _answer.Location, _answer.Body)
                : WireAnswer.Failed(_answer.Fault, _answer.Why);
        }
    }

    /// <inheritdoc/>
    public void Abort()
    {
        lock (_gate)
        {
            if (_aborted) return;
            _aborted = true;
            _opening?.Cancel();
            if (_socket is { } socket) Reset(socket);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Ends it without lingering: a target that hangs would else leave every port of this machine in use for a minute.</summary>
    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
        socket.Dispose();
    }

    private static bool HasNews(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    private ValueTask<int> Receive(Memory<byte> room) => _tls is { } tls ? tls.ReadAsync(room) : _socket!.ReceiveAsync(room, SocketFlags.None);

    private async ValueTask Send(ReadOnlyMemory<byte> bytes)
    {
        if (_tls is { } tls) await tls.WriteAsync(bytes);
        else
            for (var sent = 0; sent < bytes.Length;) sent += await _socket!.SendAsync(bytes[sent..], SocketFlags.None);
    }

    /// <returns>Partial when the connection ended without a byte, as one does that was closed before.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AnswerProgress> SendAndRead(ReadOnlyMemory<byte> request, bool kept)
    {
        await Send(request);
        while (true)
        {
            var count = await Receive(_answer.Room);
            if (count == 0) return kept && _answer.IsUntouched && !_aborted ? AnswerProgress.Partial : _answer.End();
            if (_answer.Take(count) is not AnswerProgress.Partial and var progress) return progress;
        }
    }

    /// <summary>Opens the connection.</summary>
    /// <returns>Why there is none; null when there is one.</returns>
    private async Task<WireAnswer?> Open()
    {
        using var opening = new CancellationTokenSource();
        lock (_gate)
        {
            if (_aborted) return Late();
            _opening = opening;
        }
        try
        {
            await Connect(opening.Token);
            if (wire.Target.Scheme == Uri.UriSchemeHttps) await Secure(opening.Token);
            return null;
        }
        catch (Exception error) when (error is SocketException or IOException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
            var aborted = _aborted;
            Close();
            wire.Forget();
            return aborted ? Late() : WireAnswer.Failed(DeliveryFault.Connect, ConnectFault.Describe(error, wire.Target));
        }
        finally
        {
            lock (_gate) _opening = null;
        }
    }

    private async Task Connect(CancellationToken ct)
    {
        var addresses = await wire.Resolve(ct);
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            lock (_gate)
            {
                _socket = socket;
                if (_aborted) socket.Dispose();
            }
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], wire.Target.Port), ct);
                return;
            }
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                socket.Dispose();
            }
        }
    }

    private async Task Secure(CancellationToken ct)
    {
        _tls = new SslStream(new NetworkStream(_socket!, ownsSocket: false));
        CertificateFault? fault = null;
        try
        {
            await _tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = wire.Target.IdnHost,
                    // The system judges, by its own clock; this only keeps why.
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) => (fault = CertificateFault.Find(certificate, chain, errors, TimeProvider.System.GetUtcNow())) is null,
                },
                ct);
        }
        catch (AuthenticationException) when (fault is not null)
        {
            throw new CertificateException(fault);
        }
    }

    private WireAnswer Broken(Exception error)
    {
        var answer = _aborted ? Late() : WireAnswer.Failed(
            DeliveryFault.Broken,
            _answer.Status > 0 ? CallbackRequest.Broken(_answer.Received).English
                : CallbackRequest.Describe(new HttpRequestException(HttpRequestError.Unknown, null, error), wire.Target).English);
        Close();
        return answer;
    }

    private WireAnswer Late() =>
        WireAnswer.Failed(DeliveryFault.Late, CallbackRequest.OutOfPatience(_answer.Status > 0 ? _answer.Status : null, _answer.Received).English);

    private void Close()
    {
        lock (_gate)
        {
            _tls?.Dispose();
            _socket?.Dispose();
            (_tls, _socket) = (null, null);
        }
    }
}
