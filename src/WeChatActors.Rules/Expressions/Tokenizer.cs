using System.Globalization;
using System.Text;

namespace WeChatActors.Rules;

/// <summary>Cuts an expression into tokens. Knows no nesting; a mistake is reported once and ends the tokens.</summary>
/// <param name="source">The text that holds the expression.</param>
/// <param name="inTemplate">Whether <c>}}</c> ends it.</param>
/// <param name="fail">Gets the offset and the sentence of a mistake.</param>
internal sealed class Tokenizer(string source, bool inTemplate, Action<int, string> fail)
{
    private static readonly string[] Symbols =
        ["??", "==", "!=", "<=", ">=", "&&", "||", "(", ")", "[", "]", ",", ".", "?", ":", "<", ">", "+", "-", "*", "/", "|", "!", "=", "%"];

    // Signs an input method for Chinese types in place of the plain ones.
    private const string Wide = "（）［］，．？：＜＞＋－＊／｜！＝“”‘’。";
    private const string Plain = "()[],.?:<>+-*/|!=\"\"''.";

    public Token Next(int at)
    {
        while (at < source.Length && char.IsWhiteSpace(source[at])) at++;
        if (at >= source.Length) return new(TokenKind.End, "", default, source.Length, source.Length);
        var c = source[at];
        if (inTemplate && c == '}' && at + 1 < source.Length && source[at + 1] == '}') return new(TokenKind.Close, "}}", default, at, at + 2);
        if (c is '\'' or '"') return Text(at, c);
        if (char.IsAsciiDigit(c)) return Number(at);
        if (char.IsLetter(c) || c == '_') return Name(at);
        foreach (var symbol in Symbols)
            if (source.AsSpan(at).StartsWith(symbol)) return Symbol(symbol, at);
        var wide = Wide.IndexOf(c, StringComparison.Ordinal);
        return Failed(at, wide >= 0
            ? $"'{c}' is a full-width character, expected '{Plain[wide]}'."
            : $"'{Whole(at)}' has no meaning in an expression.");
    }

    private string Whole(int at) => char.IsHighSurrogate(source[at]) && at + 1 < source.Length ? source.Substring(at, 2) : source[at].ToString();

    private Token Symbol(string symbol, int at)
    {
        var meant = symbol switch { "&&" => "and", "||" => "or", "!" => "not", "=" => "==", _ => null };
        if (meant is not null) return Failed(at, $"'{symbol}' is not an operator here, expected '{meant}'.");
        return symbol == "%" ? Failed(at, "'%' is not an operator, expected one of + - * /.") : new(TokenKind.Symbol, symbol, default, at, at + symbol.Length);
    }

    private Token Name(int start)
    {
        var at = start;
        while (at < source.Length && (char.IsLetterOrDigit(source[at]) || source[at] == '_')) at++;
        var text = source[start..at];
        return text switch
        {
            "true" => new(TokenKind.Literal, text, Value.Of(true), start, at),
            "false" => new(TokenKind.Literal, text, Value.Of(false), start, at),
            "null" => new(TokenKind.Literal, text, Value.Null, start, at),
            "or" or "and" or "not" or "in" => new(TokenKind.Symbol, text, default, start, at),
            _ => new(TokenKind.Name, text, default, start, at),
        };
    }

    private Token Number(int start)
    {
        var at = start;
        while (at < source.Length && char.IsAsciiDigit(source[at])) at++;
        if (at + 1 < source.Length && source[at] == '.' && char.IsAsciiDigit(source[at + 1]))
        {
            at++;
            while (at < source.Length && char.IsAsciiDigit(source[at])) at++;
        }

        var digits = source.AsSpan(start, at - start);
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return Failed(start, $"the number has {digits.Length} characters, at most 28 digits are exact.");
        var unit = at;
        while (at < source.Length && (char.IsLetterOrDigit(source[at]) || source[at] == '_')) at++;
        if (unit == at) return new(TokenKind.Literal, source[start..at], Value.Of(number), start, at);
        decimal? ticks = source[unit..at] switch
        {
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            "d" => TimeSpan.TicksPerDay,
            _ => null,
        };
        if (ticks is null) return Failed(unit, $"'{source[unit..at]}' follows a number, expected a unit of time (s, m, h, d) or an operator.");
        if (number * 1m > TimeSpan.MaxValue.Ticks / ticks.Value) return Failed(start, "the duration is too long.");
        return new(TokenKind.Literal, source[start..at], Value.Of(new TimeSpan((long)(number * ticks.Value))), start, at);
    }

    private Token Text(int start, char quote)
    {
        var text = new StringBuilder();
        for (var at = start + 1; at < source.Length; at++)
        {
            var c = source[at];
            if (c == quote) return new(TokenKind.Literal, source[start..(at + 1)], Value.Of(text.ToString()), start, at + 1);
            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            at++;
            var escaped = at < source.Length ? source[at] : '\0';
            switch (escaped)
            {
                case 'n': text.Append('\n'); break;
                case 't': text.Append('\t'); break;
                case '\\' or '\'' or '"': text.Append(escaped); break;
                case '\0': break;
                default: return Failed(at - 1, $"'\\{Whole(at)}' is not an escape, expected \\n, \\t, \\\\, \\' or \\\".");
            }
        }

        return Failed(start, $"the text that begins here has no closing {quote}.");
    }

    private Token Failed(int at, string message)
    {
        fail(at, message);
        return new(TokenKind.End, "", default, at, source.Length);
    }
}
