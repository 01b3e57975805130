using System.Collections.Immutable;
using System.Text;

namespace WeChatActors.Rules;

/// <summary>Reads the custom menu and holds it to WeChat's limits.</summary>
internal static class MenuReader
{
    private const int MaxTop = 3, MaxSub = 5, MaxTopName = 16, MaxSubName = 60, MaxKey = 128, MaxUrl = 1024;

    public static Menu? Read(YamlNode node, Findings findings)
    {
        if (Buttons(node, findings, "'menu'", MaxTop, MaxTopName, FileShapes.TopButton.Names) is not { } buttons) return null;
        return new(buttons);
    }

    private static ImmutableArray<MenuButton>? Buttons(YamlNode node, Findings findings, string what, int most, int nameBytes, string[] allowed)
    {
        if (node is not YamlList list)
        {
            findings.Error(node, $"{node.Described} stands at {what}, expected a list of buttons.");
            return null;
        }

        if (list.Items.Length == 0) findings.Error(node, $"{what} is empty, expected 1 to {most} buttons.");
        else if (list.Items.Length > most) findings.Error(list.Items[most], $"{what} has {list.Items.Length} buttons, expected at most {most}.");
        return [.. list.Items.Select(item => Button(item, findings, nameBytes, allowed)).OfType<MenuButton>()];
    }

    private static MenuButton? Button(YamlNode node, Findings findings, int nameBytes, string[] allowed)
    {
        if (YamlFields.Read(node, findings, "a button", allowed) is not { } fields) return null;
        var name = fields.RequireText("name");
        if (name is not null) Within(name, fields.Find("name")!, findings, "name", nameBytes);
        YamlEntry? does = null;
        foreach (var entry in fields.Map.Entries)
        {
            if (entry.Key.Value == "name" || Array.IndexOf(allowed, entry.Key.Value) < 0) continue;
            if (does is null) does = entry;
            else findings.Error(entry.Key, $"a button has '{entry.Key.Value}' beside '{does.Key.Value}', expected one of the two.");
        }

        if (does is null && !fields.HasUnknown) findings.Error(node, $"a button does nothing, expected one of: {string.Join(", ", allowed.Skip(1))}.");
        if (name is null || does is null) return null;
        var (type, value) = (does.Key.Value, does.Value);
        switch (type)
        {
            case "items":
                var items = Buttons(value, findings, "'items'", MaxSub, MaxSubName, FileShapes.Button.Names);
                return items is null ? null : new(name, null, null, null, null, null, items.Value);
            case "view":
                return Link(value, findings, "view") is { } url ? new(name, type, null, url, null, null, []) : null;
            case "miniprogram":
                return MiniProgram(name, value, findings);
            default:
                if (YamlRead.Text(value, findings, $"'{type}'") is not { } key) return null;
                if (key.Length == 0) findings.Error(value, $"'{type}' is empty, expected text.");
                Within(key, value, findings, type, MaxKey);
                return new(name, type, key, null, null, null, []);
        }
    }

    private static MenuButton? MiniProgram(string name, YamlNode node, Findings findings)
    {
        if (YamlFields.Read(node, findings, "a Mini Program", FileShapes.ButtonMiniProgram.Names) is not { } fields) return null;
        var app = fields.RequireText("app_id");
        var page = fields.RequireText("page");
        var url = fields.Require("url") is { } link ? Link(link, findings, "url") : null;
        return new(name, "miniprogram", null, url, app, page, []);
    }

    private static string? Link(YamlNode node, Findings findings, string what)
    {
        if (YamlRead.Text(node, findings, $"'{what}'") is not { } url) return null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            findings.Error(node, $"{node.Described} stands at '{what}', expected an address that begins with https:// or http://.");
        Within(url, node, findings, what, MaxUrl);
        return url;
    }

    private static void Within(string text, YamlNode node, Findings findings, string what, int most)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > most) findings.Error(node, $"'{what}' has {bytes} bytes of UTF-8, WeChat takes at most {most}.");
    }
}
