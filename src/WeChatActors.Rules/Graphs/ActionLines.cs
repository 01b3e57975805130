using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>Says actions line by line, and draws what they lead to.</summary>
/// <param name="draft">Gets the boxes and arrows.</param>
/// <param name="vars">The constants of the files that are texts: addresses mostly begin with one.</param>
internal sealed partial class ActionLines(GraphDraft draft, IReadOnlyDictionary<string, string> vars)
{
    private const int Width = 64;

    /// <summary>Adds the lines of a list of actions, or of a single one.</summary>
    public void Add(YamlNode node, BoxDraft box, int indent = 0)
    {
        foreach (var item in node is YamlList list ? list.Items : [node])
            if (item is YamlMap { Entries: [var first, ..] } action) Add(Kind(action) ?? first, action, box, indent);
    }

    /// <summary>Adds what stands at <c>reply</c>.</summary>
    public void Reply(YamlNode value, BoxDraft box, int indent = 0)
    {
        var says = Says(value);
        if (says == "transfer")
        {
            var at = box.Add("hand over to a human", indent);
            Human(box, at);
        }
        else
        {
            box.Add($"reply {says}", indent);
        }
    }

    // then, else and the like stand beside what the action is, in any order.
    private static YamlEntry? Kind(YamlMap action) =>
        action.Entries.FirstOrDefault(entry => entry.Key.Value is not ("then" or "else" or "as" or "cases"));

    private void Add(YamlEntry entry, YamlMap action, BoxDraft box, int indent)
    {
        var value = entry.Value;
        switch (entry.Key.Value)
        {
            case "reply": Reply(value, box, indent); break;
            case "send":
                box.Add($"send {Says(value)}", indent);
                Branch(action, "else", "when the window has none left", box, indent);
                break;
            case "if":
                box.Add($"if {ShortText.Cut(Text(value), Width)}", indent, isCondition: true);
                if (action.Find("then") is { } then) Add(then.Value, box, indent + 1);
                Branch(action, "else", "else", box, indent);
                break;
            case "switch":
                box.Add($"switch {ShortText.Cut(Text(value), Width)}", indent, isCondition: true);
                if (action.Find("cases")?.Value is { } cases) Cases(cases, box, indent + 1);
                Branch(action, "else", "else", box, indent);
                break;
            case "later": Later(value, box, indent); break;
            case "http": Http(value, box, indent); break;
            case "llm": Llm(value, box, indent); break;
            case "dialog":
                var name = Text(value);
                draft.ArrowToDialog(box, box.Add($"open dialog {name}", indent), name);
                break;
            case "end": box.Add("end the dialog", indent); break;
            case "pause":
                Human(box, box.Add($"bot is silent {(value is YamlMap pause ? string.Join(" or ", pause.Entries.Select(part => $"{part.Key.Value} {Text(part.Value)}")) : $"for {Text(value)}")}", indent));
                break;
            case "set" when value is YamlMap set: box.Add($"set {ShortText.Join([.. set.Entries.Select(part => part.Key.Value)], Width)}", indent); break;
            case "tag" when value is YamlMap tag:
                foreach (var part in tag.Entries) box.Add($"{(part.Key.Value == "add" ? "tag" : "untag")} {Texts(part.Value)}", indent);
                break;
            case "metric": box.Add($"count {(value is YamlMap counted ? Text(counted.Find("name")?.Value ?? counted.Entries.FirstOrDefault()?.Value) : Texts(value))}", indent); break;
            case var kind: box.Add($"{kind} {(value is YamlMap ? "" : Texts(value))}".TrimEnd(), indent); break;
        }
    }

    private void Branch(YamlMap action, string key, string words, BoxDraft box, int indent)
    {
        if (action.Find(key) is not { } branch) return;
        box.Add(words, indent, isCondition: true);
        Add(branch.Value, box, indent + 1);
    }

    // {case: actions}, or a list of maps that hold their actions at 'do' or 'then'.
    private void Cases(YamlNode cases, BoxDraft box, int indent)
    {
        if (cases is YamlMap map)
        {
            foreach (var (key, actions) in map.Entries)
            {
                box.Add($"case {ShortText.Cut(key.Value, Width)}", indent, isCondition: true);
                Add(actions, box, indent + 1);
            }

            return;
        }

        foreach (var item in cases is YamlList list ? list.Items : [])
        {
            if (item is not YamlMap one) continue;
            var does = one.Find("do") ?? one.Find("then");
            var when = one.Entries.FirstOrDefault(entry => entry != does);
            box.Add($"case {Texts(when?.Value)}", indent, isCondition: true);
            if (does is not null) Add(does.Value, box, indent + 1);
        }
    }

    private void Later(YamlNode value, BoxDraft box, int indent)
    {
        if (value is not YamlMap map) return;
        var when = map.Find("after") is { } after ? $"after {Text(after.Value)}" : $"at {Text(map.Find("at")?.Value)}";
        var timer = draft.Add(BoxKind.Timer, ShortText.Cut(when, Width), value.Place);
        if (map.Find("unless") is { } unless) timer.Add($"unless {ShortText.Cut(Text(unless.Value), Width)}", isCondition: true);
        draft.Arrow(new(box.Id, timer.Id, ArrowKind.Later) { Line = box.Add($"later, {ShortText.Cut(when, Width)}", indent) });
        if (map.Find("do") is { } actions) Add(actions.Value, timer);
    }

    private void Http(YamlNode value, BoxDraft box, int indent)
    {
        if (value is not YamlMap map) return;
        var request = map.Entries.FirstOrDefault(entry => entry.Key.Value is "get" or "post" or "put" or "delete");
        var url = Constant().Replace(Text(request?.Value), found => vars.GetValueOrDefault(found.Groups[1].Value) ?? found.Value);
        var method = request?.Key.Value.ToUpperInvariant() ?? "";
        var (host, path) = Split(url);
        var at = box.Add(ShortText.Cut($"{method} {path}{(map.Find("into") is { } into ? $" → {Text(into.Value)}" : "")}", Width), indent);
        var call = draft.Shared(BoxKind.Call, ShortText.Cut(host, Width));
        var line = new GraphLine(ShortText.Cut($"{method} {path}", Width));
        if (!call.Lines.Contains(line)) call.Lines.Add(line);
        draft.Arrow(new(box.Id, call.Id, ArrowKind.Asks) { Line = at });
    }

    private void Llm(YamlNode value, BoxDraft box, int indent)
    {
        if (value is not YamlMap map) return;
        var model = Text(map.Find("model")?.Value) is { Length: > 0 } named ? named : "default";
        var replies = map.Find("reply") is { } reply && Text(reply.Value) == "true";
        var at = box.Add($"ask model {ShortText.Cut(model, Width)}{(replies ? " and reply" : map.Find("into") is { } into ? $" → {Text(into.Value)}" : "")}", indent);
        draft.Arrow(new(box.Id, draft.Shared(BoxKind.Call, $"model {ShortText.Cut(model, Width)}").Id, ArrowKind.Asks) { Line = at });
        if (map.Find("fallback")?.Value is not { } fallback) return;
        box.Add("no answer", indent, isCondition: true);
        if (fallback is YamlScalar words) box.Add($"reply {ShortText.Quoted(words.Value, Width)}", indent + 1);
        else Add(fallback, box, indent + 1);
    }

    private void Human(BoxDraft box, int line)
    {
        var human = draft.Shared(BoxKind.Human, "a human speaks");
        if (human.Lines.Count == 0) human.Add("the bot is silent meanwhile");
        draft.Arrow(new(box.Id, human.Id) { Line = line });
    }

    // What is said, in a few words.
    private static string Says(YamlNode value)
    {
        if (value is not YamlMap { Entries: [var (kind, inner), ..] }) return ShortText.Quoted(Text(value), Width);
        return kind.Value switch
        {
            "text" => ShortText.Quoted(Text(inner), Width),
            "transfer" => "transfer",
            "none" => "nothing",
            "one_of" when inner is YamlList choices => $"one of {choices.Items.Length}: {ShortText.Join([.. choices.Items.Select(Says)], Width - 12)}",
            "news" => $"news {ShortText.Join([.. (inner is YamlList articles ? articles.Items : [inner]).OfType<YamlMap>().Select(article => ShortText.Quoted(Text(article.Find("title")?.Value), Width - 6))], Width - 6)}",
            "menu" when inner is YamlMap menu => $"menu {ShortText.Quoted(Text(menu.Find("head")?.Value), Width - 6)}",
            _ => inner is YamlScalar scalar && scalar.Value.Contains('.', StringComparison.Ordinal) && !scalar.Value.Contains("{{", StringComparison.Ordinal)
                ? $"{kind.Value} {ShortText.Cut(scalar.Value, Width - 10)}" : kind.Value,
        };
    }

    private static (string Host, string Path) Split(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var end = url.IndexOf('/', start);
        return end < 0 ? (url[start..], "/") : (url[start..end], url[end..]);
    }

    private static string Texts(YamlNode? node) =>
        ShortText.Join([.. (node is YamlList { Items.Length: > 1 } list ? list.Items : node is null ? [] : [node]).Select(Text)], Width);

    private static string Text(YamlNode? node) => ConditionLabels.Scalar(node);

    [GeneratedRegex(@"\{\{\s*(?:vars\.)?(\w+)\s*\}\}")]
    private static partial Regex Constant();
}
