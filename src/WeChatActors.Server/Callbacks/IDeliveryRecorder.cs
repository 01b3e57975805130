using System.Text;

namespace WeChatActors.Server;

/// <summary>Takes the deliveries that WeChat made and what they were answered with. Called by any thread.</summary>
public interface IDeliveryRecorder
{
    /// <summary>Whether deliveries of an account are wanted.</summary>
    /// <param name="account">The alias.</param>
    bool Wants(string account);

    /// <summary>Hears a little earlier whose delivery it will take: time to look for what it knows of him. A hint, and nothing else.</summary>
    /// <param name="sender">His FromUserName.</param>
    void Expect(string sender);

    /// <summary>Takes one, before its answer leaves. Must not throw nor wait.</summary>
    void Record(in RecordedDelivery delivery);

    /// <summary>Writes its counters in Prometheus text format.</summary>
    void Write(StringBuilder text);
}

/// <summary>A genuine delivery and its answer; valid only while it is handed over.</summary>
public readonly ref struct RecordedDelivery
{
    /// <summary>The account's alias.</summary>
    public required string Account { get; init; }

    /// <summary>When its request arrived, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>From then to its answer.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The query string as it came.</summary>
    public required string Query { get; init; }

    /// <summary>The packet as it was inside its envelope.</summary>
    public required ReadOnlySpan<byte> Packet { get; init; }

    /// <summary>Its FromUserName; null when the packet cannot be read.</summary>
    public string? Sender { get; init; }

    /// <summary>The words of the user in it; null for none.</summary>
    public string? Words { get; init; }

    /// <summary>Whether it came in an envelope.</summary>
    public bool Encrypted { get; init; }

    /// <summary>The HTTP status; null when no answer leaves.</summary>
    public int? Status { get; init; }

    /// <summary>Whether there is a body, be it empty.</summary>
    public bool HasAnswer { get; init; }

    /// <summary>The answer as it is inside its envelope, UTF-8.</summary>
    public ReadOnlySpan<byte> Answer { get; init; }

    /// <summary>The rules that ran, joined by commas; null when they are not known.</summary>
    public string? Rule { get; init; }

    /// <summary>Whether the words of the user answer a secret question, or may do so.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Answers to secret questions that the answer may repeat; null for none.</summary>
    public IReadOnlyList<string>? Secrets { get; init; }
}
