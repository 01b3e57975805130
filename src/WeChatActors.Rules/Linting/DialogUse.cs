namespace WeChatActors.Rules;

/// <summary>Finds dialogs that nobody can leave, and dialogs that nobody can enter.</summary>
internal static class DialogUse
{
    /// <summary>Warns of each.</summary>
    /// <param name="dialogs">All dialogs.</param>
    /// <param name="maps">All maps of rules and dialogs.</param>
    /// <param name="nodes">The dialogs as the files have them, by their places.</param>
    /// <param name="findings">Gets the warnings.</param>
    public static void Check(IReadOnlyList<Dialog> dialogs, IEnumerable<YamlMap> maps, Dictionary<Place, YamlMap> nodes, Findings findings)
    {
        var opened = maps.Select(map => map.Find("dialog")?.Value).OfType<YamlScalar>().Select(name => name.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var dialog in dialogs)
        {
            var place = dialog.Holder.Place;
            if (!opened.Contains(dialog.Name))
                findings.Warning(place, "unopened-dialog", $"no action opens the dialog '{dialog.Name}'; open it with 'dialog: {dialog.Name}', or take it out.");
            var asks = dialog.Slots.Any(slot => slot.Tries is null) || dialog.Slots.Length == 0;
            if (dialog.CancelWords.Length == 0 && dialog.OnOtherRule == OtherRule.Ignore && asks)
                findings.Warning(place, "dead-end", $"nobody can leave the dialog '{dialog.Name}' before its time is over: it has no cancel words, ignores other rules and asks without end; give it 'cancel', or 'tries' to every slot.");
            else if (nodes.TryGetValue(place, out var node) && node.Find("on_cancel")?.Value is { } onCancel
                && RuleTree.Maps(onCancel).Any(map => map.Find("dialog")?.Value is YamlScalar again && again.Value == dialog.Name))
                findings.Warning(place, "dead-end", $"nobody can leave the dialog '{dialog.Name}', because 'on_cancel' opens it again; let it end there.");
        }
    }
}
