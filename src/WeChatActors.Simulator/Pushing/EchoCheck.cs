using System.Text;

namespace WeChatActors.Simulator;

/// <summary>Judges the answer to a URL verification: status 200, and echostr to the byte.</summary>
internal static class EchoCheck
{
    /// <summary>Why the callback is not taken, in one sentence; null when it is.</summary>
    public static Sentence? FindFault(Exchange exchange, string echo)
    {
        if (exchange.Failure is { } failure) return failure;
        if (StatusCheck.FindFault(exchange.Status, exchange.Location) is { } wrongStatus) return wrongStatus;
        var answer = exchange.Body.AsSpan();
        var expected = Encoding.ASCII.GetBytes(echo);
        if (answer.SequenceEqual(expected)) return null;
        if (answer.IsEmpty)
        {
            return new Sentence(
                $"The answer is empty; it must be echostr, the {echo.Length} digits of the query string. Was the signature judged wrong?",
                $"应答为空；必须是查询串中的 echostr，共 {echo.Length} 位数字。是验签失败了吗？");
        }
        var bare = answer.StartsWith("\uFEFF"u8) ? answer[3..] : answer;
        if (bare.Length < answer.Length && bare.SequenceEqual(expected))
            return new Sentence("The answer is echostr behind a byte order mark; send the digits alone.", "应答的 echostr 前有 BOM；请只返回这些数字。");
        if (answer.Trim(" \t\r\n"u8).SequenceEqual(expected))
            return new Sentence("The answer is echostr with white space around it; send the digits alone.", "应答的 echostr 前后有空白；请只返回这些数字。");
        if (answer.Trim((byte)'"').SequenceEqual(expected))
        {
            return new Sentence(
                "The answer is echostr in quotes: a framework has serialised it as JSON; send the bare digits.",
                "应答的 echostr 带引号：框架把它序列化成了 JSON；请只返回这些数字。");
        }
        var bytes = Sentence.Digits(answer.Length);
        return new Sentence(
            $"The answer is {bytes} bytes that are not echostr; send exactly the {echo.Length} digits of the query string.",
            $"应答是 {bytes} 字节，但不是 echostr；请原样返回查询串中的 {echo.Length} 位数字。");
    }
}
