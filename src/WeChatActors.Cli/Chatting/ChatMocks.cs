using System.Globalization;
using System.Text.Json;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>What answers the calls of a chat: nothing until the person says so, then always the same.</summary>
internal sealed class ChatMocks
{
    private const string HttpUsage = "expected /mock http [HOST] 200 {\"a\": 1}, /mock http timeout or /mock http error";

    private static readonly Place Typed = new("/mock", 1, 1);

    private readonly List<CallMock> _mocks = [];
    private readonly Dictionary<CallOrder, MockedAnswer?> _answered = new(ReferenceEqualityComparer.Instance);

    /// <summary>Answers a call; null when nothing does.</summary>
    public MockedAnswer? Answer(CallOrder order)
    {
        CallMock? best = null;
        foreach (var mock in _mocks)
            if (mock.Fit(order) > (best?.Fit(order) ?? -1)) best = mock;
        return _answered[order] = best?.Answers[0];
    }

    /// <summary>Notes how a call was answered elsewhere.</summary>
    public void Note(CallOrder order, MockedAnswer? answer) => _answered[order] = answer;

    /// <summary>Takes an answer, in place of an earlier one for the same.</summary>
    public void Add(CallMock mock)
    {
        _mocks.RemoveAll(old => old.Kind == mock.Kind && old.Target == mock.Target);
        _mocks.Add(mock);
    }

    public void Clear() => _mocks.Clear();

    /// <summary>What became of a call, and how to answer one that nothing answered.</summary>
    public string Told(CallOrder order) =>
        _answered.GetValueOrDefault(order) is { } answer
            ? $"called {ReplyText.OneLine(CallWords.Of(order))} -> {ReplyText.OneLine(CallWords.Of(answer))}"
            : $"called {ReplyText.OneLine(CallWords.Of(order))}: nothing answers it, so it failed; {(order is LlmOrder ? "/mock llm 你好" : "/mock http 200 {\"a\": 1}")} answers from now on";

    /// <summary>The answers as lines.</summary>
    public IEnumerable<string> Lines() =>
        _mocks.Count == 0
            ? ["Nothing answers calls, so they fail. /mock http 200 {\"a\": 1}, /mock http timeout and /mock llm 你好 answer them."]
            : _mocks.Select(Line);

    /// <summary>Reads what follows <c>/mock</c>.</summary>
    public static ChatInput Read(string rest)
    {
        var (kind, behind) = ChatInput.Word(rest);
        return kind switch
        {
            "" => new ChatInput.Mocks(Clear: false),
            "clear" when behind.Length == 0 => new ChatInput.Mocks(Clear: true),
            "http" => Http(behind),
            "llm" => Llm(behind),
            _ => new ChatInput.Mistake($"'{kind}' stands at /mock, expected http, llm, clear or nothing."),
        };
    }

    private static ChatInput Http(string rest)
    {
        string? host = null;
        var (first, behind) = ChatInput.Word(rest);
        if (first.AsSpan().ContainsAny('.', ':', '/') || first == "localhost") (host, (first, behind)) = (first, ChatInput.Word(behind));
        if (host?.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme) host = host[(scheme + 3)..];
        if (first is "timeout" or "error" && behind.Length == 0) return Mock(CallKind.Http, host, MockedAnswer.Failed(Typed, CallKind.Http, first == "error" ? "unreachable" : first));
        if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status is < 100 or > 599)
            return new ChatInput.Mistake(first.Length == 0 ? $"Something is missing, {HttpUsage}." : $"'{first}' is no status from 100 to 599, {HttpUsage}.");
        if (behind.Length == 0) return Mock(CallKind.Http, host, MockedAnswer.Http(Typed, status, Value.Null));
        if (behind[0] is not ('{' or '[' or '"')) return Mock(CallKind.Http, host, MockedAnswer.Http(Typed, status, behind));
        try
        {
            using var json = JsonDocument.Parse(behind);
            return Mock(CallKind.Http, host, MockedAnswer.Http(Typed, status, Value.FromJson(json.RootElement)));
        }
        catch (JsonException error)
        {
            return new ChatInput.Mistake($"The body is no JSON ({error.Message.Split(". ")[0].TrimEnd('.')}), {HttpUsage}.");
        }
    }

    private static ChatInput Llm(string rest) => rest switch
    {
        "" => new ChatInput.Mistake("Something is missing, expected /mock llm 你好, /mock llm timeout or /mock llm error."),
        "timeout" or "error" => Mock(CallKind.Llm, null, MockedAnswer.Failed(Typed, CallKind.Llm, rest == "error" ? "model_error" : rest)),
        _ => Mock(CallKind.Llm, null, MockedAnswer.Llm(Typed, rest)),
    };

    private static ChatInput.Mock Mock(CallKind kind, string? target, MockedAnswer answer) => new(new CallMock(Typed, kind, target, [answer], InOrder: false));

    public static string Line(CallMock mock)
    {
        var answer = mock.Answers[0];
        var body = answer.Result["body"];
        return $"{(mock.Kind == CallKind.Llm ? "models" : mock.Target ?? "every http call")} -> {ReplyText.OneLine(CallWords.Of(answer))}{(body.IsNull ? "" : " " + body.ToJson())}";
    }
}
