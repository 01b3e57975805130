using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>Who carries which tag.</summary>
internal static class TaggingApi
{
    /// <summary>OpenIDs of one call, at most.</summary>
    public const int MostOpenIds = 50;

    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/user/tag/get", Members);
        table.Post("/cgi-bin/tags/members/batchtagging", Tag);
        table.Post("/cgi-bin/tags/members/batchuntagging", Untag);
        table.Post("/cgi-bin/tags/getidlist", TagsOf);
    }

    private static ApiAnswer Members(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("tagid", "next_openid");
        lock (account.Gate)
        {
            var tag = fields.TagIn("tagid", account);
            var page = OpenIdPage.Of(
                account, follower => follower.Subscribed && follower.Tags.Contains(tag?.Id ?? -1), fields.Optional("next_openid"), OpenIdPage.Followers);
            if (page is null) fields.Refuse(40003, "next_openid", "is not an OpenID of this account");
            if (fields.Refusal is { } refusal) return refusal;
            return new ApiAnswer.Json(page!.WriteTo(new JsonObject()));
        }
    }

    private static ApiAnswer Tag(ApiRequest request) => Change(request, (follower, tag) =>
    {
        if (follower.Tags.Contains(tag.Id)) return true;
        if (follower.Tags.Length >= TagShelf.MostPerFollower) return false;
        follower.Tags = follower.Tags.Add(tag.Id);
        return true;
    });

    private static ApiAnswer Untag(ApiRequest request) => Change(request, (follower, tag) =>
    {
        follower.Tags = follower.Tags.Remove(tag.Id);
        return true;
    });

    private static ApiAnswer Change(ApiRequest request, Func<Follower, Tag, bool> change)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("openid_list", "tagid");
        lock (account.Gate)
        {
            var followers = fields.FollowersIn("openid_list", MostOpenIds, account);
            var tag = fields.TagIn("tagid", account);
            if (fields.Refusal is { } refusal) return refusal;
            var failed = new JsonArray();
            foreach (var follower in followers)
            {
                if (!change(follower, tag!)) failed.Add(follower.OpenId.Value);
                request.Platform.Feed.Publish("follower", account.Setup.Alias, follower.OpenId.Value);
                request.Platform.Feed.Publish("menu", account.Setup.Alias, follower.OpenId.Value);
            }
            if (failed.Count == 0) return ApiAnswer.Done;
            if (failed.Count == followers.Length) return ApiAnswer.Fail(45059, $"A follower carries at most {TagShelf.MostPerFollower} tags.");
            return new ApiAnswer.Json(new JsonObject { ["errcode"] = 45171, ["errmsg"] = Errcodes.Words(45171), ["fail_openid_list"] = failed });
        }
    }

    private static ApiAnswer TagsOf(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("openid");
        lock (account.Gate)
            return fields.Somebody("openid", account) is { } follower && fields.Refusal is null
                ? new ApiAnswer.Json(new JsonObject { ["tagid_list"] = new JsonArray([.. follower.Tags.Select(id => JsonValue.Create(id))]) })
                : fields.Refusal!;
    }
}
