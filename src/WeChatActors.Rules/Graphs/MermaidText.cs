using System.Globalization;
using System.Text;

namespace WeChatActors.Rules;

/// <summary>Writes a picture as a flowchart of Mermaid, which wikis and repositories show.</summary>
public static class MermaidText
{
    /// <summary>The flowchart; every text of the files is inside quotes and cannot end them.</summary>
    public static string Of(RuleGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var text = new StringBuilder("flowchart LR\n");
        foreach (var frame in graph.Frames)
        {
            text.Append(CultureInfo.InvariantCulture, $"  subgraph {frame.Id}[\"{Escaped(frame.Title)}\"]\n    direction TB\n");
            foreach (var box in graph.Boxes)
                if (box.Frame == frame.Id) Box(text.Append("  "), box);
            text.Append("  end\n");
        }

        foreach (var box in graph.Boxes)
            if (box.Frame is null) Box(text, box);
        foreach (var arrow in graph.Arrows)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {arrow.From} {(arrow.Kind == ArrowKind.Next ? "-->" : "-.->")}");
            if ((arrow.Label ?? (arrow.Kind == ArrowKind.Later ? "later" : null)) is { } label) text.Append(CultureInfo.InvariantCulture, $"|\"{Escaped(label)}\"|");
            text.Append(CultureInfo.InvariantCulture, $" {arrow.To}\n");
        }

        foreach (var sort in BoxSort.All)
        {
            var boxes = string.Join(',', graph.Boxes.Where(box => BoxSort.Of(box.Kind) == sort).Select(box => box.Id));
            if (boxes.Length == 0) continue;
            text.Append(CultureInfo.InvariantCulture, $"  classDef is-{sort.Name} fill:{sort.Fill},stroke:{sort.Stroke},color:#1b1b1b{(sort.IsDashed ? ",stroke-dasharray:4 3" : "")}\n")
                .Append(CultureInfo.InvariantCulture, $"  class {boxes} is-{sort.Name}\n");
        }

        return text.ToString();
    }

    private static void Box(StringBuilder text, GraphBox box)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {box.Id}[\"<b>{Escaped(box.Title)}</b>");
        foreach (var line in box.Lines)
        {
            text.Append("<br/>").Insert(text.Length, "#160;#160;", line.Indent).Append(line.IsCondition ? "<i>" : "").Append(Escaped(line.Text)).Append(line.IsCondition ? "</i>" : "");
        }

        text.Append("\"]\n");
    }

    // Mermaid reads marks of Markdown, formulas, directives and entities even inside quotes, and at the beginning numbers and dashes as lists; so all
    // signs but the plainest are entities.
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        var begun = false;
        // An invisible character keeps fa:fa-car from becoming a picture of a car.
        foreach (var rune in text.Replace(":fa-", ":\u2060fa-", StringComparison.Ordinal).EnumerateRunes())
        {
            if (Rune.IsControl(rune)) continue;
            if (rune.Value >= 0x80 || char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is ' ' or ',' or '/' or '?') escaped.Append(rune);
            else if (begun && (char)rune.Value is '-' or '.' or ':' or '(' or ')' or '=' or '!' or '\'') escaped.Append(rune);
            else escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
            begun |= Rune.IsLetter(rune);
        }

        return escaped.ToString();
    }
}
