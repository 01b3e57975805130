using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>The custom menu (自定义菜单).</summary>
internal static class MenusApi
{
    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/menu/create", Create);
        table.Get("/cgi-bin/menu/get", Get);
        table.Get("/cgi-bin/menu/delete", Delete);
        table.Get("/cgi-bin/get_current_selfmenu_info", ShowCurrent);
    }

    /// <summary>The number of a new menu.</summary>
    public static long NewId(SimulatedAccount account) => 460_000_000 + account.Chance.Number("menu", 10_000_000);

    private static ApiAnswer Create(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("button");
        lock (account.Gate)
        {
            var buttons = MenuReader.Read(fields, request);
            if (fields.Refusal is { } refusal) return refusal;
            account.Menus.Default = buttons;
            account.Menus.DefaultId = NewId(account);
            request.Platform.Feed.Publish("menu", account.Setup.Alias);
            return ApiAnswer.Done;
        }
    }

    private static ApiAnswer Get(ApiRequest request)
    {
        lock (request.Account.Gate)
        {
            var menus = request.Account.Menus;
            if (menus.Default.IsEmpty) return ApiAnswer.Fail(46003);
            var menu = new JsonObject { ["button"] = MenuJson.Buttons(menus.Default) };
            var answer = new JsonObject { ["menu"] = menu };
            if (menus.Conditional.IsEmpty) return new ApiAnswer.Json(answer);
            menu["menuid"] = menus.DefaultId;
            answer["conditionalmenu"] = new JsonArray([.. menus.Conditional.Reverse().Select(MenuJson.Conditional)]);
            return new ApiAnswer.Json(answer);
        }
    }

    private static ApiAnswer Delete(ApiRequest request)
    {
        var account = request.Account;
        lock (account.Gate)
        {
            (account.Menus.Default, account.Menus.DefaultId, account.Menus.Conditional) = ([], 0, []);
            request.Platform.Feed.Publish("menu", account.Setup.Alias);
            return ApiAnswer.Done;
        }
    }

    private static ApiAnswer ShowCurrent(ApiRequest request)
    {
        lock (request.Account.Gate)
        {
            var buttons = request.Account.Menus.Default;
            return new ApiAnswer.Json(new JsonObject
            {
                ["is_menu_open"] = buttons.IsEmpty ? 0 : 1,
                ["selfmenu_info"] = new JsonObject { ["button"] = MenuJson.SelfMenu(buttons) },
            });
        }
    }
}
