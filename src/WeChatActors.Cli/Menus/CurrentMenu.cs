using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>Reads the menu that phones show (get_current_selfmenu_info), whoever made it: the API or WeChat's console.</summary>
/// <remarks>Source: WeChat Official Accounts docs, "Query the current custom menu".</remarks>
internal static class CurrentMenu
{
    /// <summary>The path that answers it.</summary>
    public const string Path = "/cgi-bin/get_current_selfmenu_info";

    /// <summary>The menu; null when there is none or it is switched off. Buttons may have types that no rule file has, such as
    /// <c>view_limited</c> or the console's <c>text</c>; what they show is their key.</summary>
    public static Menu? Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || Number(answer, "is_menu_open") == 0) return null;
        if (!answer.TryGetProperty("selfmenu_info", out var menu) || menu.ValueKind != JsonValueKind.Object) return null;
        var buttons = Buttons(menu, "button");
        return buttons.IsEmpty ? null : new Menu(buttons);
    }

    private static ImmutableArray<MenuButton> Buttons(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var list)) return [];
        // A sub-menu is an object with a list here, and a plain list at menu/get.
        if (list.ValueKind == JsonValueKind.Object) return Buttons(list, "list");
        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(Button)] : [];
    }

    private static MenuButton Button(JsonElement json)
    {
        var name = Text(json, "name") ?? "";
        var items = Buttons(json, "sub_button");
        if (!items.IsEmpty) return new(name, null, null, null, null, null, items);
        var type = Text(json, "type");
        return type switch
        {
            null or "" => new(name, "nothing", null, null, null, null, []),
            "view" => new(name, type, null, Text(json, "url"), null, null, []),
            "miniprogram" => new(name, type, null, Text(json, "url"), Text(json, "appid"), Text(json, "pagepath"), []),
            "media_id" or "view_limited" => new(name, type, Text(json, "media_id"), null, null, null, []),
            "article_id" or "article_view_limited" => new(name, type, Text(json, "article_id"), null, null, null, []),
            _ => new(name, type, Text(json, "key") ?? Text(json, "value") ?? Text(json, "media_id"), Text(json, "url"), null, null, []),
        };
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
