namespace WeChatActors.Rules;

/// <summary>Reads what is said of a follower to WeChat: tags, remark, pause.</summary>
internal static class FollowerReader
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(30);

    /// <summary>Reads what stands under <c>tag</c>.</summary>
    public static void Tags(YamlNode node, RuleScope scope, List<RuleAction> actions)
    {
        if (YamlFields.Read(node, scope.Findings, "'tag'", ActionShapes.Tag.Names) is not { } fields) return;
        if (fields.Map.Entries.IsEmpty) scope.Findings.Error(node, "'tag' is empty, expected 'add' or 'remove'.");
        if (fields.Find("remove") is { } remove) actions.Add(new TagAction(Names(remove, scope, "'remove'"), add: false));
        if (fields.Find("add") is { } add) actions.Add(new TagAction(Names(add, scope, "'add'"), add: true));
    }

    /// <summary>The name of a tag as a condition has it; null when no tag is called so.</summary>
    public static string? Name(YamlScalar tag, RuleScope scope)
    {
        if (tag.Value.Trim().Length is > 0 and <= TagAction.MaxName) return tag.Value.Trim();
        scope.Findings.Error(tag, $"{tag.Described} is not the name of a tag, expected 1 to {TagAction.MaxName} characters.");
        return null;
    }

    private static Template[] Names(YamlNode node, RuleScope scope, string what)
    {
        var names = new List<Template>();
        if (node is YamlList { Items.IsEmpty: true }) scope.Findings.Error(node, $"an empty list stands at {what}, expected at least one tag.");
        foreach (var text in YamlRead.Texts(node, scope.Findings, what))
        {
            var name = scope.Template(text, what)!;
            if (name.Constant is null || Name(text, scope) is not null) names.Add(name);
        }

        return [.. names];
    }

    /// <summary>Reads what stands under <c>remark</c>.</summary>
    public static RemarkAction Remark(YamlNode node, RuleScope scope)
    {
        var text = scope.Template(node, "'remark'") ?? scope.NoText;
        if (text.Constant is { } constant && System.Text.Encoding.UTF8.GetByteCount(constant) is > RemarkAction.MaxBytes and var bytes)
            scope.Findings.Error(node, $"the remark has {bytes} bytes of UTF-8, WeChat takes at most {RemarkAction.MaxBytes}.");
        return new(text);
    }

    /// <summary>Reads what stands under <c>pause</c>: a time, or <c>for</c> and <c>until</c>.</summary>
    public static PauseAction Pause(YamlNode node, RuleScope scope)
    {
        if (node is not YamlMap) return new(new(Time(node, scope, "'pause'"), UntilClose: false));
        if (YamlFields.Read(node, scope.Findings, "'pause'", ActionShapes.Pause.Names) is not { } fields) return new(PauseAction.ForHuman);
        var until = fields.Word("until", "kf_close_session") is not null;
        if (fields.Map.Entries.IsEmpty) scope.Findings.Error(node, "'pause' is empty, expected 'for' or 'until'.");
        return new(new(fields.Find("for") is { } time ? Time(time, scope, "'for'") : null, until));
    }

    private static TimeSpan? Time(YamlNode node, RuleScope scope, string what) =>
        DurationReader.Read(node, scope.Findings, what, TimeSpan.FromSeconds(1), LongestPause);
}
