using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>Menus as the API answers them.</summary>
internal static class MenuJson
{
    /// <summary>Buttons as menu/get and menu/trymatch show them: every button has a list of its sub-menu, if an empty one.</summary>
    public static JsonArray Buttons(ImmutableArray<MenuButton> buttons) => new([.. buttons.Select(button =>
    {
        var json = Button(button);
        json["sub_button"] = Buttons(button.Items);
        return json;
    })]);

    /// <summary>Buttons as get_current_selfmenu_info shows them: a sub-menu is an object with a list.</summary>
    public static JsonArray SelfMenu(ImmutableArray<MenuButton> buttons) => new([.. buttons.Select(button =>
    {
        var json = Button(button);
        if (!button.Items.IsEmpty) json["sub_button"] = new JsonObject { ["list"] = SelfMenu(button.Items) };
        return json;
    })]);

    /// <summary>A conditional menu with its rule.</summary>
    public static JsonObject Conditional(ConditionalMenu menu)
    {
        var rule = new JsonObject();
        if (menu.Rule.TagId is { } tag) rule["tag_id"] = tag.ToString(CultureInfo.InvariantCulture);
        if (menu.Rule.Platform is { } platform) rule["client_platform_type"] = platform.ToString(CultureInfo.InvariantCulture);
        return new JsonObject { ["button"] = Buttons(menu.Buttons), ["matchrule"] = rule, ["menuid"] = menu.Id };
    }

    private static JsonObject Button(MenuButton button)
    {
        var json = new JsonObject();
        Put("type", button.Type);
        Put("name", button.Name);
        Put("key", button.Key);
        Put("url", button.Url);
        Put("media_id", button.MediaId);
        Put("article_id", button.ArticleId);
        Put("appid", button.AppId);
        Put("pagepath", button.PagePath);
        return json;

        void Put(string name, string? value)
        {
            if (value is not null) json[name] = value;
        }
    }
}
