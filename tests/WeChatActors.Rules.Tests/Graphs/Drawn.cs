using System.Runtime.CompilerServices;

namespace WeChatActors.Rules.Tests.Graphs;

/// <summary>Draws rules that must be free of errors.</summary>
internal static class Drawn
{
    public static RuleGraph Rules(string yaml) => Whole(ScriptGraph.Parse("version: 1\n" + yaml, "t.yaml"));

    /// <summary>Draws a file beside the tests.</summary>
    public static RuleGraph File(string name, [CallerFilePath] string here = "") => Whole(ScriptGraph.Parse(System.IO.File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, name)), name));

    /// <summary>The arrows in words: from, its line, to, label.</summary>
    public static IEnumerable<string> Arrows(RuleGraph graph)
    {
        var titles = graph.Boxes.ToDictionary(box => box.Id, box => box.Title, StringComparer.Ordinal);
        return graph.Arrows.Select(arrow =>
            $"{titles[arrow.From]}{(arrow.Line is { } line ? $":{line}" : "")} {Word(arrow.Kind)} {titles[arrow.To]}{(arrow.Label is { } label ? $": {label}" : "")}");
    }

    private static string Word(ArrowKind kind) => kind switch { ArrowKind.Next => "->", ArrowKind.Later => "later", ArrowKind.Asks => "asks", _ => "otherwise" };

    private static RuleGraph Whole(GraphLoad load) => load.Graph ?? throw new InvalidOperationException(string.Join('\n', load.Findings));
}
