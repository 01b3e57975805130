using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>What an account may know of people (用户管理).</summary>
internal static class UsersApi
{
    /// <summary>People of one call of batchget, and of changeopenid, at most.</summary>
    public const int MostPeople = 100;

    /// <summary>A remark has fewer bytes.</summary>
    public const int RemarkBytes = 30;

    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Get("/cgi-bin/user/info", Show);
        table.Post("/cgi-bin/user/info/batchget", ShowMany);
        table.Get("/cgi-bin/user/get", List);
        table.Post("/cgi-bin/user/info/updateremark", Remark);
        table.Post("/cgi-bin/changeopenid", ChangeOpenIds);
    }

    private static ApiAnswer Show(ApiRequest request)
    {
        var account = request.Account;
        if (request.Query.GetValueOrDefault("openid") is not { Length: > 0 } openId) return ApiAnswer.Fail(41009);
        lock (account.Gate)
            return account.Find(openId) is { } follower ? new ApiAnswer.Json(Info(follower)) : ApiAnswer.Fail(40003, $"'{openId}' is not an OpenID of this account");
    }

    private static ApiAnswer ShowMany(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("user_list");
        var users = fields.Objects("user_list");
        if (users.Count is 0 or > MostPeople) fields.Refuse(40032, "user_list", $"holds {users.Count} OpenIDs, not from 1 to {MostPeople}");
        lock (account.Gate)
        {
            var people = users.Select(user => user.Only("openid", "lang").Somebody("openid", account)).ToList();
            if (fields.Refusal is { } refusal) return refusal;
            return new ApiAnswer.Json(new JsonObject { ["user_info_list"] = new JsonArray([.. people.Select(follower => Info(follower!))]) });
        }
    }

    private static ApiAnswer List(ApiRequest request)
    {
        var account = request.Account;
        var next = request.Query.GetValueOrDefault("next_openid");
        lock (account.Gate)
            return OpenIdPage.Of(account, follower => follower.Subscribed, next, OpenIdPage.Followers) is { } page
                ? new ApiAnswer.Json(page.WriteTo(new JsonObject { ["total"] = page.Total }))
                : ApiAnswer.Fail(40003, $"next_openid '{next}' is not an OpenID of this account");
    }

    private static ApiAnswer Remark(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("openid", "remark");
        var remark = fields.Optional("remark");
        if (remark is null) fields.Refuse(41011, "remark", "is missing");
        else if (Encoding.UTF8.GetByteCount(remark) >= RemarkBytes) fields.Refuse(40092, "remark", $"has {RemarkBytes} bytes or more");
        lock (account.Gate)
        {
            var follower = fields.Somebody("openid", account);
            if (follower is { Subscribed: false }) fields.Refuse(43004, "openid", "does not follow the account");
            if (fields.Refusal is { } refusal) return refusal;
            follower!.Remark = remark!;
            request.Platform.Feed.Publish("follower", account.Setup.Alias, follower.OpenId.Value);
            return ApiAnswer.Done;
        }
    }

    // People of another account of this platform, as after its migration to this one.
    private static ApiAnswer ChangeOpenIds(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("from_appid", "openid_list");
        var appId = fields.Text("from_appid", 41002);
        var openIds = fields.Texts("openid_list");
        if (openIds.Count is 0 or > MostPeople) fields.Refuse(40032, "openid_list", $"holds {openIds.Count} OpenIDs, not from 1 to {MostPeople}");
        if (request.Platform.FindByAppId(appId) is not { } from) fields.Refuse(40013, "from_appid", "is no account of this platform");
        else if (fields.Refusal is null)
        {
            List<Person?> people;
            lock (from.Gate) people = [.. openIds.Select(openId => from.Find(openId)?.Person)];
            return ApiAnswer.DoneWith("result_list", new JsonArray([.. openIds.Zip(people, (old, person) => new JsonObject
            {
                ["ori_openid"] = old,
                ["new_openid"] = person is null ? "" : account.OpenIdOf(person.Number),
                ["err_msg"] = person is null ? "ori_openid error" : "ok",
            })]));
        }
        return fields.Refusal!;
    }

    // Who does not follow is known by his OpenID only. Nickname and portrait have been empty since 2021 and are left out.
    private static JsonObject Info(Follower follower)
    {
        if (!follower.Subscribed) return new JsonObject { ["subscribe"] = 0, ["openid"] = follower.OpenId.Value };
        var number = long.TryParse(follower.QrScene, NumberStyles.None, CultureInfo.InvariantCulture, out var scene) ? scene : 0;
        return new JsonObject
        {
            ["subscribe"] = 1,
            ["openid"] = follower.OpenId.Value,
            ["language"] = follower.Person.Language,
            ["subscribe_time"] = follower.SubscribedAt?.ToUnixTimeSeconds() ?? 0,
            ["unionid"] = follower.Person.UnionId,
            ["remark"] = follower.Remark,
            ["groupid"] = follower.Tags.IsEmpty ? 0 : follower.Tags[0],
            ["tagid_list"] = new JsonArray([.. follower.Tags.Select(id => JsonValue.Create(id))]),
            ["subscribe_scene"] = follower.SubscribeScene ?? "ADD_SCENE_OTHERS",
            ["qr_scene"] = number,
            ["qr_scene_str"] = number != 0 ? "" : follower.QrScene ?? "",
        };
    }
}
