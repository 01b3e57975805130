namespace WeChatActors.Rules;

/// <summary>Draws dialogs: questions in order, what may happen at any time beside them, what is done in the end.</summary>
/// <param name="draft">Gets the boxes.</param>
/// <param name="actions">Says actions.</param>
/// <param name="cancel">The words that leave every dialog which has none of its own.</param>
internal sealed class DialogBoxes(GraphDraft draft, ActionLines actions, IReadOnlyList<string> cancel)
{
    private const int Width = 64;

    public void Add(string name, YamlMap dialog)
    {
        var frame = draft.Frame(FrameKind.Dialog, name);
        var questions = new List<BoxDraft>();
        foreach (var slot in dialog.Find("slots")?.Value is YamlList slots ? slots.Items : [])
            if (slot is YamlMap map) questions.Add(Slot(map, frame));
        var last = Confirm(dialog, frame);
        if (last is not null) questions.Add(last);
        if (dialog.Find("done") is { } done)
        {
            var end = draft.Add(BoxKind.Done, "done", done.Key.Place, frame.Id);
            actions.Add(done.Value, end);
            questions.Add(end);
        }

        for (var i = 1; i < questions.Count; i++)
            draft.Arrow(new(questions[i - 1].Id, questions[i].Id, Label: questions[i - 1] == last ? "yes" : null));
        if (last is not null && questions[0] != last) draft.Arrow(new(last.Id, questions[0].Id, ArrowKind.Otherwise, "no"));
        if (questions.Count > 0) draft.Enters(name, questions[0]);
        Cancel(dialog, frame);
        Failures(dialog, frame, questions);
        Timeout(dialog, frame);
        Others(dialog, frame);
    }

    private BoxDraft Slot(YamlMap slot, GraphFrame frame)
    {
        var box = draft.Add(BoxKind.Slot, Text(slot, "name"), slot.Place, frame.Id);
        if (slot.Find("skip_if") is { } skip) box.Add($"skipped if {ShortText.Cut(Text(skip.Value), Width)}", isCondition: true);
        box.Add($"asks {ShortText.Quoted(Text(slot, "ask"), Width)}");
        var type = Text(slot, "type") is { Length: > 0 } named ? named : "text";
        box.Add(slot.Find("options")?.Value is { } options ? $"{type}: {ShortText.Join(Options(options), Width)}" : type + (Text(slot, "secret") == "true" ? ", secret" : ""));
        if (slot.Find("pattern") is { } pattern) box.Add($"must look like {ShortText.Cut(Text(pattern.Value), Width)}", isCondition: true);
        if (slot.Find("check") is { } check) box.Add($"must be {ShortText.Cut(Text(check.Value), Width)}", isCondition: true);
        if (slot.Find("retry") is { } retry) box.Add($"if not: {ShortText.Quoted(Text(retry.Value), Width)}");
        return box;
    }

    private BoxDraft? Confirm(YamlMap dialog, GraphFrame frame)
    {
        if (dialog.Find("confirm") is not { } confirm) return null;
        var box = draft.Add(BoxKind.Confirm, "confirm", confirm.Key.Place, frame.Id);
        box.Add($"asks {ShortText.Quoted(confirm.Value is YamlMap map ? Text(map, "ask") : ConditionLabels.Scalar(confirm.Value), Width)}");
        return box;
    }

    private void Cancel(YamlMap dialog, GraphFrame frame)
    {
        var words = dialog.Find("cancel") is { } own ? Words(own.Value) : cancel;
        if (words.Count == 0) return;
        var box = draft.Add(BoxKind.Aside, $"any time: {ShortText.Join(words, Width - 10)}", dialog.Find("on_cancel")?.Key.Place ?? dialog.Place, frame.Id);
        box.Add("leaves the dialog", isCondition: true);
        if (dialog.Find("on_cancel") is { } does) actions.Add(does.Value, box);
    }

    // Wrong answers to any question end in one place.
    private void Failures(YamlMap dialog, GraphFrame frame, List<BoxDraft> questions)
    {
        if (dialog.Find("slots")?.Value is not YamlList slots) return;
        BoxDraft? box = null;
        var asked = slots.Items.OfType<YamlMap>().ToList();
        for (var i = 0; i < asked.Count; i++)
        {
            if (asked[i].Find("tries") is not { } tries) continue;
            if (box is null)
            {
                var fails = dialog.Find("on_fail") ?? dialog.Find("on_cancel");
                box = draft.Add(BoxKind.Aside, "too many wrong answers", fails?.Key.Place ?? dialog.Place, frame.Id);
                box.Add("leaves the dialog", isCondition: true);
                if (fails is not null) actions.Add(fails.Value, box);
            }

            draft.Arrow(new(questions[i].Id, box.Id, ArrowKind.Otherwise, $"{Text(tries.Value)} wrong"));
        }
    }

    private void Timeout(YamlMap dialog, GraphFrame frame)
    {
        if (dialog.Find("timeout")?.Value is not YamlMap timeout) return;
        var box = draft.Add(BoxKind.Aside, $"no answer for {(timeout.Find("after") is { } after ? Text(after.Value) : "30m")}", timeout.Place, frame.Id);
        if (timeout.Find("do") is { } does) actions.Add(does.Value, box);
        if (timeout.Find("resume") is { } resume)
            box.Add($"sleeps{(timeout.Find("keep") is { } keep ? $" for {Text(keep.Value)}" : "")}; {ShortText.Join(Words(resume.Value), Width - 20)} goes on", isCondition: true);
    }

    private void Others(YamlMap dialog, GraphFrame frame)
    {
        if (dialog.Find("on_other_rule") is not { } other) return;
        var box = draft.Add(BoxKind.Aside, "another rule fits meanwhile", other.Key.Place, frame.Id);
        box.Add(Text(other.Value) switch
        {
            "switch" => "leaves the dialog, the rule runs",
            "ignore" => "takes it as the answer",
            _ => "asks whether to leave the dialog",
        });
    }

    private static List<string> Options(YamlNode options) => options is YamlMap map ? [.. map.Entries.Select(entry => entry.Key.Value)] : Words(options);

    private static List<string> Words(YamlNode node) => [.. (node is YamlList { Items.Length: not 1 } list ? list.Items : [node is YamlList one ? one.Items[0] : node]).Select(Text)];

    private static string Text(YamlMap map, string key) => Text(map.Find(key)?.Value);

    private static string Text(YamlNode? node) => ConditionLabels.Scalar(node);
}
