using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests;

/// <summary>Asks rules whose decisions reach beyond one reply.</summary>
internal static class Asked
{
    /// <summary>A script of one rule 'r' that runs for everything.</summary>
    public static Script Doing(string actions) => Rulebook.Of($"rules:\n  - id: r\n    default: true\n    do: {actions}");

    /// <summary>The findings of that rule; its actions begin on line 5, column 9.</summary>
    public static string[] Findings(string actions) => Rulebook.Findings($"rules:\n  - id: r\n    default: true\n    do: {actions}");

    /// <summary>The decision about a text with a number of messages left in the window, after some results.</summary>
    public static Decision Text(this Script script, string text = "hi", int left = 5, params CallResult[] results) =>
        script.Decide(Input(text, left) with { Results = [.. results] });

    public static RuleInput Input(string text = "hi", int left = 5) => Packets.Input(Packets.Text(text)) with { Window = new(left, Packets.T0.AddHours(2)) };

    /// <summary>A result that came some seconds after the packet.</summary>
    public static CallResult Result(double seconds, int left, params (string Name, Value Value)[] members) =>
        new(Map(members), Packets.T0.AddSeconds(seconds), new WindowView(left, Packets.T0.AddHours(2)));

    public static Value Map(params (string Name, Value Value)[] members) => Value.Map(members.Select(m => KeyValuePair.Create(m.Name, m.Value)));

    /// <summary>The messages that a decision pushes.</summary>
    public static CustomerMessage[] Sent(this Decision decision) => [.. decision.Steps.OfType<RuleStep.Send>().Select(step => step.Message)];

    /// <summary>The texts that a decision pushes.</summary>
    public static string[] SentTexts(this Decision decision) => [.. decision.Sent().OfType<TextPush>().Select(text => text.Content)];

    /// <summary>The decision of a timer that a decision armed.</summary>
    public static Decision Fires(this Script script, Decision armed, int which = 0, Packet? packet = null, UserView? user = null, int left = 5, params CallResult[] results)
    {
        var step = armed.Steps.OfType<RuleStep.Later>().ElementAt(which);
        return script.Decide(new RuleInput(packet ?? Packets.Text("hi"), user ?? Packets.Newcomer, Packets.Account, step.At, 1)
        {
            Start = new RuleStart.Later(step.Rule, step.Index, armed.Into), Window = new(left, step.At.AddHours(1)), Results = [.. results],
        });
    }
}
