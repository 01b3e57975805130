namespace WeChatActors.Rules;

/// <summary>Reads the dialogs of rule files.</summary>
internal static class DialogReader
{
    /// <summary>The keys of a dialog.</summary>
    public static readonly string[] Keys = DialogShapes.Dialog.Names;

    private const int MaxWords = 50;

    private static readonly TimeSpan ShortestAfter = TimeSpan.FromSeconds(1), LongestAfter = TimeSpan.FromDays(7), LongestKeep = TimeSpan.FromDays(30);

    /// <summary>Reads those of all files; wrong ones are reported.</summary>
    public static Dialog[] ReadAll(IncludedFiles included, ScriptBuilder builder, ScriptDefaults defaults)
    {
        var dialogs = new Dictionary<string, Dialog>(StringComparer.Ordinal);
        string[] cancel = [.. defaults.Cancel.Select(word => TextFold.Fold(word))];
        foreach (var (path, fields) in included.Files)
        {
            if (fields.Find("dialogs") is not YamlMap map) continue;
            foreach (var (name, node) in map.Entries)
                if (Read(name, node, path, builder, cancel) is { } dialog) dialogs.TryAdd(dialog.Name, dialog);
        }

        return [.. dialogs.Values];
    }

    /// <summary>Words that followers say; an empty list means none.</summary>
    public static IEnumerable<string> Words(YamlNode node, ScriptBuilder builder, string what)
    {
        if (node is YamlList { Items.IsEmpty: true }) return [];
        var words = new List<string>();
        foreach (var text in builder.Expand(node, what))
        {
            if (TextFold.Fold(text.Value).Length == 0) builder.Findings.Error(text, $"{text.Described} is blank, expected a word that followers say.");
            else words.Add(text.Value.Trim());
        }

        if (words.Count > MaxWords) builder.Findings.Error(node, $"{what} has {words.Count} words, expected at most {MaxWords}.");
        return words;
    }

    private static Dialog? Read(YamlScalar name, YamlNode node, string path, ScriptBuilder builder, string[] usualCancel)
    {
        if (YamlFields.Read(node, builder.Findings, "a dialog", Keys) is not { } fields) return null;
        var slotNames = SlotReader.Names(fields.Find("slots"));
        var names = new HashSet<string>(slotNames, StringComparer.Ordinal);
        names.UnionWith(ResultNames.In(node));
        var scope = new RuleScope(builder, path, names) { HasId = true, Slots = slotNames, Reach = Reach.Messages | Reach.Events, Owner = Dialog.IdOf(name.Value) };
        if (fields.Find("tests") is { } tests) builder.Tests.Add(tests, scope.Owner, path);

        if (fields.Find("slots") is null && fields.Find("confirm") is null && !fields.HasUnknown)
            builder.Findings.Error(name, $"the dialog '{name.Value}' asks for nothing, expected 'slots' or 'confirm'.");
        var slots = fields.Find("slots") is { } list ? SlotReader.ReadAll(list, scope) : [];
        var confirm = fields.Find("confirm") is { } question ? Confirm(question, scope) : null;
        string[] cancel = fields.Find("cancel") is { } words ? [.. Folded(words, scope, "'cancel'")] : usualCancel;
        var patience = Patience(fields.Find("timeout"), scope);
        var onCancel = Actions(fields.Find("on_cancel"), scope);
        var onFail = Actions(fields.Find("on_fail"), scope);
        var onOtherRule = fields.Word("on_other_rule", DialogShapes.OtherRuleWords) switch
        {
            "switch" => OtherRule.Switch,
            "ignore" => OtherRule.Ignore,
            _ => OtherRule.Ask,
        };
        var done = fields.HasUnknown ? fields.Find("done") : fields.Require("done");
        var holder = new CompiledRule(
            new(Dialog.IdOf(name.Value), path, name.Line), name.Place, 0, Continue: false, new DefaultCondition(), Actions(done, scope) ?? [])
        {
            Laters = scope.Laters,
            Busy = DefaultsReader.Busy(fields),
            Slow = DefaultsReader.Slow(fields),
            Secrets = [.. slots.Where(slot => slot.IsSecret).Select(slot => slot.Name)],
        };
        scope.Check();
        return new(name.Value, holder, slots, confirm, patience, cancel, onOtherRule)
        {
            OnCancel = onCancel,
            OnFail = onFail,
            Ways = [Way(fields.Map, "on_cancel", onCancel), Way(fields.Map, "on_fail", onFail), Way(fields.Map, "done", holder.Actions), Way(fields.Find("timeout") as YamlMap, "do", patience.Actions)],
        };

        (BranchInfo, RuleAction[])? Way(YamlMap? map, string key, RuleAction[]? actions) =>
            map?.Find(key) is { } entry && actions is not null ? (scope.Branch(entry.Key, key == "do" ? "'timeout'" : $"'{key}'"), actions) : null;
    }

    private static RuleAction[]? Actions(YamlNode? node, RuleScope scope) =>
        node is null ? null : scope.Perhaps(() => ActionReader.ReadAll(node, scope));

    private static IEnumerable<string> Folded(YamlNode node, RuleScope scope, string what) =>
        Words(node, scope.Builder, what).Select(word => TextFold.Fold(word)).Distinct(StringComparer.Ordinal);

    // A question alone, or a map of the question and the words that answer it.
    private static Confirmation? Confirm(YamlNode node, RuleScope scope)
    {
        if (node is not YamlMap map || map.Find("ask") is null && !map.Entries.Any(entry => entry.Key.Value is "yes" or "no" or "retry"))
            return new(ReplyReader.Read(node, scope, "'confirm'"), DialogWords.Yes, DialogWords.No, null);
        if (YamlFields.Read(node, scope.Findings, "'confirm'", DialogShapes.Confirm.Names) is not { } fields) return null;
        var yes = Answers(fields, "yes", DialogWords.Yes, scope);
        var no = Answers(fields, "no", DialogWords.No, scope);
        // Words of the file's own are stronger than the usual ones of the other side.
        if (fields.Find("yes") is null) yes = DialogWords.Set(yes.Except(no));
        else if (fields.Find("no") is not { } own) no = DialogWords.Set(no.Except(yes));
        else if (no.Overlaps(yes)) scope.Findings.Error(own, $"'{no.First(yes.Contains)}' stands among the words that agree, too, expected it on one side.");
        return new(
            fields.Require("ask") is { } ask ? ReplyReader.Read(ask, scope, "'ask'") : new ReplySource.Fixed(null),
            yes, no, fields.Find("retry") is { } retry ? ReplyReader.Read(retry, scope, "'retry'") : null);
    }

    private static IReadOnlySet<string> Answers(YamlFields fields, string key, IReadOnlySet<string> usual, RuleScope scope)
    {
        if (fields.Find(key) is not { } node) return usual;
        var words = DialogWords.Set(Folded(node, scope, $"'{key}'"));
        if (words.Count == 0) scope.Findings.Error(node, $"'{key}' has no words, expected at least one.");
        return words;
    }

    private static Patience Patience(YamlNode? node, RuleScope scope)
    {
        var usual = new Patience(Rules.Patience.UsualAfter, [], DialogWords.Resume, Rules.Patience.UsualKeep);
        if (node is null || YamlFields.Read(node, scope.Findings, "'timeout'", DialogShapes.Timeout.Names) is not { } fields) return usual;
        if (fields.Map.Entries.IsEmpty) scope.Findings.Error(node, "'timeout' is empty, expected 'after', 'do', 'resume' or 'keep'.");
        return new(
            fields.Find("after") is { } after ? DurationReader.Read(after, scope.Findings, "'after'", ShortestAfter, LongestAfter) ?? usual.After : usual.After,
            fields.Find("do") is { } actions ? scope.InTimer(() => ActionReader.ReadAll(actions, scope)) : [],
            fields.Find("resume") is { } words ? [.. Folded(words, scope, "'resume'")] : usual.Resume,
            fields.Find("keep") is { } keep ? DurationReader.Read(keep, scope.Findings, "'keep'", ShortestAfter, LongestKeep) ?? usual.Keep : usual.Keep);
    }
}
