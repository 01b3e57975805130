using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Calls and their answers in words, for people who rehearse.</summary>
public static class CallWords
{
    /// <summary>What is called: <c>GET https://shop.example/orders/1</c>, <c>the model 'default'</c>.</summary>
    public static string Of(CallOrder order) => order switch
    {
        HttpOrder http => $"{http.Method} {http.Url}",
        LlmOrder llm => $"the model '{llm.Model}'",
        null => throw new ArgumentNullException(nameof(order)),
        _ => order.Target,
    };

    /// <summary>What an answer holds, shortly.</summary>
    public static string Of(MockedAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var (ok, error, text, status) = (answer.Result["ok"], answer.Result["error"].AsText, answer.Result["text"].AsText, answer.Result["status"]);
        if (ok.IsTrue && text is not null) return text;
        return status.IsNull ? error ?? "nothing" : $"status {status.ToJson()}";
    }

    /// <summary>What a test may say to answer it.</summary>
    public static string Mock(CallOrder order) => order is LlmOrder ? "llm: some words" : "http: {status: 200, body: {...}}";
}
