namespace WeChatActors.Rules;

/// <summary>The names of all dialogs of the files, known before anything that may name one is read.</summary>
internal sealed class DialogNames
{
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <summary>Takes those of one file; names that are none or taken are reported.</summary>
    public void Add(YamlNode node, Findings findings)
    {
        if (node is not YamlMap map)
        {
            findings.Error(node, $"{node.Described} stands at 'dialogs', expected a map from names to dialogs.");
            return;
        }

        foreach (var (key, _) in map.Entries)
        {
            if (!RuleReader.IsId(key.Value) || key.Value == DialogCondition.None)
                findings.Error(key, $"{key.Described} is not the name of a dialog, expected 1 to 64 letters, digits, '-', '_' or '.', and not '{DialogCondition.None}'.");
            if (!_places.TryAdd(key.Value, key.Place))
                findings.Error(key, $"the dialog '{key.Value}' stands here again, it is already at {_places[key.Value].File}:{_places[key.Value].Line}.");
        }
    }

    /// <summary>Whether there is a dialog of a name; reports it when there is none.</summary>
    public bool Known(YamlScalar name, Findings findings)
    {
        if (_places.ContainsKey(name.Value)) return true;
        string[] known = [.. _places.Keys.Order(StringComparer.Ordinal)];
        var hint = Nearest.Hint(name.Value, known);
        findings.Error(name, known.Length == 0
            ? $"there is no dialog '{name.Value}', the files have no 'dialogs'."
            : $"there is no dialog '{name.Value}'{hint}{(hint.Length > 0 ? "" : ";")} known: {string.Join(", ", known)}.");
        return false;
    }
}
