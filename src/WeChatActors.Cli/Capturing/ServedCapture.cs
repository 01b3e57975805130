using System.Globalization;
using System.Text;
using WeChatActors.Replay;
using WeChatActors.Server;

namespace WeChatActors.Cli;

/// <summary>Captures what a server of ours is asked and answers.</summary>
internal sealed class ServedCapture : IDeliveryRecorder, IAsyncDisposable
{
    private readonly CaptureWriter _writer;
    private readonly IReadOnlySet<string>? _accounts;

    private ServedCapture(CaptureWriter writer, IReadOnlySet<string>? accounts) => (_writer, _accounts) = (writer, accounts);

    /// <summary>Begins a capture as a configuration asks for it; null when it asks for none.</summary>
    /// <param name="options">What it asks for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Hears why the capture stopped.</param>
    /// <exception cref="CaptureException">It cannot be written.</exception>
    public static ServedCapture? Start(CaptureOptions? options, TimeProvider time, Action<string> failed)
    {
        if (options is null) return null;
        var name = CaptureName.Of(options.File) ?? throw new ArgumentException("The name of a capture was not checked.", nameof(options));
        var key = options.KeepsOpenIds ? null : options.Key is { } given ? CaptureKey.Of(given) : CaptureKey.BesideOf(name);
        var settings = new CaptureSettings(name, "serve", key) { RotateBytes = options.RotateBytes, Keep = options.Keep };
        return new ServedCapture(CaptureWriter.Start(settings, time, failed), options.Accounts);
    }

    /// <inheritdoc/>
    public bool Wants(string account) => _accounts is null || _accounts.Contains(account);

    /// <inheritdoc/>
    public void Expect(string sender) => _writer.Expect(sender);

    /// <inheritdoc/>
    public void Record(in RecordedDelivery delivery)
    {
        var secrets = delivery.Secrets;
        if (delivery.IsSecret && delivery.Words is { Length: > 0 } words) secrets = [words, .. secrets ?? []];
        _writer.Add(new CaptureEntry
        {
            At = delivery.At, Account = delivery.Account, Query = delivery.Query, Packet = delivery.Packet, Sender = delivery.Sender, Encrypted = delivery.Encrypted,
            Status = delivery.Status, HasAnswer = delivery.HasAnswer, Answer = delivery.Answer, AnswerIsText = true, Elapsed = delivery.Elapsed, Rule = delivery.Rule,
            HidesWords = delivery.IsSecret, Secrets = secrets,
        });
    }

    /// <inheritdoc/>
    public void Write(StringBuilder text)
    {
        Line("wechatactors_capture_lines_total", _writer.Lines);
        Line("wechatactors_capture_bytes_total", _writer.Bytes);
        Line("wechatactors_capture_dropped_total", _writer.Dropped);

        void Line(string name, long value) => text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} counter\n{name} {value}\n");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
