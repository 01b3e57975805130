namespace WeChatActors.Rules;

internal enum TokenKind
{
    End,
    Close,
    Name,
    Literal,
    Symbol,
}

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is; End also stands behind the first mistake.</param>
/// <param name="Text">A name, or the symbol or word operator as written.</param>
/// <param name="Value">The value of a literal.</param>
/// <param name="Start">Where it begins in the source.</param>
/// <param name="Stop">Where the next may begin.</param>
internal readonly record struct Token(TokenKind Kind, string Text, Value Value, int Start, int Stop);
