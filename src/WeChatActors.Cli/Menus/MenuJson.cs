using System.Text.Json.Nodes;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>A menu as the platform's API takes it (menu/create), which refuses <c>\uXXXX</c>.</summary>
internal static class MenuJson
{
    public static string Of(Menu menu) => new JsonObject { ["button"] = Buttons(menu.Buttons) }.ToJsonString(PlatformJson.Serializing);

    private static JsonArray Buttons(IEnumerable<MenuButton> buttons) => [.. buttons.Select(Button)];

    private static JsonNode Button(MenuButton button)
    {
        var json = new JsonObject { ["name"] = button.Name };
        if (button.Type is null)
        {
            json["sub_button"] = Buttons(button.Items);
            return json;
        }
        json["type"] = button.Type;
        if (button.Key is { } key)
            json[button.Type switch { "media_id" => "media_id", "article_id" or "article_view_limited" => "article_id", _ => "key" }] = key;
        if (button.Url is { } url) json["url"] = url;
        if (button.AppId is { } app) json["appid"] = app;
        if (button.PagePath is { } page) json["pagepath"] = page;
        return json;
    }
}
