using System.Text.RegularExpressions;

namespace WeChatActors.Simulator.Tests;

/// <summary>What holds of every sentence: it is said in Chinese too, to its full stop, and both name the same numbers.</summary>
internal static partial class Bilingual
{
    /// <summary>Looks at a sentence and gives it back.</summary>
    public static Sentence Check(Sentence sentence)
    {
        Assert.NotEmpty(sentence.English);
        Assert.True(Han().IsMatch(sentence.Chinese), $"'{sentence.English}' is in Chinese '{sentence.Chinese}'.");
        Assert.True(Numbers(sentence.English).SequenceEqual(Numbers(sentence.Chinese)), $"'{sentence.English}' and '{sentence.Chinese}' differ in a number.");
        return sentence;
    }

    /// <summary>Looks at every sentence of a push that has ended.</summary>
    public static PushRecord Check(PushRecord record)
    {
        Check(record.Verdict);
        foreach (var delivery in record.Deliveries) Check(delivery.Verdict);
        return record;
    }

    private static IEnumerable<string> Numbers(string text) => Number().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}.*[。？]$")]
    private static partial Regex Han();

    [GeneratedRegex(@"\d+([.,:-]\d+)*")]
    private static partial Regex Number();
}
