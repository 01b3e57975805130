using System.Globalization;
using System.Text;

namespace WeChatActors.Simulator;

/// <summary>Judges the answer to a URL verification: status 200, and echostr to the byte.</summary>
internal static class EchoCheck
{
    /// <summary>Why the callback is not taken, in one sentence; null when it is.</summary>
    public static string? FindFault(Exchange exchange, string echo)
    {
        if (exchange.Failure is { } failure) return failure;
        if (StatusCheck.FindFault(exchange.Status, exchange.Location) is { } wrongStatus) return wrongStatus;
        var answer = exchange.Body.AsSpan();
        var expected = Encoding.ASCII.GetBytes(echo);
        if (answer.SequenceEqual(expected)) return null;
        if (answer.IsEmpty) return $"The answer is empty; it must be echostr, the {echo.Length} digits of the query string. Was the signature judged wrong?";
        var bare = answer.StartsWith("\uFEFF"u8) ? answer[3..] : answer;
        if (bare.Length < answer.Length && bare.SequenceEqual(expected)) return "The answer is echostr behind a byte order mark; send the digits alone.";
        if (answer.Trim(" \t\r\n"u8).SequenceEqual(expected)) return "The answer is echostr with white space around it; send the digits alone.";
        if (answer.Trim((byte)'"').SequenceEqual(expected)) return "The answer is echostr in quotes: a framework has serialised it as JSON; send the bare digits.";
        return string.Create(
            CultureInfo.InvariantCulture, $"The answer is {answer.Length:N0} bytes that are not echostr; send exactly the {echo.Length} digits of the query string.");
    }
}
