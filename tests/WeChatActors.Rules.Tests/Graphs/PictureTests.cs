using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace WeChatActors.Rules.Tests.Graphs;

public partial class PictureTests
{
    // What ends texts, elements, nodes and lines in Mermaid, SVG and Graphviz, and what is not to be seen.
    private static readonly string[] Hostile =
        ["\"", "]", "[\"", "\"];", "end", "%%{init: {}}%%", "$$x$$", "`", "#quot;", "&amp;", "<script>", "</text>", "]]>", "-->", "|", "1. ", "- ", "{{ 1 }}", "\\n", "\\", "\u0007", "\u202E", "订座", "🍵", "👩‍👩‍👧", "fa:fa-car", "; graph TD", "\n"];

    [Fact]
    public void No_text_of_a_file_breaks_out_of_a_picture()
    {
        var random = new Random(11);
        for (var run = 0; run < 200; run++)
        {
            var graph = RandomGraph(random);
            XDocument.Parse(SvgText.Of(graph));
            foreach (var line in MermaidText.Of(graph).TrimEnd('\n').Split('\n')) Assert.Matches(MermaidLine(), line);
            foreach (var line in DotText.Of(graph).TrimEnd('\n').Split('\n')) Assert.Matches(DotLine(), line);
        }
    }

    [Fact]
    public void Boxes_lie_apart_and_inside_their_frames_and_the_picture()
    {
        var random = new Random(12);
        for (var run = 0; run < 200; run++)
        {
            var placed = GraphLayout.Of(RandomGraph(random));
            for (var i = 0; i < placed.Boxes.Count; i++)
            {
                var box = placed.Boxes[i];
                Assert.True(box.X >= 0 && box.Y >= 0 && box.X + box.Width <= placed.Width + 0.01 && box.Y + box.Height <= placed.Height + 0.01, $"run {run}: {box} of {placed.Width}x{placed.Height}");
                for (var j = 0; j < i; j++) Assert.False(Overlap(box.X, box.Y, box.Width, box.Height, placed.Boxes[j].X, placed.Boxes[j].Y, placed.Boxes[j].Width, placed.Boxes[j].Height), $"run {run}: {box} {placed.Boxes[j]}");
                foreach (var frame in placed.Frames)
                {
                    var inside = frame.Frame.Id == box.Box.Frame;
                    Assert.Equal(inside, Overlap(box.X, box.Y, box.Width, box.Height, frame.X, frame.Y, frame.Width, frame.Height));
                }
            }
        }
    }

    [Fact]
    public void Arrows_that_need_not_cross_do_not()
    {
        // The second rule opens what stands first, and the first what stands second.
        var graph = new RuleGraph("t",
            [new("a", BoxKind.Rule, "a", []), new("b", BoxKind.Rule, "b", []), new("x", BoxKind.Timer, "x", []), new("y", BoxKind.Timer, "y", []), new("z", BoxKind.Call, "z", [])],
            [new("a", "y"), new("b", "x"), new("x", "z"), new("y", "z")], []);
        var at = GraphLayout.Of(graph).Boxes.ToDictionary(box => box.Box.Id, box => box.Y);
        Assert.Equal(at["a"] < at["b"], at["y"] < at["x"]);
    }

    [Fact]
    public void A_circle_is_drawn_with_one_arrow_back()
    {
        var graph = new RuleGraph("t", [new("a", BoxKind.Rule, "a", []), new("b", BoxKind.Timer, "b", []), new("c", BoxKind.Call, "c", [])], [new("a", "b"), new("b", "c"), new("c", "a")], []);
        var placed = GraphLayout.Of(graph);
        Assert.Equal(3, placed.Lines.Count(line => line.HasHead));
        Assert.Equal(["a", "b", "c"], placed.Boxes.OrderBy(box => box.X).Select(box => box.Box.Id));
    }

    [Theory]
    [InlineData("hello", 5)]
    [InlineData("订座", 4)]
    [InlineData("“订”", 6)]
    [InlineData("e\u0301", 1)]
    [InlineData("🍵", 2)]
    [InlineData("", 0)]
    public void A_Chinese_character_is_as_wide_as_two_Latin_ones(string text, int width) => Assert.Equal(width, ShortText.Width(text));

    [Theory]
    [InlineData("hello", 5, "hello")]
    [InlineData("hello!", 5, "hel…")]
    [InlineData("订座预约", 7, "订座…")]
    [InlineData("a\n\n b\u0007", 9, "a b")]
    public void A_long_text_is_cut_to_what_has_room(string text, int width, string cut) => Assert.Equal(cut, ShortText.Cut(text, width));

    private static bool Overlap(double ax, double ay, double aw, double ah, double bx, double by, double bw, double bh) =>
        ax < bx + bw - 0.01 && bx < ax + aw - 0.01 && ay < by + bh - 0.01 && by < ay + ah - 0.01;

    private static RuleGraph RandomGraph(Random random)
    {
        string Text() => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Hostile[random.Next(Hostile.Length)]));
        var frames = Enumerable.Range(0, random.Next(3)).Select(i => new GraphFrame($"f{i}", i == 0 && random.Next(2) == 0 ? FrameKind.Menu : FrameKind.Dialog, Text())).ToArray();
        var boxes = Enumerable.Range(0, random.Next(1, 20)).Select(i =>
        {
            var frame = frames.Length > 0 && random.Next(3) == 0 ? frames[random.Next(frames.Length)] : null;
            var kind = frame?.Kind switch
            {
                FrameKind.Menu => BoxKind.Button,
                FrameKind.Dialog => new[] { BoxKind.Slot, BoxKind.Confirm, BoxKind.Aside, BoxKind.Done }[random.Next(4)],
                _ => new[] { BoxKind.Rule, BoxKind.Rules, BoxKind.Timer, BoxKind.Call, BoxKind.Human }[random.Next(5)],
            };
            return new GraphBox($"n{i}", kind, Text(), [.. Enumerable.Range(0, random.Next(25)).Select(_ => new GraphLine(Text(), random.Next(3), random.Next(2) == 0))])
            {
                Frame = frame?.Id, Order = kind == BoxKind.Rule ? i : null,
            };
        }).ToArray();
        // A frame has at least one box.
        frames = [.. frames.Where(frame => Array.Exists(boxes, box => box.Frame == frame.Id))];
        var arrows = Enumerable.Range(0, random.Next(25)).Select(_ => new GraphArrow(
            boxes[random.Next(boxes.Length)].Id, boxes[random.Next(boxes.Length)].Id, (ArrowKind)random.Next(4), random.Next(3) == 0 ? Text() : null)
        {
            Line = random.Next(3) == 0 ? random.Next(30) : null,
        }).Where(arrow => arrow.From != arrow.To);
        return new(Text(), [.. boxes], [.. arrows], [.. frames]);
    }

    // Nothing but its own marks stands outside quotes, and in them no mark that means something.
    [GeneratedRegex("""^(flowchart LR|  subgraph f\d+\["[^"\[\]{}<>|`$%&*_\\~^+;]*(#\d+;[^"\[\]{}<>|`$%&*_\\~^+;]*)*"\]|    direction TB|  end|  ( *)n\d+\["(?:</?[bi]>|<br/>|#\d+;|[^"\[\]{}<>|`$%&*_\\~^+;#])*"\]|  n\d+ (?:-->|-\.->)(?:\|"(?:#\d+;|[^"\[\]{}<>|`$%&*_\\~^+;#])*"\|)? n\d+|  classDef [a-z-]+ [a-z0-9#:,-]+( 3)?|  class [n0-9,]+ [a-z-]+)$""")]
    private static partial Regex MermaidLine();

    [GeneratedRegex("""^(digraph rules \{|\}|  rankdir=LR;|  (node|edge) \[.*\];|  subgraph cluster_f\d+ \{|    label="(?:\\.|[^"\\])*";|  \}|  ( *)n\d+ \[fillcolor="#[0-9a-f]{6}", label="(?:\\.|[^"\\])*"\];|  n\d+ -> n\d+ \[style=[a-z]+(?:, label="(?:\\.|[^"\\])*")?\];)$""")]
    private static partial Regex DotLine();
}
