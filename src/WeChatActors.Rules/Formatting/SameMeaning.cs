namespace WeChatActors.Rules;

/// <summary>Whether two files say the same, whatever their layout.</summary>
internal static class SameMeaning
{
    /// <summary>Whether the trees hold the same values, maps in any order.</summary>
    public static bool Of(YamlNode? a, YamlNode? b) => (a, b) switch
    {
        (YamlScalar one, YamlScalar other) => one.Value == other.Value && IsText(one) == IsText(other),
        (YamlList one, YamlList other) => Of(one, other),
        (YamlMap one, YamlMap other) => one.Entries.Length == other.Entries.Length
            && one.Entries.All(entry => other.Find(entry.Key.Value) is { } found && Of(entry.Value, found.Value)),
        _ => a is null && b is null,
    };

    private static bool Of(YamlList one, YamlList other)
    {
        if (one.Items.Length != other.Items.Length || (one.Items is [YamlScalar] && one.IsFlow != other.IsFlow)) return false;
        for (var i = 0; i < one.Items.Length; i++)
            if (!Of(one.Items[i], other.Items[i])) return false;
        return true;
    }

    private static bool IsText(YamlScalar scalar) => !scalar.IsPlain || CoreSchema.AsValue(scalar.Value).Kind == ValueKind.Text;
}
