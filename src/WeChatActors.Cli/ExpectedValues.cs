using System.CommandLine;
using System.CommandLine.Parsing;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>Checks the values of options, with sentences that quote the bad value and name the good ones.</summary>
internal static class ExpectedValues
{
    /// <summary>The option's value in this call; null when it has none.</summary>
    public static string? Given(this CommandResult call, Option<string?> option) =>
        call.GetResult(option) is { Tokens: [{ Value.Length: > 0 } token] } ? token.Value : null;

    /// <summary>Refuses a value that does not fit.</summary>
    public static void Expect(this CommandResult call, Option<string?> option, string expected, Func<string, bool> fits)
    {
        if (call.Given(option) is { } text && !fits(text)) call.AddError($"'{text}' stands at {option.Name}, expected {expected}.");
    }

    /// <summary>Refuses a value that is none of some words.</summary>
    public static void ExpectWord(this CommandResult call, Option<string?> option, IEnumerable<string> words)
    {
        if (call.Given(option) is not { } text || words.Contains(text)) return;
        call.AddError(NoSuch(text, option.Name, [.. words]));
    }

    /// <summary>The sentence about a word that is none of those that may stand there.</summary>
    public static string NoSuch(string text, string option, string[] words)
    {
        var hint = Nearest.Hint(text, words);
        return $"'{text}' stands at {option}{(hint.Length > 0 ? hint : ",")} expected one of: {string.Join(", ", words)}.";
    }

    /// <summary>Refuses two options beside each other.</summary>
    public static void ExpectOneOf(this CommandResult call, Option first, Option other)
    {
        if (call.GetResult(first) is { Implicit: false } && call.GetResult(other) is { Implicit: false })
            call.AddError($"{other.Name} stands beside {first.Name}, expected one of the two.");
    }
}
