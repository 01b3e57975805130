using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>Followers whom the account has blocked (黑名单).</summary>
internal static class BlacklistApi
{
    /// <summary>OpenIDs of one call, at most.</summary>
    public const int MostOpenIds = 20;

    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/tags/members/getblacklist", List);
        table.Post("/cgi-bin/tags/members/batchblacklist", request => Change(request, true));
        table.Post("/cgi-bin/tags/members/batchunblacklist", request => Change(request, false));
    }

    private static ApiAnswer List(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("begin_openid");
        lock (account.Gate)
        {
            var page = OpenIdPage.Of(account, follower => follower.Blacklisted, fields.Optional("begin_openid"), OpenIdPage.Blacklist);
            if (page is null) fields.Refuse(40003, "begin_openid", "is not an OpenID of this account");
            return fields.Refusal ?? new ApiAnswer.Json(page!.WriteTo(new JsonObject { ["total"] = page.Total }));
        }
    }

    private static ApiAnswer Change(ApiRequest request, bool blocked)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("openid_list");
        lock (account.Gate)
        {
            var people = fields.PeopleIn("openid_list", MostOpenIds, account);
            if (fields.Refusal is { } refusal) return refusal;
            foreach (var follower in people)
            {
                follower.Blacklisted = blocked;
                request.Platform.Feed.Publish("follower", account.Setup.Alias, follower.OpenId.Value);
            }
            return ApiAnswer.Done;
        }
    }
}
