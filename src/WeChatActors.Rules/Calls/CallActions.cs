using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>An action that waits for a call.</summary>
/// <param name="into">The name its result gets; null for none.</param>
internal abstract class CallAction(string? into) : RuleAction
{
    public override bool Run(Deciding deciding)
    {
        Value result;
        if (Order(deciding, out var why) is { } order)
        {
            if (!deciding.TryTake(order, out result)) return false;
            if (into is not null) deciding.Name(into, result);
            return After(deciding, order, result);
        }

        result = Failed(why!);
        if (into is not null) deciding.Name(into, result);
        return After(deciding, null, result);
    }

    /// <summary>The call; null with one word that says why when it cannot be made.</summary>
    protected abstract CallOrder? Order(Deciding deciding, out string? why);

    /// <summary>What a call gives that is not made.</summary>
    protected abstract Value Failed(string why);

    /// <summary>Goes on with the result.</summary>
    /// <param name="deciding">The decision.</param>
    /// <param name="order">The call; null when it could not be made.</param>
    /// <param name="result">Its result.</param>
    /// <returns>Whether the next action may run.</returns>
    protected virtual bool After(Deciding deciding, CallOrder? order, Value result) => true;
}

/// <summary>A header or field with its template.</summary>
internal readonly record struct NamedTemplate(string Name, Template Text);

/// <summary>What an HTTP request carries. Immutable.</summary>
/// <param name="ContentType">Its type.</param>
/// <param name="Make">Writes it; null when it is too long.</param>
internal sealed record RequestBody(string ContentType, Func<Evaluation, string?> Make);

/// <summary>Asks another system.</summary>
internal sealed class HttpAction(
    string place, string method, Template url, NamedTemplate[] headers, RequestBody? body, TimeSpan? deadline, int retries, bool once, string? into)
    : CallAction(into)
{
    protected override CallOrder? Order(Deciding deciding, out string? why)
    {
        var evaluation = deciding.Evaluation;
        why = null;
        var address = url.Render(evaluation);
        if (!IsAddress(address)) why = "bad_url";
        var content = body?.Make(evaluation);
        if (body is not null && content is null) why ??= "too_large";
        if (why is not null) return null;
        var filled = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(headers.Length);
        foreach (var (name, text) in headers) filled.Add(new(name, OneLine(text.Render(evaluation))));
        return new HttpOrder(place, method, address, filled.MoveToImmutable(), content, body?.ContentType, deadline, retries, once);
    }

    protected override Value Failed(string why) =>
        Value.Map([new("ok", false), new("status", Value.Null), new("body", Value.Null), new("error", why)]);

    /// <summary>Whether a text is an absolute http or https address.</summary>
    public static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0;

    // What a user sends must not become a header of its own.
    private static string OneLine(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1F') && !text.Contains('\x7F', StringComparison.Ordinal)) return text;
        return string.Create(text.Length, text, static (line, from) =>
        {
            for (var i = 0; i < line.Length; i++) line[i] = char.IsControl(from[i]) ? ' ' : from[i];
        });
    }
}

/// <summary>Asks a model.</summary>
internal sealed class LlmAction(
    string place, string model, Template? system, Template? prompt, int history, TimeSpan? deadline, bool replies, ActionBranch? fallback, string? into)
    : CallAction(into)
{
    protected override CallOrder? Order(Deciding deciding, out string? why)
    {
        var question = prompt is null ? deciding.Packet?.Text ?? "" : prompt.Render(deciding.Evaluation);
        why = string.IsNullOrWhiteSpace(question) ? "no_prompt" : null;
        return why is null ? new LlmOrder(place, model, system?.Render(deciding.Evaluation), question, history, deadline) : null;
    }

    protected override Value Failed(string why) =>
        Value.Map([new("ok", false), new("text", Value.Null), new("error", why), new("finish", Value.Null)]);

    protected override bool After(Deciding deciding, CallOrder? order, Value result)
    {
        if (result["ok"].IsTrue && result["text"].AsText is { Length: > 0 } text)
        {
            deciding.Exchange = new(((LlmOrder)order!).Prompt, text);
            if (replies) deciding.Answer(new TextReply(text));
            return true;
        }

        if (fallback is not null) return fallback.Run(deciding);
        if (replies) deciding.Note("the model gave no answer and the action has no 'fallback', so nothing is sent.");
        return true;
    }
}
