using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>What a call asks.</summary>
public enum CallKind
{
    /// <summary>Another system.</summary>
    Http,

    /// <summary>A model.</summary>
    Llm,
}

/// <summary>What stands in for the answers of other systems in a test. Immutable.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Kind">What it answers.</param>
/// <param name="Target">The host, perhaps with the beginning of a path, or the model that it answers for; null for all of its kind.</param>
/// <param name="Answers">The answers; at least one.</param>
/// <param name="InOrder">Whether each is given once, in order; otherwise the only one is given to every call.</param>
public sealed record CallMock(Place Place, CallKind Kind, string? Target, ImmutableArray<MockedAnswer> Answers, bool InOrder)
{
    /// <summary>How well it fits a call: the longer its target, the better; -1 when it does not fit.</summary>
    public int Fit(CallOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order is LlmOrder != (Kind == CallKind.Llm)) return -1;
        if (Target is null) return 0;
        if (order is LlmOrder llm) return llm.Model == Target ? Target.Length : -1;
        if (order is not HttpOrder http || !Uri.TryCreate(http.Url, UriKind.Absolute, out var url)) return -1;
        var called = url.Authority + url.PathAndQuery;
        return called.StartsWith(Target, StringComparison.OrdinalIgnoreCase) && (called.Length == Target.Length || Target.EndsWith('/') || called[Target.Length] is '/' or '?')
            ? Target.Length : -1;
    }
}

/// <summary>One answer that stands in for another system's.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Result">What the rule sees: the map of the call's kind.</param>
/// <param name="Takes">How long it takes; null for as long as the call may take, after which it has failed.</param>
public sealed record MockedAnswer(Place Place, Value Result, TimeSpan? Takes)
{
    /// <summary>What another system answers.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="status">The status; the call has worked when it is one of success.</param>
    /// <param name="body">The body, as rules see it.</param>
    /// <param name="takes">How long it takes.</param>
    public static MockedAnswer Http(Place place, int status, Value body, TimeSpan takes = default)
    {
        var error = status is >= 200 and <= 299 ? null : status is >= 300 and <= 399 ? "redirect" : "status";
        return new(place, Value.Map([new("ok", error is null), new("status", Value.Of((long)status)), new("body", body), new("error", error)]), takes);
    }

    /// <summary>What a model says; nothing counts as a failure.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="text">The words.</param>
    /// <param name="finish">Why it stopped; null for the usual.</param>
    /// <param name="takes">How long it takes.</param>
    public static MockedAnswer Llm(Place place, string text, string? finish = null, TimeSpan takes = default) =>
        new(place, Said(text, text?.Length is null or 0 ? "empty" : null, finish ?? (text?.Length is null or 0 ? null : "stop")), takes);

    /// <summary>A call that did not work: at once, or, for <c>timeout</c>, when its time is over.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="kind">The call's kind.</param>
    /// <param name="error">One word that says why.</param>
    public static MockedAnswer Failed(Place place, CallKind kind, string error) => new(
        place,
        kind == CallKind.Llm ? Said("", error, null) : Value.Map([new("ok", false), new("status", Value.Null), new("body", Value.Null), new("error", error)]),
        error == "timeout" ? null : TimeSpan.Zero);

    private static Value Said(string? text, string? error, string? finish) => Value.Map(
        [new("ok", error is null), new("text", text ?? ""), new("error", error), new("finish", finish), new("model", Value.Null), new("status", Value.Null)]);
}
