using System.CommandLine;
using System.CommandLine.Parsing;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors graph</c>: a picture of rules and dialogs.</summary>
internal static class GraphCommand
{
    // More rules than this stand in groups: a picture of more helps nobody.
    private const int Most = 30;

    private static readonly string[] Formats = ["mermaid", "svg"];

    public static Command Create(Surroundings around)
    {
        var file = new Argument<string>("FILE") { Description = "A rule file; what it includes is drawn with it" };
        file.Validators.Add(UsageErrors.RefuseOptions);
        var rule = new Option<string?>("--rule") { HelpName = "ID", Description = "Only this rule, what leads to it and what it leads to" };
        var dialog = new Option<string?>("--dialog") { HelpName = "NAME", Description = "Only this dialog, the rules that open it and what it leads to" };
        var format = new Option<string?>("--format") { HelpName = "FORMAT", Description = "mermaid (for Markdown pages) or svg (for a browser); by the ending of --out, else mermaid" };
        var dot = new Option<bool>("--dot") { Description = "Let Graphviz set out the SVG, when its command dot is installed" };
        var output = new Option<string?>("--out") { HelpName = "FILE", Description = "Write the picture into a file" };
        var command = new DescribedCommand("graph", "Draws what sets rules off, what they do and where that leads: dialogs, timers, other systems, humans.")
        {
            Examples =
            [
                ($"{CommandLine.Name} graph conf/rules/demo.yaml --out demo.svg", "a picture for the browser"),
                ($"{CommandLine.Name} graph bot.yaml --dialog book-table", "one dialog, for a page in Markdown"),
                ($"{CommandLine.Name} graph bot.yaml --rule order --format svg > order.svg", "one rule of many"),
            ],
            ExitCodes = [(ExitCode.Done, "drawn"), (ExitCode.Failed, "the file cannot be written, or Graphviz does not work"), (ExitCode.Misused, "a bad argument, or a file with mistakes")],
        };
        command.Add(file);
        foreach (var option in new Option[] { rule, dialog, format, output }) command.Add(UsageErrors.Guarded(option));
        command.Add(dot);
        command.Validators.Add(call =>
        {
            if (call.GetResult(format) is { Tokens: [{ Value: { Length: > 0 } named }] } && !Formats.Contains(named))
                call.AddError($"'{named}' stands at --format{(Nearest.Hint(named, Formats) is { Length: > 0 } hint ? hint : ",")} expected one of: {string.Join(", ", Formats)}.");
            if (call.GetResult(rule) is not null && call.GetResult(dialog) is not null) call.AddError("--dialog stands beside --rule, expected one of the two.");
            if (call.GetResult(dot) is not null && call.GetResult(format) is { Tokens: [{ Value: "mermaid" }] }) call.AddError("--dot stands beside --format mermaid, expected --format svg.");
        });
        command.SetAction(async (call, ct) =>
        {
            if (Load(call.GetValue(file)!, around) is not { } graph || Part(graph, call.GetValue(rule), call.GetValue(dialog), around) is not { } part) return ExitCode.Misused;
            var (shown, path) = (part.Gathered(Most), call.GetValue(output));
            if (shown != part) around.Error.WriteLine($"{part.Rules.Count()} rules are drawn in groups; --rule ID draws one with all it leads to.");
            var svg = (call.GetValue(format) ?? (call.GetValue(dot) || Path.GetExtension(path) == ".svg" ? "svg" : "mermaid")) == "svg";
            var text = !svg ? MermaidText.Of(shown) : call.GetValue(dot) ? await Graphviz.Draw(DotText.Of(shown), around, ct) : SvgText.Of(shown);
            return text is null ? ExitCode.Failed : await Result.Write(text, path, around, ct);
        });
        return command;
    }

    private static RuleGraph? Load(string path, Surroundings around)
    {
        var load = ScriptGraph.Load(path);
        if (load.Graph is null) FindingLines.Write(around.Error, load.Findings.Where(finding => finding.Severity == Severity.Error));
        return load.Graph;
    }

    private static RuleGraph? Part(RuleGraph graph, string? rule, string? dialog, Surroundings around)
    {
        var part = rule is not null ? graph.AroundRule(rule) : dialog is not null ? graph.AroundDialog(dialog) : graph;
        if (part is not null) return part;
        var (name, option, kind) = rule is not null ? (rule, "--rule", "rule") : (dialog!, "--dialog", "dialog");
        string[] known = [.. rule is not null ? graph.Rules : graph.Dialogs];
        around.Error.WriteLine(known.Length == 0
            ? $"'{name}' stands at {option}, but {graph.Title} has no {kind}."
            : $"'{name}' stands at {option}{(Nearest.Hint(name, known) is { Length: > 0 } hint ? hint : ",")} expected one of: {string.Join(", ", known.Take(20))}{(known.Length > 20 ? $" and {known.Length - 20} more" : "")}.");
        return null;
    }
}
