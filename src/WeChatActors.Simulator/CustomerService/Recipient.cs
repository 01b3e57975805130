namespace WeChatActors.Simulator;

/// <summary>Finds to whom a message goes, under the account's gate.</summary>
internal static class Recipient
{
    /// <summary>Whoever has the OpenID in a member; otherwise 41009 or 40003, and null.</summary>
    public static Follower? Somebody(this BodyFields fields, string name, SimulatedAccount account)
    {
        var openId = fields.Text(name, 41009);
        if (account.Find(openId) is { } follower) return follower;
        fields.Refuse(40003, name, "is not an OpenID of this account");
        return null;
    }

    /// <summary>A follower who may be written to without a window: 43004 when he does not follow, 43019 when he is on the blacklist.</summary>
    public static Follower? FollowerIn(this BodyFields fields, string name, SimulatedAccount account)
    {
        if (fields.Somebody(name, account) is not { } follower) return null;
        if (!follower.Subscribed) fields.Refuse(43004, name, "does not follow the account");
        if (follower.Blacklisted) fields.Refuse(43019, name, "is on the account's blacklist");
        return follower;
    }

    /// <summary>Somebody whom customer-service messages may reach as far as he himself is concerned; windows are looked at last.</summary>
    public static Follower? CustomerIn(this BodyFields fields, string name, SimulatedAccount account)
    {
        if (fields.Somebody(name, account) is not { } follower) return null;
        if (!follower.Subscribed)
        {
            // Who never followed is no follower; who left has closed his window.
            if (follower.SubscribedAt is null) fields.Refuse(43004, name, "does not follow the account");
            else fields.Refuse(45015, name, "does not follow the account any more");
        }
        if (follower.Blacklisted) fields.Refuse(43019, name, "is on the account's blacklist");
        if (!follower.Receives) fields.Refuse(48002, name, "receives no messages of the account");
        return follower;
    }
}
