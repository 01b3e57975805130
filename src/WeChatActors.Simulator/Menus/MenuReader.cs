using System.Collections.Immutable;
using System.Text;

namespace WeChatActors.Simulator;

/// <summary>Reads the buttons of a menu from a body, under the account's gate.</summary>
/// <remarks>Source: WeChat Official Accounts docs, "Create a custom menu"; limits and errcodes from its tables.</remarks>
internal static class MenuReader
{
    /// <summary>Buttons of the first level, at most.</summary>
    public const int MostButtons = 3;

    /// <summary>Buttons of one sub-menu, at most.</summary>
    public const int MostItems = 5;

    /// <summary>Bytes of a key, at most.</summary>
    public const int MostKeyBytes = 128;

    /// <summary>Bytes of an address, at most.</summary>
    public const int MostUrlBytes = 1024;

    // What a fault is called at a button of the first level, and at one of a sub-menu.
    private sealed record Level(int NameBytes, int Name, int Type, int NoType, int Key, int Url, int Address);

    private static readonly Level Top = new(16, 40018, 40017, 40017, 40019, 40020, 40055);
    private static readonly Level Sub = new(60, 40025, 40024, 40024, 40026, 40027, 40054);

    /// <summary>The list <c>button</c>.</summary>
    /// <param name="fields">The body.</param>
    /// <param name="request">The call.</param>
    /// <param name="conditional">A conditional menu has errcodes of its own for a button without action and for a bad address.</param>
    public static ImmutableArray<MenuButton> Read(BodyFields fields, ApiRequest request, bool conditional = false)
    {
        var (top, sub) = conditional ? (Top with { NoType = 65308, Address = 65317 }, Sub with { NoType = 65308, Address = 65317 }) : (Top, Sub);
        var buttons = fields.Objects("button");
        if (buttons.Count is 0 or > MostButtons) fields.Refuse(40016, "button", $"holds {buttons.Count} buttons, not from 1 to {MostButtons}");
        return [.. buttons.Select(button => ReadTop(button, request, top, sub))];
    }

    private static MenuButton ReadTop(BodyFields button, ApiRequest request, Level top, Level sub)
    {
        var items = button.Objects("sub_button");
        if (items.Count == 0) return ReadLeaf(button, request, top);
        button.Only("name", "type", "sub_button");
        if (items.Count > MostItems) button.Refuse(40023, "sub_button", $"holds {items.Count} buttons, limit {MostItems}");
        if (button.Optional("type") is { Length: > 0 }) button.Refuse(40119, "type", "stands at a button with a sub-menu, which has no type");
        return new MenuButton(Name(button, top), null, [.. items.Select(item =>
        {
            if (item.Objects("sub_button").Count > 0) item.Refuse(40022, "sub_button", "is a sub-menu in a sub-menu");
            return ReadLeaf(item, request, sub);
        })]);
    }

    private static MenuButton ReadLeaf(BodyFields button, ApiRequest request, Level level)
    {
        button.Only("name", "type", "key", "url", "media_id", "article_id", "appid", "pagepath", "sub_button");
        var type = button.Optional("type") ?? "";
        var leaf = new MenuButton(Name(button, level), type, []);
        switch (type)
        {
            case "click" or "scancode_push" or "scancode_waitmsg" or "pic_sysphoto" or "pic_photo_or_album" or "pic_weixin" or "location_select":
                return leaf with { Key = Key(button, level) };
            case "view":
                return leaf with { Url = Url(button, level) };
            case "miniprogram":
                var appId = button.Text("appid", 45064);
                if (!CustomerMessage.IsAppId(appId)) button.Refuse(45064, "appid", $"is '{appId}', no mini program");
                return leaf with { Url = Url(button, level), AppId = appId, PagePath = button.Text("pagepath", 40165) };
            case "media_id":
                return leaf with { MediaId = Material(button, request, articles: false) };
            case "view_limited":
                return leaf with { MediaId = Material(button, request, articles: true) };
            case "article_id" or "article_view_limited":
                var article = button.Text("article_id", 53600);
                if (request.Account.Articles.Find(article, ArticleState.Published) is null) button.Refuse(53600, "article_id", "is not of a published article");
                return leaf with { ArticleId = article };
            default:
                if (type.Length == 0) button.Refuse(level.NoType, "type", "is missing, and there is no sub-menu");
                else button.Refuse(level.Type, "type", $"is '{type}', which is no kind of button");
                return leaf;
        }
    }

    private static string Name(BodyFields button, Level level)
    {
        var name = button.Text("name", level.Name);
        button.Optional("name", level.NameBytes, level.Name);
        return name;
    }

    private static string Key(BodyFields button, Level level)
    {
        var key = button.Text("key", level.Key);
        button.Optional("key", MostKeyBytes, level.Key);
        return key;
    }

    private static string Url(BodyFields button, Level level)
    {
        var url = button.Text("url", level.Url);
        button.Optional("url", MostUrlBytes, level.Url);
        if (!WebAddress.Is(url)) button.Refuse(level.Address, "url", $"is '{url}', no http(s) address");
        return url;
    }

    private static string Material(BodyFields button, ApiRequest request, bool articles)
    {
        var id = button.Text("media_id", 41006);
        var found = articles
            ? request.Account.Articles.Find(id, ArticleState.Material, ArticleState.Draft) is not null
            : request.Account.Media.Find(id, request.Now) is { ExpiresAt: null };
        if (!found) button.Refuse(40007, "media_id", articles ? "is no permanent article" : "is no permanent material");
        return id;
    }
}
