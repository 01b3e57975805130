using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>How boxes of some kinds look in every language of pictures.</summary>
/// <param name="Name">One word for them.</param>
/// <param name="Words">What a legend calls them.</param>
/// <param name="Fill">The colour inside, on white.</param>
/// <param name="Stroke">The colour of the edge, on white.</param>
internal sealed record BoxSort(string Name, string Words, string Fill, string Stroke)
{
    private static readonly BoxSort Button = new("button", "menu button", "#e8f5e9", "#2e7d32");
    private static readonly BoxSort Rule = new("rule", "rule, numbered as tried", "#e3f2fd", "#1565c0");
    private static readonly BoxSort Slot = new("slot", "step of a dialog", "#fff8e1", "#b26a00");
    private static readonly BoxSort Aside = new("aside", "at any time in a dialog", "#f5f5f5", "#757575") { IsDashed = true };
    private static readonly BoxSort Call = new("call", "another system", "#f3e5f5", "#7b1fa2");
    private static readonly BoxSort Timer = new("timer", "later, by itself", "#e0f7fa", "#00838f");
    private static readonly BoxSort Human = new("human", "a human", "#fce4ec", "#c2185b");

    /// <summary>All of them.</summary>
    public static ImmutableArray<BoxSort> All { get; } = [Button, Rule, Slot, Aside, Call, Timer, Human];

    /// <summary>Whether the edge is dashed.</summary>
    public bool IsDashed { get; private init; }

    /// <summary>That of a kind.</summary>
    public static BoxSort Of(BoxKind kind) => kind switch
    {
        BoxKind.Button => Button,
        BoxKind.Slot or BoxKind.Confirm or BoxKind.Done => Slot,
        BoxKind.Aside => Aside,
        BoxKind.Call => Call,
        BoxKind.Timer => Timer,
        BoxKind.Human => Human,
        _ => Rule,
    };
}
