using System.Globalization;
using System.Security;
using System.Text;

namespace WeChatActors.Rules;

/// <summary>Draws a picture as SVG: it needs nothing else to be shown, is readable at its own size, and follows the reader's light or dark scheme.</summary>
public static class SvgText
{
    private const double Head = 64;

    // No line of a picture is longer.
    private const int Longest = 400;

    private const string Style = """
        <style>
        svg{--paper:#fff;--ink:#1f2328;--soft:#656d76;--when:#0a5cad;--line:#57606a;--box:#f6f8fa;--frame:#fdfbf5;--edge:#d0d7de;--button:#2e7d32;--rule:#1565c0;--slot:#b26a00;--call:#7b1fa2;--timer:#00838f;--human:#c2185b;--aside:#8c959f}
        @media(prefers-color-scheme:dark){svg{--paper:#0d1117;--ink:#e6edf3;--soft:#9198a1;--when:#79c0ff;--line:#8b949e;--box:#161b22;--frame:#11161d;--edge:#3d444d;--button:#56d364;--rule:#58a6ff;--slot:#e3b341;--call:#d2a8ff;--timer:#39c5cf;--human:#ff7bac;--aside:#848d97}}
        text{font:13px system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;fill:var(--ink);white-space:pre}
        .title{font-weight:600}.head{font-size:17px;font-weight:600}.soft{fill:var(--soft)}.when{fill:var(--when)}.small{font-size:11.5px}
        .box{fill:var(--box);stroke:var(--edge)}.frame{fill:var(--frame);stroke:var(--edge);stroke-dasharray:5 4}.aside{stroke-dasharray:4 3}
        .arrow{fill:none;stroke:var(--line);stroke-width:1.4}.later{stroke:var(--timer);stroke-dasharray:7 4}.asks{stroke:var(--call);stroke-dasharray:2 3}.otherwise{stroke:var(--aside);stroke-dasharray:5 3}
        .label{paint-order:stroke;stroke:var(--frame);stroke-width:5px;stroke-linejoin:round}
        </style>
        """;

    /// <summary>The picture.</summary>
    public static string Of(RuleGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var placed = GraphLayout.Of(graph);
        var legend = new StringBuilder();
        var (width, height) = (Math.Max(placed.Width, Legend(graph, legend)), placed.Height + Head);
        var text = new StringBuilder();
        text.Append(SvgPath.Of($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n"))
            .Append(CultureInfo.InvariantCulture, $"<title>{Escaped(graph.Title)}</title>\n{Style}\n<defs>");
        foreach (var kind in Enum.GetValues<ArrowKind>())
            text.Append(CultureInfo.InvariantCulture, $"<marker id=\"{Class(kind)}\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"var(--{Colour(kind)})\"/></marker>");
        text.Append("</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"var(--paper)\"/>\n");
        text.Append(legend).Append(SvgPath.Of($"<g transform=\"translate(0 {Head})\">\n"));
        foreach (var frame in placed.Frames) Frame(frame, text);
        foreach (var line in placed.Lines) Line(line, text);
        if (placed.AloneAt is { } at) text.Append(SvgPath.Of($"<text class=\"title soft\" x=\"20\" y=\"{at}\">rules that answer and lead nowhere else</text>\n"));
        foreach (var box in placed.Boxes) Box(box, text);
        foreach (var line in placed.Lines) Label(line, text);
        return text.Append("</g>\n</svg>\n").ToString();
    }

    // Only what the picture has in it; gives its width.
    private static double Legend(RuleGraph graph, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"<text class=\"head\" x=\"20\" y=\"30\">{Escaped(graph.Title)}</text>\n");
        var x = 20.0;
        foreach (var (colour, words, _, _) in graph.Boxes.Select(box => BoxSort.Of(box.Kind)).Distinct())
        {
            text.Append(SvgPath.Of($"<rect x=\"{x}\" y=\"46\" width=\"10\" height=\"10\" rx=\"2\" fill=\"var(--{colour})\"/>"))
                .Append(SvgPath.Of($"<text class=\"small soft\" x=\"{x + 15}\" y=\"55\">{words}</text>\n"));
            x += 15 + words.Length * 6.2 + 18;
        }

        foreach (var kind in graph.Arrows.Select(arrow => arrow.Kind).Distinct().Order())
        {
            var words = kind switch { ArrowKind.Later => "later", ArrowKind.Asks => "asks and waits", ArrowKind.Otherwise => "when it goes wrong", _ => "leads to" };
            text.Append(SvgPath.Of($"<path class=\"arrow {Class(kind)}\" marker-end=\"url(#{Class(kind)})\" d=\"M{x} 51H{x + 30}\"/>"))
                .Append(SvgPath.Of($"<text class=\"small soft\" x=\"{x + 36}\" y=\"55\">{words}</text>\n"));
            x += 36 + words.Length * 6.2 + 18;
        }

        return Math.Max(x, 40 + ShortText.Width(graph.Title) * 10);
    }

    private static void Frame(PlacedFrame frame, StringBuilder text) => text
        .Append(SvgPath.Of($"<rect class=\"frame\" x=\"{frame.X}\" y=\"{frame.Y}\" width=\"{frame.Width}\" height=\"{frame.Height}\" rx=\"10\"/>"))
        .Append(SvgPath.Of($"<text class=\"title soft\" x=\"{frame.X + 14}\" y=\"{frame.Y + 20}\">{Escaped(ShortText.Cut(frame.Frame.Title, BoxSize.Room(frame.Width)))}</text>\n"));

    private static void Line(PlacedLine line, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"<path class=\"arrow {Class(line.Kind)}\" d=\"{line.Path}\"");
        if (line.HasHead) text.Append(CultureInfo.InvariantCulture, $" marker-end=\"url(#{Class(line.Kind)})\"");
        text.Append("/>\n");
    }

    private static void Label(PlacedLine line, StringBuilder text)
    {
        if (line.Label is { } label)
            text.Append(SvgPath.Of($"<text class=\"small soft label\" text-anchor=\"middle\" x=\"{line.LabelAt.X}\" y=\"{line.LabelAt.Y + 4}\">{Escaped(label)}</text>\n"));
    }

    private static void Box(PlacedBox placed, StringBuilder text)
    {
        var (box, x, y) = (placed.Box, placed.X, placed.Y);
        text.Append("<g>");
        if (box.Place is { } place) text.Append(CultureInfo.InvariantCulture, $"<title>{Escaped($"{place.File}:{place.Line}")}</title>");
        text.Append(SvgPath.Of($"<rect class=\"box{(BoxSort.Of(box.Kind).IsDashed ? " aside" : "")}\" x=\"{x}\" y=\"{y}\" width=\"{placed.Width}\" height=\"{placed.Height}\" rx=\"6\"/>"))
            .Append(SvgPath.Of($"<rect x=\"{x}\" y=\"{y + 5}\" width=\"4\" height=\"{placed.Height - 10}\" rx=\"2\" fill=\"var(--{BoxSort.Of(box.Kind).Name})\"/>"));
        var room = BoxSize.Room(placed.Width);
        var order = box.Order is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number}") : null;
        text.Append(SvgPath.Of($"<text class=\"title\" x=\"{x + 14}\" y=\"{y + Baseline(0)}\">{Escaped(ShortText.Cut(box.Title, (int)(room / 1.08) - (order?.Length + 2 ?? 0)))}</text>"));
        if (order is not null) text.Append(SvgPath.Of($"<text class=\"small soft\" text-anchor=\"end\" x=\"{x + placed.Width - 9}\" y=\"{y + Baseline(0)}\">{order}</text>"));
        var shown = BoxSize.Shown(box);
        for (var i = 0; i < shown.Count; i++)
        {
            var indent = BoxSize.Indent(shown[i]);
            text.Append(SvgPath.Of($"<text{(shown[i].IsCondition ? " class=\"when\"" : "")} x=\"{x + 14 + indent * BoxSize.Unit}\" y=\"{y + Baseline(i + 1)}\">{Escaped(ShortText.Cut(shown[i].Text, Math.Max(4, room - indent)))}</text>"));
        }

        text.Append("</g>\n");
    }

    private static double Baseline(int line) => BoxSize.Pad + BoxSize.Line * line + 14;

    private static string Class(ArrowKind kind) => kind switch { ArrowKind.Later => "later", ArrowKind.Asks => "asks", ArrowKind.Otherwise => "otherwise", _ => "next" };

    private static string Colour(ArrowKind kind) => kind switch { ArrowKind.Later => "timer", ArrowKind.Asks => "call", ArrowKind.Otherwise => "aside", _ => "line" };

    private static string Escaped(string text) => SecurityElement.Escape(ShortText.Cut(text, Longest));
}
