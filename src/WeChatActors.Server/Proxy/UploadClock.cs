namespace WeChatActors.Server;

/// <summary>Ends a call whose body is passed on as it arrives, when the platform neither takes more of it nor answers. However long the
/// upload lasts, it goes on while it moves.</summary>
/// <param name="stall">How long the platform may take nothing.</param>
/// <param name="answer">How long it may take to answer once it has all.</param>
/// <param name="time">The clock.</param>
/// <param name="gone">Fires when the caller goes away.</param>
internal sealed class UploadClock(TimeSpan stall, TimeSpan answer, TimeProvider time, CancellationToken gone) : IDisposable
{
    private CancellationTokenSource? _late;
    private CancellationTokenSource? _either;

    /// <summary>Whether it ended the call.</summary>
    public bool Ended => _late is { IsCancellationRequested: true };

    /// <summary>Fires when the call is to be ended, also because the caller went away.</summary>
    public CancellationToken Start()
    {
        _late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(gone, _late.Token);
        return _either.Token;
    }

    /// <summary>The platform is to take something now.</summary>
    public void AwaitProgress() => _late!.CancelAfter(stall);

    /// <summary>The platform is to answer now.</summary>
    public void AwaitAnswer() => _late!.CancelAfter(answer);

    /// <summary>Nothing is awaited of the platform.</summary>
    public void Rest() => _late!.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _either?.Dispose();
        _late?.Dispose();
    }
}
