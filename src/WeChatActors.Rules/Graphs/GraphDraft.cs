using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>A picture while it is put together.</summary>
internal sealed class GraphDraft
{
    private readonly List<BoxDraft> _boxes = [];
    private readonly List<GraphArrow> _arrows = [];
    private readonly HashSet<GraphArrow> _drawn = [];
    private readonly List<GraphFrame> _frames = [];
    private readonly Dictionary<string, BoxDraft> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _entries = new(StringComparer.Ordinal);

    /// <summary>Adds a box.</summary>
    public BoxDraft Add(BoxKind kind, string title, Place? place = null, string? frame = null, int? order = null)
    {
        var box = new BoxDraft($"n{_boxes.Count}", kind, title) { Place = place, Frame = frame, Order = order };
        _boxes.Add(box);
        return box;
    }

    /// <summary>The one box of a kind and title.</summary>
    public BoxDraft Shared(BoxKind kind, string title)
    {
        if (!_shared.TryGetValue($"{kind} {title}", out var box)) _shared.Add($"{kind} {title}", box = Add(kind, title));
        return box;
    }

    public GraphFrame Frame(FrameKind kind, string name)
    {
        var frame = new GraphFrame($"f{_frames.Count}", kind, name);
        _frames.Add(frame);
        return frame;
    }

    /// <summary>Says which box begins a dialog.</summary>
    public void Enters(string dialog, BoxDraft box) => _entries.TryAdd(dialog, box.Id);

    /// <summary>Adds an arrow, once for each pair of boxes and line.</summary>
    public void Arrow(GraphArrow arrow)
    {
        if (_drawn.Add(arrow)) _arrows.Add(arrow);
    }

    /// <summary>Adds an arrow to the beginning of a dialog, which may stand further down.</summary>
    public void ArrowToDialog(BoxDraft from, int line, string dialog) => Arrow(new(from.Id, $"dialog {dialog}") { Line = line });

    public RuleGraph ToGraph(string title)
    {
        var arrows = ImmutableArray.CreateBuilder<GraphArrow>();
        foreach (var arrow in _arrows)
        {
            if (!arrow.To.StartsWith("dialog ", StringComparison.Ordinal)) arrows.Add(arrow);
            else if (_entries.TryGetValue(arrow.To["dialog ".Length..], out var entry)) arrows.Add(arrow with { To = entry });
        }

        return new(title, [.. _boxes.Select(box => box.ToBox())], arrows.DrainToImmutable(), [.. _frames]);
    }
}

/// <summary>A box while it is filled.</summary>
internal sealed record BoxDraft(string Id, BoxKind Kind, string Title)
{
    public List<GraphLine> Lines { get; } = [];

    public Place? Place { get; init; }

    public string? Frame { get; init; }

    public int? Order { get; init; }

    public string Sort { get; set; } = "";

    /// <summary>Adds a line.</summary>
    /// <returns>Its number.</returns>
    public int Add(string text, int indent = 0, bool isCondition = false)
    {
        Lines.Add(new(text, indent, isCondition));
        return Lines.Count - 1;
    }

    public GraphBox ToBox() => new(Id, Kind, Title, [.. Lines]) { Frame = Frame, Place = Place, Order = Order, Sort = Sort };
}
