using System.Globalization;

namespace WeChatActors.Engine;

/// <summary>A limit of time that can be set anew for each stage of a call. One thread at a time.</summary>
/// <param name="time">Measures it.</param>
internal sealed class CallLimit(TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>Cancelled when a stage took too long, or its caller gave up.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Begins a stage.</summary>
    /// <param name="span">How long it may take.</param>
    public void Restart(TimeSpan span) => _source.CancelAfter(span);

    /// <summary>Begins a stage that its caller may give up; disposing what is returned ends it.</summary>
    public Stage Begin(TimeSpan span, CancellationToken ct)
    {
        _source.CancelAfter(span);
        return new Stage(_source, ct.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source));
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    /// <summary>A span in words, such as <c>30 s</c>.</summary>
    public static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");

    /// <summary>One stage.</summary>
    internal readonly struct Stage(CancellationTokenSource source, CancellationTokenRegistration giveUp) : IDisposable
    {
        public void Dispose()
        {
            giveUp.Dispose();
            source.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
