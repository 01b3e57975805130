using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>A call to another system that a rule waits for. Immutable, complete: whoever makes it needs no rule.</summary>
/// <param name="Place">The rule's file and line, for people.</param>
/// <param name="Deadline">How long it may take, all attempts together; null for the default of its kind.</param>
/// <param name="Once">Whether every attempt carries the same idempotency key, also after a crash, so that the other side does it once.
/// A call that is not so is given up after a crash unless its method is safe to repeat.</param>
public abstract record CallOrder(string Place, TimeSpan? Deadline, bool Once)
{
    /// <summary>What its duration and failures are counted by: the host, or the model's name.</summary>
    public abstract string Target { get; }
}

/// <summary>An HTTP request. Its result is a map with <c>ok, status, body, error</c>.</summary>
/// <param name="Place">The rule's file and line, for people.</param>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Url">The address, with its query.</param>
/// <param name="Headers">Headers of the request.</param>
/// <param name="Body">The body as text; null for none.</param>
/// <param name="ContentType">Its type; null without a body.</param>
/// <param name="Deadline">How long it may take, all attempts together; null for the default.</param>
/// <param name="Retries">How many more attempts after one that failed or was answered 502, 503, 504; 0 to 5.</param>
/// <param name="Once">Whether every attempt carries the same idempotency key.</param>
public sealed record HttpOrder(
    string Place, string Method, string Url, ImmutableArray<KeyValuePair<string, string>> Headers, string? Body, string? ContentType,
    TimeSpan? Deadline, int Retries, bool Once) : CallOrder(Place, Deadline, Once)
{
    /// <inheritdoc/>
    public override string Target => Uri.TryCreate(Url, UriKind.Absolute, out var uri) ? uri.Authority : "";
}

/// <summary>A chat completion of a model. Its result is a map with <c>ok, text, error, finish</c>.</summary>
/// <param name="Place">The rule's file and line, for people.</param>
/// <param name="Model">The model's name in the configuration.</param>
/// <param name="System">The instructions; null for none.</param>
/// <param name="Prompt">What the user said.</param>
/// <param name="History">How many exchanges before this one the model is told, 0 to 20.</param>
/// <param name="Deadline">How long it may take; null for the default.</param>
public sealed record LlmOrder(string Place, string Model, string? System, string Prompt, int History, TimeSpan? Deadline)
    : CallOrder(Place, Deadline, Once: false)
{
    /// <inheritdoc/>
    public override string Target => "llm:" + Model;
}

/// <summary>How a call that a rule waited for ended, as the rule goes on with it. Kept, so that the rule can be run again to the same point.</summary>
/// <param name="Result">A map; <c>ok</c> says whether it worked.</param>
/// <param name="At">When the rule went on, UTC: the time that expressions after the call see.</param>
/// <param name="Window">The window at that time.</param>
public sealed record CallResult(Value Result, DateTimeOffset At, WindowView Window);

/// <summary>What rules see of the customer-service window as <c>window</c>.</summary>
/// <param name="Left">How many messages may be pushed now.</param>
/// <param name="ClosesAt">When the last grant ends, UTC; null when none is open.</param>
public readonly record struct WindowView(int Left, DateTimeOffset? ClosesAt)
{
    /// <summary>Whether anything may be pushed.</summary>
    public bool Open => Left > 0;
}
