using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>A page of a list of OpenIDs; the last one on it is where the next page begins.</summary>
/// <param name="Total">How many the whole list has.</param>
/// <param name="OpenIds">Those of this page.</param>
internal sealed record OpenIdPage(int Total, IReadOnlyList<string> OpenIds)
{
    /// <summary>OpenIDs of one page of followers.</summary>
    public const int Followers = 10_000;

    /// <summary>OpenIDs of one page of the blacklist.</summary>
    public const int Blacklist = 1_000;

    /// <summary>The page after an OpenID, in the order in which people came.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="belongs">Who stands on the list.</param>
    /// <param name="after">The last OpenID of the page before; null or empty for the first page.</param>
    /// <param name="size">How many at most.</param>
    /// <returns>Null when nobody has the OpenID.</returns>
    public static OpenIdPage? Of(SimulatedAccount account, Func<Follower, bool> belongs, string? after, int size)
    {
        if (!string.IsNullOrEmpty(after) && account.Find(after) is null) return null;
        var begun = string.IsNullOrEmpty(after);
        var total = 0;
        var page = new List<string>();
        foreach (var follower in account.Followers)
        {
            if (belongs(follower))
            {
                total++;
                if (begun && page.Count < size) page.Add(follower.OpenId.Value);
            }
            begun |= follower.OpenId.Value == after;
        }
        return new OpenIdPage(total, page);
    }

    /// <summary>Adds count, data and next_openid; an empty page has no data.</summary>
    public JsonObject WriteTo(JsonObject answer)
    {
        answer["count"] = OpenIds.Count;
        if (OpenIds.Count > 0) answer["data"] = new JsonObject { ["openid"] = new JsonArray([.. OpenIds.Select(id => JsonValue.Create(id))]) };
        answer["next_openid"] = OpenIds.Count > 0 ? OpenIds[^1] : "";
        return answer;
    }
}

/// <summary>Lists of OpenIDs in bodies.</summary>
internal static class OpenIdLists
{
    /// <summary>The people of a list of OpenIDs: 40032 when it is empty or too long, 40003 for an OpenID that nobody has.</summary>
    public static ImmutableArray<Follower> PeopleIn(this BodyFields fields, string name, int most, SimulatedAccount account)
    {
        var openIds = fields.Texts(name);
        if (openIds.Count is 0 || openIds.Count > most) fields.Refuse(40032, name, $"holds {openIds.Count} OpenIDs, not from 1 to {most}");
        var people = ImmutableArray.CreateBuilder<Follower>(openIds.Count);
        foreach (var openId in openIds)
            if (account.Find(openId) is { } follower) people.Add(follower);
            else fields.Refuse(40003, name, $"holds '{openId}', which is not an OpenID of this account");
        return people.ToImmutable();
    }

    /// <summary>The same, of followers only: 43004 for somebody who does not follow.</summary>
    public static ImmutableArray<Follower> FollowersIn(this BodyFields fields, string name, int most, SimulatedAccount account)
    {
        var people = fields.PeopleIn(name, most, account);
        foreach (var follower in people)
            if (!follower.Subscribed) fields.Refuse(43004, name, $"holds '{follower.OpenId.Value}', who does not follow the account");
        return people;
    }
}
