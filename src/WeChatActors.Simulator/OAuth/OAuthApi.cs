using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>Web-page authorisation: the page that a browser visits, and the endpoints that a web page's server calls afterwards.</summary>
internal static class OAuthApi
{
    /// <summary>Where the simulator serves portraits, as an address with <c>?person=NUMBER</c>; 0 is a blank one.</summary>
    public const string PortraitPath = "/mmopen/portrait";

    /// <summary>Adds the endpoints to the table.</summary>
    public static void Register(ApiTable table)
    {
        table.Add("GET", "/connect/oauth2/authorize", ApiNeeds.None, AuthorizePage.Visit);
        table.Add("GET", "/sns/oauth2/access_token", ApiNeeds.None, Exchange);
        table.Add("GET", "/sns/oauth2/refresh_token", ApiNeeds.None, Renew);
        table.Add("GET", "/sns/userinfo", ApiNeeds.None, UserInfo);
        table.Add("GET", "/sns/auth", ApiNeeds.None, Check);
        table.Add("GET", PortraitPath, ApiNeeds.None, Portrait.Give);
    }

    /// <summary>Whether accounts of that kind have web-page authorisation.</summary>
    public static bool Allows(AccountKind kind) => kind is AccountKind.Service or AccountKind.Test;

    private static ApiAnswer Exchange(ApiRequest request)
    {
        if (AppCredentials.Check(request.Platform, request.Query.GetValueOrDefault("appid"), request.Query.GetValueOrDefault("secret"), out var account) is { } wrong) return wrong;
        if (request.Query.GetValueOrDefault("grant_type") != "authorization_code") return ApiAnswer.Fail(40002, "grant_type must be authorization_code");
        if (request.Query.GetValueOrDefault("code") is not { Length: > 0 } code) return ApiAnswer.Fail(41008);
        if (MayCall(account, "/sns/oauth2/access_token", request.Now) is { } refusal) return refusal;
        lock (account.Gate)
        {
            var result = account.WebGrants.Exchange(code, request.Now, Invent(account, "user_token"), Invent(account, "refresh_token"), out var grant);
            return result == 0 ? Given(grant, request.Now) : ApiAnswer.Fail(result);
        }
    }

    private static ApiAnswer Renew(ApiRequest request)
    {
        if (request.Query.GetValueOrDefault("appid") is not { Length: > 0 } appId) return ApiAnswer.Fail(41002);
        if (request.Platform.FindByAppId(appId) is not { } account) return ApiAnswer.Fail(40013);
        if (request.Query.GetValueOrDefault("grant_type") != "refresh_token") return ApiAnswer.Fail(40002, "grant_type must be refresh_token");
        if (request.Query.GetValueOrDefault("refresh_token") is not { Length: > 0 } refreshToken) return ApiAnswer.Fail(41003);
        if (MayCall(account, "/sns/oauth2/refresh_token", request.Now) is { } refusal) return refusal;
        lock (account.Gate)
        {
            var result = account.WebGrants.Renew(refreshToken, request.Now, Invent(account, "user_token"), out var grant);
            return result == 0 ? Given(grant, request.Now) : ApiAnswer.Fail(result);
        }
    }

    private static ApiAnswer UserInfo(ApiRequest request)
    {
        if (Granted(request, "/sns/userinfo", out var grant) is { } refusal) return refusal;
        if (grant.Scope != AuthorizePage.UserInfoScope) return ApiAnswer.Fail(48001, $"the token is of scope {grant.Scope}");
        if (request.Query.TryGetValue("lang", out var language) && language is not ("zh_CN" or "zh_TW" or "en")) return ApiAnswer.Fail(40097, "lang must be zh_CN, zh_TW or en");
        var visitor = grant.Visitor;
        // Sex and region have been empty since October 2021.
        return new ApiAnswer.Json(new JsonObject
        {
            ["openid"] = visitor.OpenId, ["nickname"] = visitor.Name, ["sex"] = 0, ["language"] = "", ["city"] = "", ["province"] = "", ["country"] = "",
            ["headimgurl"] = new Uri(request.Base, $"{PortraitPath}?person={visitor.Portrait}").AbsoluteUri, ["privilege"] = new JsonArray(), ["unionid"] = visitor.UnionId,
        });
    }

    private static ApiAnswer Check(ApiRequest request) => Granted(request, "/sns/auth", out _) ?? ApiAnswer.Done;

    /// <summary>Finds what a user's access_token allows.</summary>
    private static ApiAnswer? Granted(ApiRequest request, string path, out WebGrant grant)
    {
        grant = null!;
        if (request.Query.GetValueOrDefault("access_token") is not { Length: > 0 } token) return ApiAnswer.Fail(41001);
        if (request.Query.GetValueOrDefault("openid") is not { Length: > 0 } openId) return ApiAnswer.Fail(41009);
        if (WebGrants.Find(request.Platform, token) is not var (account, found))
        {
            var ofApp = TokenLookup.Of(request.Platform, token, request.Now).State != TokenState.Unknown;
            return ApiAnswer.Fail(40001, ofApp ? "this is the account's access_token; /sns/ takes the user's, which a code is exchanged for" : "no user's access_token");
        }
        grant = found;
        if (grant.ExpiresAt <= request.Now) return ApiAnswer.Fail(42001);
        return grant.Visitor.OpenId != openId ? ApiAnswer.Fail(40003, "the access_token is another user's") : MayCall(account, path, request.Now);
    }

    private static ApiAnswer? MayCall(SimulatedAccount account, string path, DateTimeOffset now) =>
        Allows(account.Setup.Kind) ? QuotaCheck.Count(account, path, now) : ApiAnswer.Fail(48001, "web-page authorisation is for verified service accounts and test accounts");

    private static ApiAnswer.Json Given(WebGrant grant, DateTimeOffset now)
    {
        var body = new JsonObject
        {
            ["access_token"] = grant.Token, ["expires_in"] = (long)(grant.ExpiresAt - now).TotalSeconds, ["refresh_token"] = grant.RefreshToken,
            ["openid"] = grant.Visitor.OpenId, ["scope"] = grant.Scope,
        };
        if (grant.Visitor.Virtual) body["is_snapshotuser"] = 1;
        if (grant.Scope == AuthorizePage.UserInfoScope) body["unionid"] = grant.Visitor.UnionId;
        return new ApiAnswer.Json(body);
    }

    private static string Invent(SimulatedAccount account, string purpose) => "77_" + account.Chance.Text(purpose, 60) + "-" + account.Chance.Text(purpose, 22);
}
