using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>Menus for some of the followers (个性化菜单).</summary>
internal static class ConditionalMenusApi
{
    /// <summary>Conditional menus of one account, at most. WeChat publishes no number.</summary>
    public const int MostMenus = 100;

    /// <summary>Domains that all conditional menus together may lead to.</summary>
    public const int MostDomains = 3;

    private static readonly string[] Withdrawn = ["sex", "country", "province", "city", "language"];

    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/menu/addconditional", Add);
        table.Post("/cgi-bin/menu/delconditional", Delete);
        table.Post("/cgi-bin/menu/trymatch", TryMatch);
    }

    private static ApiAnswer Add(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("button", "matchrule");
        lock (account.Gate)
        {
            if (account.Menus.Default.IsEmpty) fields.Refuse(65303, "This account has no menu for everybody yet.");
            var rule = Rule(fields.Object("matchrule", 65304), account);
            if (fields.Objects("button").Count == 0) fields.Refuse(65307, "button", "is missing or empty");
            var buttons = MenuReader.Read(fields, request, conditional: true);
            if (account.Menus.Conditional.Length >= MostMenus) fields.Refuse(65305, $"This account has {MostMenus} conditional menus already.");
            if (fields.Refusal is { } refusal) return refusal;
            var menus = account.Menus.Conditional.Add(new ConditionalMenu(MenusApi.NewId(account), rule, buttons));
            if (Domains(menus) is { Count: > MostDomains } domains)
                return ApiAnswer.Fail(65316, $"The conditional menus would lead to {string.Join(", ", domains)}; the limit is {MostDomains} domains.");
            account.Menus.Conditional = menus;
            request.Platform.Feed.Publish("menu", account.Setup.Alias);
            return new ApiAnswer.Json(new JsonObject { ["menuid"] = menus[^1].Id.ToString(CultureInfo.InvariantCulture) });
        }
    }

    private static ApiAnswer Delete(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("menuid");
        var id = fields.Digits("menuid");
        lock (account.Gate)
        {
            var left = account.Menus.Conditional.RemoveAll(menu => menu.Id == id);
            if (left.Length == account.Menus.Conditional.Length)
                fields.Refuse(65301, "menuid", id is null ? "is missing" : $"is {id}, no conditional menu of this account");
            if (fields.Refusal is { } refusal) return refusal;
            account.Menus.Conditional = left;
            request.Platform.Feed.Publish("menu", account.Setup.Alias);
            return ApiAnswer.Done;
        }
    }

    private static ApiAnswer TryMatch(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("user_id");
        var id = fields.Text("user_id", 65302);
        lock (account.Gate)
        {
            // People have no WeChat ID here; their nickname stands for it.
            var follower = account.Find(id) ?? account.Followers.FirstOrDefault(follower => follower.Person.GivenName == id);
            if (follower is null) fields.Refuse(65302, "user_id", $"is '{id}', neither an OpenID nor a nickname");
            else if (!follower.Subscribed) fields.Refuse(65315, "user_id", "does not follow the account");
            if (account.Menus.Default.IsEmpty) fields.Refuse(46003, "This account has no menu.");
            return fields.Refusal ?? new ApiAnswer.Json(new JsonObject { ["button"] = MenuJson.Buttons(account.Menus.Of(follower!)) });
        }
    }

    private static MenuRule Rule(BodyFields rule, SimulatedAccount account)
    {
        foreach (var name in Withdrawn)
            if (rule.Optional(name) is { Length: > 0 }) rule.Refuse(65320, name, "was withdrawn; tag_id and client_platform_type are left");
        rule.Only([.. Withdrawn, "tag_id", "client_platform_type"]);
        var tag = Number(rule, "tag_id");
        var platform = Number(rule, "client_platform_type");
        if (tag is null && platform is null) rule.Refuse(65304, "'matchrule' needs a tag_id or a client_platform_type.");
        if (tag is { } tagId && account.Tags.Find(tagId) is null) rule.Refuse(40152, "tag_id", $"is {tagId}, no tag of this account");
        if (platform is < 1 or > 3) rule.Refuse(40035, "client_platform_type", $"is {platform}; there are 1 iOS, 2 Android and 3 other");
        return rule.Refusal is null ? new MenuRule((int?)tag, (int?)platform) : new MenuRule(null, null);
    }

    // An empty text is the same as nothing.
    private static long? Number(BodyFields rule, string name) => rule.Has(name) && !rule.IsEmptyText(name) ? rule.Digits(name) : null;

    private static SortedSet<string> Domains(ImmutableArray<ConditionalMenu> menus)
    {
        var domains = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var button in menus.SelectMany(menu => menu.Buttons).SelectMany(button => button.WithItems))
            if (button.Url is { } url) domains.Add(new Uri(url).Host);
        return domains;
    }
}
