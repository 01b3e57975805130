using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>A condition on the words of a message, by texts that are folded already.</summary>
internal abstract class TextCondition(TermKind kind, string[] texts) : Condition
{
    private readonly Term[] _terms = Array.ConvertAll(texts, text => new Term(kind, text));

    public IReadOnlyList<string> Texts => texts;

    public override IReadOnlyList<Term> Terms => _terms;

    public override Reach Reach => Reach.Messages;

    public override bool Holds(Deciding deciding)
    {
        if (!deciding.HasText) return false;
        var words = deciding.Folded;
        foreach (var text in texts)
            if (Fits(words, text)) return true;
        return false;
    }

    public override bool IsOfWords(Deciding deciding) => true;

    protected abstract bool Fits(ReadOnlySpan<char> words, string text);
}

internal sealed class ExactCondition(string[] texts) : TextCondition(TermKind.Exact, texts)
{
    protected override bool Fits(ReadOnlySpan<char> words, string text) => words.SequenceEqual(text);
}

internal sealed class PrefixCondition(string[] texts) : TextCondition(TermKind.Prefix, texts)
{
    protected override bool Fits(ReadOnlySpan<char> words, string text) => words.StartsWith(text, StringComparison.Ordinal);
}

internal sealed class KeywordCondition(string[] texts) : TextCondition(TermKind.Keyword, texts)
{
    protected override bool Fits(ReadOnlySpan<char> words, string text) => words.Contains(text, StringComparison.Ordinal);
}

/// <summary>One of several regexes; its groups become <c>m</c>.</summary>
internal sealed class RegexCondition(Regex[] regexes) : Condition
{
    public override Reach Reach => Reach.Messages;

    public override void Rematch(Deciding deciding) => Holds(deciding);

    public override bool IsOfWords(Deciding deciding) => true;

    public override bool Holds(Deciding deciding)
    {
        if (!deciding.HasText) return false;
        foreach (var regex in regexes)
        {
            if (!regex.IsMatch(deciding.Widened)) continue;
            deciding.Evaluation.Matches.Add(regex.Match(deciding.Widened.ToString()));
            return true;
        }

        return false;
    }
}
