using System.Globalization;
using System.Text;

namespace WeChatActors.Rules;

/// <summary>Writes a picture in the language of Graphviz, for those who have it.</summary>
public static class DotText
{
    /// <summary>The graph.</summary>
    public static string Of(RuleGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var text = new StringBuilder("digraph rules {\n  rankdir=LR;\n  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\", fontsize=11];\n  edge [fontname=\"sans-serif\", fontsize=10];\n");
        foreach (var frame in graph.Frames)
        {
            text.Append(CultureInfo.InvariantCulture, $"  subgraph cluster_{frame.Id} {{\n    label=\"{Escaped(frame.Title)}\";\n");
            foreach (var box in graph.Boxes)
                if (box.Frame == frame.Id) Box(text.Append("  "), box);
            text.Append("  }\n");
        }

        foreach (var box in graph.Boxes)
            if (box.Frame is null) Box(text, box);
        foreach (var arrow in graph.Arrows)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {arrow.From} -> {arrow.To} [style={(arrow.Kind == ArrowKind.Next ? "solid" : "dashed")}");
            if (arrow.Label is { } label) text.Append(CultureInfo.InvariantCulture, $", label=\"{Escaped(label)}\"");
            text.Append("];\n");
        }

        return text.Append("}\n").ToString();
    }

    private static void Box(StringBuilder text, GraphBox box)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {box.Id} [fillcolor=\"{BoxSort.Of(box.Kind).Fill}\", label=\"{Escaped(box.Title)}\\n");
        foreach (var line in box.Lines) text.Append(' ', line.Indent * 4).Append(Escaped(line.Text)).Append("\\l");
        text.Append("\"];\n");
    }

    // A label takes entities of HTML, so an ampersand is one too.
    private static string Escaped(string text) =>
        ShortText.Cut(text, 400).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("&", "&amp;", StringComparison.Ordinal);
}
