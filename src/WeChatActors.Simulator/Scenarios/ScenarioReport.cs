using System.Collections.Immutable;
using System.Globalization;

namespace WeChatActors.Simulator;

/// <summary>What became of a scenario, for people.</summary>
/// <param name="Refused">Why it did not begin, in one sentence; null when it ran.</param>
/// <param name="Lines">One for each packet, and one for each action that made no sense: step, time, kind, outcome, and why.</param>
/// <param name="AllWell">Whether it ran, every action could be done, and every packet was answered.</param>
public sealed record ScenarioReport(string? Refused, ImmutableArray<string> Lines, bool AllWell)
{
    internal static ScenarioReport Refusal(string sentence) => new(sentence, [], false);

    internal static ScenarioReport Of(ScenarioResult result)
    {
        switch (result)
        {
            case ScenarioRefused refused:
                return Refusal(refused.Sentence);
            case ScenarioDone done:
                var well = done.Steps.All(step => step.Refused is null && step.Packets.All(packet => packet.Outcome is PushOutcome.Replied or PushOutcome.Acknowledged));
                return new(null, [.. done.Steps.SelectMany(Describe)], well);
            default:
                throw new InvalidOperationException($"No report of {result.GetType().Name}.");
        }
    }

    private static IEnumerable<string> Describe(StepResult step)
    {
        var beginning = string.Create(CultureInfo.InvariantCulture, $"step {step.Step}  {step.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        return step.Refused is { } why
            ? [$"{beginning}  refused: {why}"]
            : step.Packets.Select(packet => $"{beginning}  {packet.Kind}  {Word(packet.Outcome)}: {packet.Verdict}");
    }

    private static string Word(PushOutcome outcome) => outcome switch
    {
        PushOutcome.Replied => "replied",
        PushOutcome.Acknowledged => "acknowledged",
        PushOutcome.Failed => "failed",
        PushOutcome.NotSent => "not sent",
        _ => "under way",
    };
}
