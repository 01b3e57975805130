using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Reads what a rule file says about all its rules.</summary>
internal static class DefaultsReader
{
    private const int MaxReserve = 20, MaxPullWords = 20;

    /// <summary>The placeholder that stands when a file gives none.</summary>
    public const string Placeholder =
        "正在想{{ msg.text ? '“' + (msg.text | cut(12)) + '”' : '' }}…… {{ link ? '看结果：' + link : pull ? '回复 ' + pull + ' 看结果' : '稍后再说一句话就能看到结果' }}";

    /// <summary>The names that a placeholder has beside the others.</summary>
    public static readonly IReadOnlySet<string> PlaceholderNames = new HashSet<string>(["link", "pull"], StringComparer.Ordinal);

    /// <summary>Reads it.</summary>
    /// <returns>The settings, and the placeholder of the file; null for the usual one.</returns>
    public static (ScriptDefaults Defaults, Template? Placeholder) Read(YamlNode node, string path, ScriptBuilder builder)
    {
        var usual = ScriptDefaults.Usual;
        if (YamlFields.Read(node, builder.Findings, "'defaults'", FileShapes.Defaults.Names) is not { } fields) return (usual, null);
        var scope = new RuleScope(builder, path, PlaceholderNames);
        var placeholder = fields.Find("placeholder") is { } text ? ReadPlaceholder(text, scope) : null;
        return (new(
            Busy(fields) ?? usual.Busy,
            Slow(fields) ?? usual.Slow,
            fields.Find("pull") is { } words ? Pull(words, builder.Findings) : usual.Pull,
            fields.Whole("reserve", 0, MaxReserve, usual.Reserve),
            AfterPause(fields, builder.Findings))
        {
            Cancel = fields.Find("cancel") is { } cancel ? [.. DialogReader.Words(cancel, builder, "'cancel'")] : usual.Cancel,
        }, placeholder);
    }

    /// <summary>A placeholder, of the file or of a rule; null when it is no text.</summary>
    public static Template? ReadPlaceholder(YamlNode node, RuleScope scope)
    {
        var placeholder = scope.Template(node, "'placeholder'");
        if (placeholder is { Constant: "" }) scope.Findings.Error(node, "'placeholder' is empty, expected text.");
        scope.Check();
        return placeholder;
    }

    /// <summary>What overlapping messages do; null when nothing is said.</summary>
    public static BusyMode? Busy(YamlFields fields) => fields.Word("busy", FileShapes.BusyWords) switch
    {
        "queue" => BusyMode.Queue,
        "merge" => BusyMode.Merge,
        "interrupt" => BusyMode.Interrupt,
        "ignore" => BusyMode.Ignore,
        _ => null,
    };

    /// <summary>How slow answers are brought; null when nothing is said.</summary>
    public static SlowMode? Slow(YamlFields fields) => fields.Word("slow", FileShapes.SlowWords) switch
    {
        "auto" => SlowMode.Auto,
        "push" => SlowMode.Push,
        "stretch" => SlowMode.Stretch,
        "placeholder" => SlowMode.Placeholder,
        _ => null,
    };

    private static ImmutableArray<string> Pull(YamlNode node, Findings findings)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        foreach (var word in YamlRead.Texts(node, findings, "'pull'"))
        {
            if (string.IsNullOrWhiteSpace(word.Value)) findings.Error(word, $"{word.Described} is blank, expected a word that fetches an answer.");
            else words.Add(word.Value.Trim());
        }

        if (words.Count > MaxPullWords) findings.Error(node, $"'pull' has {words.Count} words, expected at most {MaxPullWords}.");
        return words.DrainToImmutable();
    }

    private static string? AfterPause(YamlFields fields, Findings findings)
    {
        if (fields.Text("after_pause") is not { } text) return null;
        if (text.Contains("{{", StringComparison.Ordinal)) findings.Warning(fields.Find("after_pause")!, "literal-braces", "{{ }} is not evaluated in 'after_pause', it is shown as it is.");
        return text.Length == 0 ? null : text;
    }
}
