using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>A script as boxes and arrows: what sets a rule off, what it does, and where that leads. Immutable.</summary>
/// <param name="Title">What it is a picture of.</param>
/// <param name="Boxes">Rules in the order in which they are tried, then what they lead to.</param>
/// <param name="Arrows">From box to box.</param>
/// <param name="Frames">The menu and the dialogs, around boxes.</param>
public sealed record RuleGraph(string Title, ImmutableArray<GraphBox> Boxes, ImmutableArray<GraphArrow> Arrows, ImmutableArray<GraphFrame> Frames)
{
    /// <summary>Ids of the rules in it, in order; those that <see cref="Gathered"/> put together are not among them.</summary>
    public IEnumerable<string> Rules => Boxes.Where(box => box.Kind == BoxKind.Rule).Select(box => box.Title);

    /// <summary>Names of the dialogs in it, in order.</summary>
    public IEnumerable<string> Dialogs => Frames.Where(frame => frame.Kind == FrameKind.Dialog).Select(frame => frame.Name);

    /// <summary>Only one rule with all that leads to it, and all that it leads to however far.</summary>
    /// <returns>Null when there is no such rule.</returns>
    public RuleGraph? AroundRule(string id) => Boxes.FirstOrDefault(box => box.Kind == BoxKind.Rule && box.Title == id) is { } rule ? Around([rule.Id], $"rule {id}") : null;

    /// <summary>Only one dialog with the rules that open it, and all that it leads to.</summary>
    /// <returns>Null when there is no such dialog.</returns>
    public RuleGraph? AroundDialog(string name) =>
        Frames.FirstOrDefault(frame => frame.Kind == FrameKind.Dialog && frame.Name == name) is { } dialog
            ? Around(Boxes.Where(box => box.Frame == dialog.Id).Select(box => box.Id), $"dialog {name}") : null;

    /// <summary>The same with rules put together by the kind of their condition and by where they lead, when there are more than a picture can show.</summary>
    /// <param name="most">How many rules may stand for themselves.</param>
    public RuleGraph Gathered(int most) => GatheredRules.Of(this, most);

    private RuleGraph Around(IEnumerable<string> centre, string title)
    {
        var kept = new HashSet<string>(centre, StringComparer.Ordinal);
        var before = Arrows.Where(arrow => kept.Contains(arrow.To)).Select(arrow => arrow.From).ToList();
        var next = new Queue<string>(kept);
        while (next.TryDequeue(out var at))
        {
            // Who enters a dialog may come to any part of it.
            if (Boxes.First(box => box.Id == at) is { Frame: { } frame, Kind: not BoxKind.Button })
                foreach (var box in Boxes)
                    if (box.Frame == frame && kept.Add(box.Id)) next.Enqueue(box.Id);
            foreach (var arrow in Arrows)
                if (arrow.From == at && kept.Add(arrow.To)) next.Enqueue(arrow.To);
        }

        kept.UnionWith(before);
        kept.UnionWith(Arrows.Where(arrow => before.Contains(arrow.To) && IsButton(arrow.From)).Select(arrow => arrow.From).ToList());
        return this with
        {
            Title = $"{Title}: {title}",
            Boxes = [.. Boxes.Where(box => kept.Contains(box.Id))],
            Arrows = [.. Arrows.Where(arrow => kept.Contains(arrow.From) && kept.Contains(arrow.To))],
            Frames = [.. Frames.Where(frame => Boxes.Any(box => box.Frame == frame.Id && kept.Contains(box.Id)))],
        };
    }

    private bool IsButton(string id) => Boxes.Any(box => box.Id == id && box.Kind == BoxKind.Button);
}

/// <summary>What a box stands for.</summary>
public enum BoxKind
{
    /// <summary>A button of the custom menu.</summary>
    Button,

    /// <summary>A rule.</summary>
    Rule,

    /// <summary>Several rules of one kind.</summary>
    Rules,

    /// <summary>A question of a dialog.</summary>
    Slot,

    /// <summary>A dialog's question whether all is right.</summary>
    Confirm,

    /// <summary>What a dialog does once it has all answers.</summary>
    Done,

    /// <summary>What may happen at any time in a dialog: cancelling, silence, too many wrong answers.</summary>
    Aside,

    /// <summary>Another system or a model that is asked.</summary>
    Call,

    /// <summary>What happens later.</summary>
    Timer,

    /// <summary>A human who speaks while the bot is silent.</summary>
    Human,
}

/// <summary>A box.</summary>
/// <param name="Id">Its own among all boxes: a letter, then letters and digits.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="Title">Its name: a rule's id, a slot's name.</param>
/// <param name="Lines">What it says, each one line.</param>
public sealed record GraphBox(string Id, BoxKind Kind, string Title, ImmutableArray<GraphLine> Lines)
{
    /// <summary>The frame around it; null for none.</summary>
    public string? Frame { get; init; }

    /// <summary>Where it stands in the files; null for what stands nowhere by itself.</summary>
    public Place? Place { get; init; }

    /// <summary>A rule's place in the order in which rules are tried, from 1; null for other boxes.</summary>
    public int? Order { get; init; }

    /// <summary>The key of a rule's condition that says most about it, such as <c>keyword</c>; empty for other boxes.</summary>
    public string Sort { get; init; } = "";
}

/// <summary>A line of a box.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Indent">How deep it stands in choices, from 0.</param>
/// <param name="IsCondition">Whether it says when, and not what.</param>
public readonly record struct GraphLine(string Text, int Indent = 0, bool IsCondition = false);

/// <summary>What an arrow means.</summary>
public enum ArrowKind
{
    /// <summary>It comes next.</summary>
    Next,

    /// <summary>It comes later, by a timer.</summary>
    Later,

    /// <summary>It is asked, and its answer waited for.</summary>
    Asks,

    /// <summary>It leads back or away, when something goes wrong.</summary>
    Otherwise,
}

/// <summary>An arrow between two boxes.</summary>
/// <param name="From">Id of the box it leaves.</param>
/// <param name="To">Id of the box it enters.</param>
/// <param name="Kind">What it means.</param>
/// <param name="Label">What stands on it; null for nothing.</param>
public sealed record GraphArrow(string From, string To, ArrowKind Kind = ArrowKind.Next, string? Label = null)
{
    /// <summary>The line of the box that it leaves from; null for the box as a whole.</summary>
    public int? Line { get; init; }
}

/// <summary>What a frame is around.</summary>
public enum FrameKind
{
    /// <summary>The custom menu.</summary>
    Menu,

    /// <summary>A dialog.</summary>
    Dialog,
}

/// <summary>A frame around boxes.</summary>
/// <param name="Id">Its own among all frames.</param>
/// <param name="Kind">What it is around.</param>
/// <param name="Name">The dialog's name; empty for the menu.</param>
public sealed record GraphFrame(string Id, FrameKind Kind, string Name)
{
    /// <summary>What stands on it.</summary>
    public string Title => Kind == FrameKind.Menu ? "menu" : $"dialog {Name}";
}
