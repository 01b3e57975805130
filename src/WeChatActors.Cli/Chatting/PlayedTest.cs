using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>Plays tests of a rule file in a chat, step by step, in a conversation of their own.</summary>
internal static class PlayedTest
{
    /// <summary>The tests as lines.</summary>
    public static IEnumerable<string> List(Script script, ChatRules rules) =>
        script.Tests.IsEmpty ? [$"{rules.Path} has no tests; they stand at 'tests' of a rule."] : script.Tests.Select(test => $"{test.Name} · {test.Place.File}:{test.Place.Line}");

    /// <summary>Plays one.</summary>
    /// <param name="name">Its name, its place as file:line, or a part of the name that no other has.</param>
    /// <param name="script">The rules.</param>
    /// <param name="rules">Where they come from.</param>
    /// <param name="printer">Writes what happens.</param>
    /// <param name="mocks">Learns how calls were answered.</param>
    public static void Play(string name, Script script, ChatRules rules, ChatPrinter printer, ChatMocks mocks)
    {
        if (Find(name, script, printer) is not { } test) return;
        printer.About($"test {test.Name} · {test.Place.File}:{test.Place.Line}");
        var result = RuleTestRun.Run(script, test, rules.Account, rules.CanPush, watch: step =>
        {
            foreach (var (order, answer) in step.Calls) mocks.Note(order, answer);
            if (step.Step.Wait is { } wait)
            {
                printer.Said($"/wait {DurationReader.Show(wait)}");
                printer.Waited(step.Waited, step.Now);
            }
            if (step.Step.In is not { } packet || step.Answer is not { } said) return;
            printer.Said(step.IsSecret ? RuleTestRun.Secret : packet.Shown);
            printer.Result(said);
        });
        if (result.Passed) printer.About("passed");
        foreach (var failure in result.Failures) printer.About(FailureLines.Of(failure));
    }

    private static RuleTest? Find(string name, Script script, ChatPrinter printer)
    {
        var exact = script.Tests.FirstOrDefault(test => test.Name == name || $"{test.Place.File}:{test.Place.Line}" == name);
        if (exact is not null) return exact;
        var near = script.Tests.Where(test => test.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (near is [var only]) return only;
        printer.About(near.Count > 1
            ? $"'{name}' may be: {string.Join(", ", near.Take(10).Select(test => test.Name))}."
            : $"There is no test '{name}'{(Nearest.Hint(name, [.. script.Tests.Select(test => test.Name)]) is { Length: > 0 } hint ? hint : ";")} /tests lists them.");
        return null;
    }
}
