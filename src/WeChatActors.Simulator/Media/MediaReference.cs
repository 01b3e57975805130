namespace WeChatActors.Simulator;

/// <summary>Media ids in the bodies of messages.</summary>
internal static class MediaReference
{
    /// <summary>The id of a living file of one of the kinds, temporary or permanent; otherwise 41006 or 40007.</summary>
    public static string MediaId(this BodyFields fields, string name, SimulatedAccount account, DateTimeOffset now, params ReadOnlySpan<string> types)
    {
        var id = fields.Text(name, 41006);
        if (id.Length == 0) return id;
        if (account.Media.Find(id, now) is not { } file) fields.Refuse(40007, name, "is unknown or has expired");
        else if (!types.Contains(file.Type)) fields.Refuse(40007, name, $"is of type {file.Type}, not {string.Join(" or ", types.ToArray())}");
        return id;
    }

    /// <summary>The articles of a draft or of permanent material; otherwise 41006 or 40007, and null.</summary>
    public static ArticleSet? ArticlesOf(this BodyFields fields, string name, SimulatedAccount account)
    {
        var id = fields.Text(name, 41006);
        if (account.Articles.Find(id, ArticleState.Draft, ArticleState.Material, ArticleState.Sent) is { } set) return set;
        fields.Refuse(40007, name, "is neither a draft nor a permanent article");
        return null;
    }
}
