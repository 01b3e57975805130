using System.Globalization;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>The tags of an account (标签管理).</summary>
internal static class TagsApi
{
    /// <summary>Characters of a tag's name, at most.</summary>
    public const int MostNameLength = 30;

    /// <summary>A tag that more followers carry cannot be deleted at once.</summary>
    public const int MostFollowersToDelete = 100_000;

    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/tags/create", Create);
        table.Get("/cgi-bin/tags/get", List);
        table.Post("/cgi-bin/tags/update", Update);
        table.Post("/cgi-bin/tags/delete", Delete);
    }

    /// <summary>The tag in a member; otherwise 45159, and null.</summary>
    public static Tag? TagIn(this BodyFields fields, string name, SimulatedAccount account)
    {
        var id = fields.Digits(name);
        if (id is not null && account.Tags.Find(id.Value) is { } tag) return tag;
        fields.Refuse(45159, name, id is null ? "is missing" : $"is {id}, no tag of this account");
        return null;
    }

    private static ApiAnswer Create(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("tag");
        var tag = fields.Object("tag", 45157).Only("name");
        lock (account.Gate)
        {
            var name = Name(tag, account, null);
            if (account.Tags.Made >= TagShelf.Capacity) fields.Refuse(45056, $"This account has {TagShelf.Capacity} tags already.");
            if (fields.Refusal is { } refusal) return refusal;
            var made = account.Tags.Make(name);
            return new ApiAnswer.Json(new JsonObject { ["tag"] = new JsonObject { ["id"] = made.Id, ["name"] = made.Name } });
        }
    }

    private static ApiAnswer List(ApiRequest request)
    {
        var account = request.Account;
        lock (account.Gate)
        {
            var counts = new Dictionary<int, int>();
            foreach (var follower in account.Followers.Where(follower => follower.Subscribed))
                foreach (var id in follower.Tags) counts[id] = counts.GetValueOrDefault(id) + 1;
            return new ApiAnswer.Json(new JsonObject
            {
                ["tags"] = new JsonArray([.. account.Tags.All.Select(tag => new JsonObject
                {
                    ["id"] = tag.Id, ["name"] = tag.Name, ["count"] = counts.GetValueOrDefault(tag.Id),
                })]),
            });
        }
    }

    private static ApiAnswer Update(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("tag");
        var entry = fields.Object("tag", 45159).Only("id", "name");
        lock (account.Gate)
        {
            var tag = Own(entry, account);
            var name = Name(entry, account, tag);
            if (fields.Refusal is { } refusal) return refusal;
            account.Tags.Rename(tag!, name);
            return ApiAnswer.Done;
        }
    }

    private static ApiAnswer Delete(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("tag");
        var entry = fields.Object("tag", 45159).Only("id", "name");
        lock (account.Gate)
        {
            var tag = Own(entry, account);
            if (fields.Refusal is { } refusal) return refusal;
            var carriers = account.Followers.Where(follower => follower.Tags.Contains(tag!.Id)).ToList();
            if (carriers.Count > MostFollowersToDelete)
                return ApiAnswer.Fail(45057, string.Create(
                    CultureInfo.InvariantCulture, $"{carriers.Count:N0} followers carry it; untag them first, the limit is {MostFollowersToDelete:N0}."));
            foreach (var follower in carriers) follower.Tags = follower.Tags.Remove(tag!.Id);
            account.Tags.Drop(tag!);
            request.Platform.Feed.Publish("menu", account.Setup.Alias);
            return ApiAnswer.Done;
        }
    }

    // A tag that the account may change.
    private static Tag? Own(BodyFields fields, SimulatedAccount account)
    {
        if (fields.Digits("id") is { } id && TagShelf.IsFixed(id)) fields.Refuse(45058, "id", $"is {id}, a tag of the platform");
        return fields.TagIn("id", account);
    }

    private static string Name(BodyFields fields, SimulatedAccount account, Tag? own)
    {
        var name = fields.Text("name", 45157);
        if (name.EnumerateRunes().Count() is var length && length > MostNameLength) fields.Refuse(45158, "name", $"has {length} characters, limit {MostNameLength}");
        if (account.Tags.Find(name) is { } other && other != own) fields.Refuse(45157, "name", $"is '{name}', which tag {other.Id} is called already");
        return name;
    }
}
