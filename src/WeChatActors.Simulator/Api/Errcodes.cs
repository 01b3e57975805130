using System.Collections.Frozen;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>The words that go with an errcode.</summary>
internal static class Errcodes
{
    /// <summary>WeChat has the endpoint, the simulator does not. A number that WeChat never answers, so that no program takes it for one of WeChat's.</summary>
    public const int NotModelled = 501;

    // WeChat's own short words where they are well known; programs were seen to look at them.
    private static readonly FrozenDictionary<int, string> Usual = new Dictionary<int, string>
    {
        [-1] = "system error",
        [0] = "ok",
        [NotModelled] = "not modelled by this simulator",
        [40001] = "invalid credential, access_token is invalid or not latest",
        [40002] = "invalid grant_type",
        [40003] = "invalid openid",
        [40004] = "invalid media type",
        [40007] = "invalid media_id",
        [40013] = "invalid appid",
        [40014] = "invalid access_token",
        [40029] = "invalid code",
        [40030] = "invalid refresh_token",
        [40033] = "invalid charset. please check your request, if include \\uxxxx will create fail!",
        [40035] = "invalid parameter",
        [40066] = "invalid url",
        [40097] = "invalid args",
        [40125] = "invalid appsecret",
        [40163] = "code been used",
        [41001] = "access_token missing",
        [41002] = "appid missing",
        [41003] = "refresh_token missing",
        [41004] = "appsecret missing",
        [41005] = "media data missing",
        [41006] = "media_id missing",
        [41008] = "missing code",
        [41009] = "missing openid",
        [42001] = "access_token expired",
        [42002] = "refresh_token expired",
        [42003] = "code expired",
        [43001] = "require GET method",
        [43002] = "require POST method",
        [43004] = "require subscribe",
        [44002] = "empty post data",
        [45001] = "media size out of limit",
        [45002] = "content size out of limit",
        [45009] = "reach max api daily quota limit",
        [45011] = "api minute-quota reach limit, must slower, retry next minute",
        [45015] = "response out of time limit or subscription is canceled",
        [45047] = "out of response count limit",
        [47001] = "data format error",
        [48001] = "api unauthorized",
        [48006] = "forbid to clear quota because of reaching the limit",
    }.ToFrozenDictionary();

    /// <summary>The errmsg that goes with a code, without rid: short English words.</summary>
    public static string Words(int code) => Usual.GetValueOrDefault(code) ?? Errcode.Find(code)?.English ?? "error";
}
