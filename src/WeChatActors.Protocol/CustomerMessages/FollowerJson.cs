namespace WeChatActors.Protocol;

/// <summary>Bodies that change what the account keeps of a follower: tags and the remark. Source: WeChat Official Accounts docs, 用户标签管理 and
/// 设置用户备注名.</summary>
public static class FollowerJson
{
    /// <summary>The path that makes a tag.</summary>
    public const string CreateTagPath = "/cgi-bin/tags/create";

    /// <summary>The path that lists the tags.</summary>
    public const string TagsPath = "/cgi-bin/tags/get";

    /// <summary>The path that gives a tag to followers.</summary>
    public const string TaggingPath = "/cgi-bin/tags/members/batchtagging";

    /// <summary>The path that takes a tag from followers.</summary>
    public const string UntaggingPath = "/cgi-bin/tags/members/batchuntagging";

    /// <summary>The path that sets the remark.</summary>
    public const string RemarkPath = "/cgi-bin/user/info/updateremark";

    /// <summary>The body that makes a tag, UTF-8.</summary>
    /// <param name="name">Its name, at most 30 bytes.</param>
    public static byte[] CreateTag(string name) => PlatformBody.Write(json =>
    {
        json.WriteStartObject("tag");
        json.WriteString("name", name);
        json.WriteEndObject();
    });

    /// <summary>The body that gives a tag to one follower, or takes it, UTF-8.</summary>
    /// <param name="tag">The platform's number of the tag.</param>
    /// <param name="who">The follower.</param>
    public static byte[] Tagging(int tag, OpenId who) => PlatformBody.Write(json =>
    {
        json.WriteStartArray("openid_list");
        json.WriteStringValue(who.Value);
        json.WriteEndArray();
        json.WriteNumber("tagid", tag);
    });

    /// <summary>The body that sets the remark of a follower, UTF-8.</summary>
    /// <param name="who">The follower.</param>
    /// <param name="remark">Under 30 bytes; empty removes it.</param>
    public static byte[] Remark(OpenId who, string remark) => PlatformBody.Write(json =>
    {
        json.WriteString("openid", who.Value);
        json.WriteString("remark", remark);
    });
}
