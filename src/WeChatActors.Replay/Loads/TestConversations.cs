using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>Makes conversations of the tests that stand in rule files: what is said in one test is said by one follower.</summary>
internal static class TestConversations
{
    /// <summary>Reads the tests of one or several rule files.</summary>
    /// <param name="node">Their paths.</param>
    /// <param name="folder">Where they are looked for.</param>
    /// <param name="findings">Gets what is wrong with them.</param>
    /// <param name="notes">Gets what only a test can do.</param>
    public static ImmutableArray<LoadConversation> Read(YamlNode node, string folder, Findings findings, List<string> notes)
    {
        var conversations = ImmutableArray.CreateBuilder<LoadConversation>();
        foreach (var path in YamlRead.Scalars(node, findings, "'tests'"))
        {
            if (path.Value.Length == 0)
            {
                findings.Error(path, "an empty text stands at 'tests', expected the path of a rule file.");
                continue;
            }

            var load = ScriptFile.Load(System.IO.Path.Combine(folder, path.Value));
            if (load.Script is not { } script)
            {
                findings.Error(path, $"the rule file {path.Described} cannot be used: {load.Findings.First(finding => finding.Severity == Severity.Error)}");
                continue;
            }

            var before = conversations.Count;
            foreach (var test in script.Tests)
                if (Conversation(test) is { } conversation) conversations.Add(conversation);
            if (conversations.Count == before) findings.Error(path, $"the rule file {path.Described} has no tests in which anybody says something, expected some at 'tests' of a rule, a dialog or the file.");
            else AddNotes(path.Value, script, notes);
        }

        return conversations.DrainToImmutable();
    }

    private static LoadConversation? Conversation(RuleTest test)
    {
        ImmutableArray<LoadStep> steps = [.. test.Steps.Select(step => step.In).OfType<TestPacket>().Take(LoadConversation.MaxSteps).Select(LoadStep.Of)];
        return steps.IsEmpty ? null : new(steps);
    }

    private static void AddNotes(string path, Script script, List<string> notes)
    {
        var steps = script.Tests.SelectMany(test => test.Steps).ToList();
        Note(steps.Count(step => step.Wait is not null && step.In is not null), "wait of a test becomes a think time", "waits of tests become think times");
        Note(steps.Count(step => step.In is null), "step in which only time passes is left out", "steps in which only time passes are left out");
        Note(steps.Count(step => step.Deliveries > 1), "packet that a test delivers again is sent once", "packets that tests deliver again are sent once");
        Note(script.Tests.Count(SetsTheScene), "test sets clock, variables, tags or answers of calls before it speaks, which a follower cannot", "tests set clock, variables, tags or answers of calls before they speak, which a follower cannot");

        void Note(int count, string one, string several)
        {
            if (count > 0) notes.Add($"{path}: {count} {(count == 1 ? one : several)}.");
        }
    }

    private static bool SetsTheScene(RuleTest test) =>
        test.At != RuleTest.UsualStart || !test.User.IsEmpty || !test.UserTags.IsEmpty || test.Seed is not null
        || !test.Mocks.IsEmpty || test.Steps.Any(step => !step.Mocks.IsEmpty);
}
