namespace WeChatActors.Rules;

/// <summary>Finds buttons of the custom menu that nothing answers, and rules for buttons that are not there.</summary>
internal static class ButtonUse
{
    // The types whose tap is an event with the button's key.
    private static readonly string[] Telling = ["click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select"];

    /// <summary>Warns of each.</summary>
    /// <param name="menu">The menu of the files.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="conditions">All maps of conditions.</param>
    /// <param name="rules">In the order of trying.</param>
    /// <param name="builder">Knows the lists that conditions name.</param>
    public static void Check(Menu menu, YamlNode at, IEnumerable<YamlMap> conditions, IReadOnlyList<CompiledRule> rules, ScriptBuilder builder)
    {
        var buttons = menu.Buttons.SelectMany(button => button.Items.IsEmpty ? [button] : button.Items.AsEnumerable()).ToList();
        // A view's event carries its address.
        var keys = buttons.Select(button => button.Key ?? button.Url ?? button.PagePath).OfType<string>().ToHashSet(StringComparer.Ordinal);
        string[] known = [.. buttons.Where(IsTelling).Select(button => button.Key!).Distinct(StringComparer.Ordinal)];
        foreach (var condition in conditions)
        {
            if (condition.Find("menu")?.Value is not { } asked) continue;
            foreach (var item in asked is YamlList list ? list.Items : [asked])
                if (item is YamlScalar { IsNull: false } scalar)
                    foreach (var key in builder.TextsOf(scalar))
                        if (!keys.Contains(key))
                            builder.Findings.Warning(scalar, "missing-button", $"the menu has no button with the key '{key}'{Nearest.Hint(key, known)}{(Nearest.To(key, known) is null ? ";" : "")} its keys are: {string.Join(", ", known)}.");
        }

        foreach (var button in buttons.Where(IsTelling))
            if (!rules.Any(rule => MayAnswer(rule.Condition, button)))
                builder.Findings.Warning(PlaceOf(at, button.Key!) ?? at, "unanswered-button", $"no rule answers the button '{button.Name}'; write one with 'menu: {button.Key}'.");
    }

    private static bool IsTelling(MenuButton button) => button.Key is not null && Array.IndexOf(Telling, button.Type) >= 0;

    private static bool MayAnswer(Condition condition, MenuButton button) =>
        (condition.Reach & Reach.Events) != 0 && (condition.Terms is not { } terms || terms.Any(term => term.Kind switch
        {
            TermKind.Menu => term.Text == button.Key,
            TermKind.Event => term.Text.Equals(button.Type, StringComparison.OrdinalIgnoreCase),
            TermKind.Type => term.Text == "event",
            _ => false,
        }));

    private static YamlScalar? PlaceOf(YamlNode node, string key) => node switch
    {
        YamlList list => list.Items.Select(item => PlaceOf(item, key)).FirstOrDefault(found => found is not null),
        YamlMap map => map.Entries.Select(entry => entry.Value is YamlScalar scalar && scalar.Value == key && entry.Key.Value != "name" ? scalar : PlaceOf(entry.Value, key)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
