using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>What became of drawing rule files.</summary>
/// <param name="Graph">The picture; null when any finding is an error.</param>
/// <param name="Findings">Errors and warnings of the files.</param>
public sealed record GraphLoad(RuleGraph? Graph, ImmutableArray<Finding> Findings);

/// <summary>Draws the rules, dialogs and menu of rule files.</summary>
public static class ScriptGraph
{
    /// <summary>Draws a rule file and the files it includes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The picture, or what is wrong with the files. Never throws for anything a file holds, or for a missing one.</returns>
    /// <exception cref="ArgumentException">The path is empty: a bug in the caller.</exception>
    public static GraphLoad Load(string path)
    {
        var load = ScriptFile.Load(path);
        return new(load.Script is null ? null : Draw(Path.GetFileName(path), new FolderFiles(path)), load.Findings);
    }

    /// <summary>Draws rules from a text.</summary>
    /// <inheritdoc cref="ScriptFile.Parse"/>
    /// <returns>The picture, or what is wrong with the text.</returns>
    public static GraphLoad Parse(string yaml, string fileName, Func<string, string?>? include = null)
    {
        var load = ScriptFile.Parse(yaml, fileName, include);
        return new(load.Script is null ? null : Draw(Path.GetFileName(fileName), new GivenFiles(yaml, fileName, include)), load.Findings);
    }

    // The files were read without an error just before, so what is said of them now was said already.
    private static RuleGraph Draw(string first, RuleFiles files)
    {
        var maps = IncludedFiles.Read(first, files, new Findings()).Files;
        var draft = new GraphDraft();
        var words = new ConditionLabels(Lists(maps));
        var actions = new ActionLines(draft, Vars(maps));
        var buttons = Buttons(maps, draft);
        foreach (var (rule, order) in InOrder(maps).Select((rule, index) => (rule, index + 1))) Add(rule, order, draft, words, actions, buttons);
        var dialogs = new DialogBoxes(draft, actions, Cancel(maps));
        foreach (var (_, fields) in maps)
            if (fields.Map.Find("dialogs")?.Value is YamlMap all)
                foreach (var (name, dialog) in all.Entries)
                    if (dialog is YamlMap map) dialogs.Add(name.Value, map);
        return draft.ToGraph(first);
    }

    private static Dictionary<string, IReadOnlyList<string>> Lists(List<(string Path, YamlFields Fields)> files)
    {
        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (_, fields) in files)
            if (fields.Map.Find("lists")?.Value is YamlMap map)
                foreach (var (name, value) in map.Entries)
                    lists[name.Value] = [.. (value is YamlList list ? list.Items : [value]).Select(ConditionLabels.Scalar)];
        return lists;
    }

    private static Dictionary<string, string> Vars(List<(string Path, YamlFields Fields)> files)
    {
        var vars = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, fields) in files)
            if (fields.Map.Find("vars")?.Value is YamlMap map)
                foreach (var (name, value) in map.Entries)
                    if (value is YamlScalar scalar) vars[name.Value] = scalar.Value;
        return vars;
    }

    private static IReadOnlyList<string> Cancel(List<(string Path, YamlFields Fields)> files)
    {
        foreach (var (_, fields) in files)
            if ((fields.Map.Find("defaults")?.Value as YamlMap)?.Find("cancel")?.Value is { } words)
                return [.. (words is YamlList list ? list.Items : [words]).Select(ConditionLabels.Scalar)];
        return ["取消", "退出"];
    }

    private static List<(BoxDraft Box, string Key)> Buttons(List<(string Path, YamlFields Fields)> files, GraphDraft draft)
    {
        var buttons = new List<(BoxDraft, string)>();
        foreach (var (_, fields) in files)
        {
            if (fields.Map.Find("menu")?.Value is not { } node || MenuReader.Read(node, new Findings()) is not { } menu) continue;
            var frame = draft.Frame(FrameKind.Menu, "").Id;
            foreach (var (name, button) in menu.Buttons.SelectMany(top => top.Type is null ? top.Items.Select(item => ($"{top.Name} › {item.Name}", item)) : [(top.Name, top)]))
            {
                var box = draft.Add(BoxKind.Button, name, node.Place, frame);
                box.Add(ShortText.Cut($"{button.Type} {button.Key ?? button.Url}", 40));
                if ((button.Key ?? button.Url) is { } key) buttons.Add((box, key));
            }
        }

        return buttons;
    }

    private static IEnumerable<(string File, YamlMap Map)> InOrder(List<(string Path, YamlFields Fields)> files)
    {
        var rules = new List<(string, YamlMap Map)>();
        foreach (var (path, fields) in files)
            if (fields.Map.Find("rules")?.Value is YamlList list)
                rules.AddRange(list.Items.OfType<YamlMap>().Select(map => (path, map)));
        return rules.OrderByDescending(rule => rule.Map.Find("priority")?.Value is YamlScalar priority ? CoreSchema.AsInt(priority.Value) ?? 0 : 0);
    }

    private static void Add(
        (string File, YamlMap Map) rule, int order, GraphDraft draft, ConditionLabels words, ActionLines actions, List<(BoxDraft Box, string Key)> buttons)
    {
        var map = rule.Map;
        var title = map.Find("id") is { } id ? ConditionLabels.Scalar(id.Value) : $"{rule.File}:{map.Line}";
        var conditions = map.Find("when")?.Value as YamlMap ?? map;
        var box = draft.Add(BoxKind.Rule, title, map.Place, order: order);
        box.Sort = ConditionLabels.Sort(conditions);
        foreach (var line in words.Lines(conditions)) box.Add(line, isCondition: true);
        if (map.Find("reply") is { } reply) actions.Reply(reply.Value, box);
        if (map.Find("do") is { } does) actions.Add(does.Value, box);
        if (map.Find("continue") is { } goesOn && ConditionLabels.Scalar(goesOn.Value) == "true") box.Add("then later rules, too");
        var keys = words.MenuKeys(conditions).ToHashSet(StringComparer.Ordinal);
        foreach (var (button, key) in buttons)
            if (keys.Contains(key)) draft.Arrow(new(button.Id, box.Id));
    }
}
