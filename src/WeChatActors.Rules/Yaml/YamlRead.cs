using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Takes nodes as the kinds of value that files hold; what does not fit is reported and gives null.</summary>
/// <remarks>The parameter <c>what</c> names the value in sentences, quoted when it is a key: <c>'port'</c>.</remarks>
public static class YamlRead
{
    /// <summary>A text. Plain numbers and truth values are taken as they are written. Warns of an unquoted emoticon such as
    /// <c>[微笑]</c>, which YAML reads as a list, and of words that YAML 1.1 would change.</summary>
    public static string? Text(YamlNode node, Findings findings, string what)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(findings);
        switch (node)
        {
            case YamlScalar { IsNull: false } scalar:
                if (scalar.IsPlain && CoreSchema.InYaml11(scalar.Value) is { } other)
                    findings.Warning(node, "yaml11", $"'{scalar.Value}' is text here, but YAML 1.1 reads it as {other}; put it in quotes.", Mending.Quotes(scalar));
                return scalar.Value;
            case YamlList { Items: [YamlScalar only] } list when IsEmoticon(node):
                findings.Warning(node, "emoticon", $"[{only.Value}] is a list in YAML and was taken as the text '[{only.Value}]'; put it in quotes.", Mending.Quotes(list, only));
                return $"[{only.Value}]";
            default:
                findings.Error(node, $"{node.Described} stands at {what}, expected text.");
                return null;
        }
    }

    // What YAML makes of [微笑] without quotes.
    private static bool IsEmoticon(YamlNode node) => node is YamlList { IsFlow: true, Items: [YamlScalar { IsNull: false }] };

    /// <summary>A whole number within bounds, both allowed.</summary>
    public static int? Whole(YamlNode node, Findings findings, string what, int min, int max)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(findings);
        if (node is YamlScalar { IsPlain: true } scalar && CoreSchema.AsInt(scalar.Value) is { } number && number >= min && number <= max)
            return (int)number;
        findings.Error(node, $"{node.Described} stands at {what}, expected {(min == max ? $"{min}" : $"a whole number from {min} to {max}")}.");
        return null;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static bool? Bool(YamlNode node, Findings findings, string what)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(findings);
        if (node is YamlScalar { IsPlain: true } scalar && CoreSchema.AsBool(scalar.Value) is { } truth) return truth;
        findings.Error(node, $"{node.Described} stands at {what}, expected true or false.");
        return null;
    }

    /// <summary>One of a few words; the nearest is suggested for a wrong one.</summary>
    public static string? Word(YamlNode node, Findings findings, string what, params ReadOnlySpan<string> words)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(findings);
        if (node is YamlScalar { IsNull: false } scalar)
        {
            if (words.Contains(scalar.Value)) return scalar.Value;
            var near = Nearest.Hint(scalar.Value, words);
            findings.Error(node, $"{node.Described} stands at {what}{near}{(near.Length > 0 ? "" : ",")} expected one of: {string.Join(", ", words!)}.");
            return null;
        }

        findings.Error(node, $"{node.Described} stands at {what}, expected one of: {string.Join(", ", words!)}.");
        return null;
    }

    /// <summary>Scalars from a list, or one alone; wrong items are reported and left out.</summary>
    public static ImmutableArray<YamlScalar> Texts(YamlNode node, Findings findings, string what)
    {
        var texts = Scalars(node, findings, what);
        foreach (var text in texts) Text(text, findings, what);
        return texts;
    }

    /// <summary>As <see cref="Texts"/>, for what is no text to people: without the warnings that are about texts.</summary>
    public static ImmutableArray<YamlScalar> Scalars(YamlNode node, Findings findings, string what)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(findings);
        var texts = ImmutableArray.CreateBuilder<YamlScalar>();
        foreach (var item in node is YamlList list ? list.Items : [node])
        {
            if (item is YamlScalar { IsNull: false } scalar) texts.Add(scalar);
            else if (node is YamlList && IsEmoticon(item)) texts.Add(new(item.File, item.Index, item.Line, item.Column, Text(item, findings, what)!, ScalarStyle.Plain));
            else findings.Error(item, $"{item.Described} stands at {what}, expected text or a list of texts.");
        }

        return texts.DrainToImmutable();
    }

    /// <summary>Any node as a value: plain scalars by the core schema, lists and maps item by item.</summary>
    public static Value Value(YamlNode node)
    {
        switch (node)
        {
            case YamlScalar scalar: return scalar.IsPlain ? CoreSchema.AsValue(scalar.Value) : Rules.Value.Of(scalar.Value);
            case YamlList list: return Rules.Value.List([.. list.Items.Select(Value)]);
            case YamlMap map: return Rules.Value.Map(map.Entries.Select(e => KeyValuePair.Create(e.Key.Value, Value(e.Value))));
            default: return default;
        }
    }
}
