using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>The custom menu with the line that taps each button.</summary>
internal static class CustomMenu
{
    /// <summary>The lines that tap its buttons.</summary>
    public static IEnumerable<string> Taps(Menu? menu) =>
        menu is null ? [] : menu.Buttons.SelectMany(button => button.Type is null ? button.Items : [button]).Select(Tap).OfType<string>();

    /// <summary>The menu as lines.</summary>
    public static IEnumerable<string> Lines(Menu? menu)
    {
        if (menu is null) return ["The rules have no menu."];
        var rows = menu.Buttons.SelectMany(button => button.Items.Select(item => (Name: "  " + item.Name, Button: item)).Prepend((button.Name, Button: button))).ToList();
        var width = rows.Max(row => Columns.Of(row.Name));
        return rows.Select(row => $"{Columns.Pad(row.Name, width)}  {Does(row.Button)}".TrimEnd());
    }

    private static string Does(MenuButton button) => Tap(button) ?? (button.Type is null ? "" : $"({button.Type} {button.Key}: pushes nothing)");

    private static string? Tap(MenuButton button) => button.Type switch
    {
        null or "media_id" or "article_id" or "article_view_limited" => null, // the client shows them by itself
        "click" => $"/click {button.Key}",
        "view" => $"/view {button.Url}",
        "miniprogram" => $"/event view_miniprogram {button.PagePath}",
        var type => $"/event {type} {button.Key}",
    };
}
