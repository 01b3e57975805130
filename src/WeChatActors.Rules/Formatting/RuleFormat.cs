namespace WeChatActors.Rules;

/// <summary>Brings rule files, and other YAML files, into one layout. What they say and what their comments say stays.</summary>
public static class RuleFormat
{
    /// <summary>Formats a file: two blanks of indentation, the keys of rules and dialogs in one order, maps and lists in braces on one line where
    /// they fit 120 characters, quotes only where they are needed, an empty line between rules of several lines.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="name">How findings name it.</param>
    /// <param name="findings">Gets what keeps it from being read as YAML; what is wrong with its rules does not matter.</param>
    /// <returns>The content in the canonical layout, the same when it has it already; null when the file cannot be read.</returns>
    public static string? Format(string text, string name, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(findings);
        var own = new Findings();
        var file = YamlFile.Parse(text, name, own);
        foreach (var finding in own.ToImmutable()) findings.Add(finding);
        if (file.Root is null || own.HasErrors) return null;
        if (OddBreak(file) is { } odd)
        {
            findings.Error(odd, "a line ends here in a way that programs read differently; write it as \\r, \\u0085, \\u2028 or \\u2029 in double quotes.");
            return null;
        }

        if (file.Root is YamlScalar) return text;
        var root = FormatNode.Of(file.Root);
        CommentPlacement.Place(file, root);
        var formatted = YamlLayout.Write(root, file.Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n");
        if (Says(file, formatted)) return formatted;
        findings.Error(file.Root, "the file is left as it is, because its layout cannot be changed without changing what it says; write unusual scalars in quotes.");
        return null;
    }

    private static Place? OddBreak(YamlFile file)
    {
        var line = 1;
        var start = 0;
        for (var i = 0; i < file.Text.Length; i++)
        {
            var c = file.Text[i];
            if (c is '\u0085' or '\u2028' or '\u2029' || (c == '\r' && (i + 1 == file.Text.Length || file.Text[i + 1] != '\n'))) return new(file.Name, line, i - start + 1);
            if (c == '\n') (line, start) = (line + 1, i + 1);
        }

        return null;
    }

    // The layout is read back, so that no file is ever changed in what it says.
    private static bool Says(YamlFile file, string formatted)
    {
        var again = new Findings();
        var read = YamlFile.Parse(formatted, file.Name, again);
        return !again.HasErrors && SameMeaning.Of(file.Root, read.Root) && Comments(file).SequenceEqual(Comments(read), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Comments(YamlFile file) => SourceComment.In(file).Select(comment => comment.Text).Order(StringComparer.Ordinal);
}
