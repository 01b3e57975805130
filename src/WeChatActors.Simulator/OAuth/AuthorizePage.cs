using WeChatActors.Protocol;
using System.Globalization;

namespace WeChatActors.Simulator;

/// <summary>/connect/oauth2/authorize: the page that a web page sends its visitor to. The fragment <c>#wechat_redirect</c> stays in the
/// browser, so it is not checked. <c>forceSnapShot=true</c> gives the page a visitor who does not exist, as WeChat does on its snapshot pages.</summary>
internal static class AuthorizePage
{
    /// <summary>The scope that gives the OpenID without a question.</summary>
    public const string BaseScope = "snsapi_base";

    /// <summary>The scope that gives the profile when the visitor allows it.</summary>
    public const string UserInfoScope = "snsapi_userinfo";

    /// <summary>The cookie that remembers whose phone the browser is.</summary>
    public const string PersonCookie = "simulator_person";

    private static readonly string[] Pattern = ["appid", "redirect_uri", "response_type", "scope", "state"];

    /// <summary>Answers the browser.</summary>
    public static ApiAnswer Visit(ApiRequest request)
    {
        if (Asked(request, out var account, out var target, out var scope, out var state) is { } refusal) return refusal;
        if (Visitor(request, out var cookie) is not { } person) return new ApiAnswer.Page(OAuthPages.Chooser(request));
        Follower follower;
        lock (account.Gate)
        {
            follower = account.Meet(person);
            if (account.Setup.Kind == AccountKind.Test && !follower.Subscribed)
                return Refuse(10006, "请先关注该测试号", $"{person.Name} must follow the test account first.");
        }
        if (scope == UserInfoScope)
        {
            switch (request.Query.GetValueOrDefault("allow"))
            {
                case "1":
                    break;
                case "0":
                    return new ApiAnswer.Redirect(With(target, ("state", state))) { Cookie = cookie };
                default:
                    return new ApiAnswer.Page(OAuthPages.Consent(request, account, person)) { Cookie = cookie };
            }
        }
        string code;
        lock (account.Gate)
        {
            code = account.Chance.Text("code", 32);
            var snapshot = scope == UserInfoScope && request.Query.GetValueOrDefault("forceSnapShot") == "true";
            account.WebGrants.AddCode(code, snapshot ? WebVisitor.Snapshot(account.Chance) : WebVisitor.Of(follower), scope, request.Now);
        }
        return new ApiAnswer.Redirect(With(target, ("code", code), ("state", state))) { Cookie = cookie };
    }

    private static ApiAnswer.Page? Asked(ApiRequest request, out SimulatedAccount account, out Uri target, out string scope, out string state)
    {
        account = null!;
        target = null!;
        scope = request.Query.GetValueOrDefault("scope") ?? "";
        state = request.Query.GetValueOrDefault("state") ?? "";
        var appId = request.Query.GetValueOrDefault("appid") ?? "";
        var redirect = request.Query.GetValueOrDefault("redirect_uri") ?? "";
        if (appId.Length == 0) return Refuse(10012, "appid 为空", "appid is missing.");
        if (redirect.Length == 0) return Refuse(10011, "redirect_uri 为空", "redirect_uri is missing.");
        if (scope.Length == 0) return Refuse(10010, "scope 为空", "scope is missing.");
        if (state.Length == 0) return Refuse(10013, "state 为空", "state is missing.");
        if (request.Platform.FindByAppId(appId) is not { } found) return Refuse(40013, "AppID 不对", "No account of the simulator has this AppID.");
        account = found;
        if (!request.Query.Keys.Where(Pattern.Contains).SequenceEqual(Pattern))
            return Refuse(40097, "参数顺序不对", $"The parameters must stand in this order: {string.Join(", ", Pattern)}.");
        if (request.Query["response_type"] != "code") return Refuse(40097, "response_type 不对", "response_type must be code.");
        if (scope is not (BaseScope or UserInfoScope)) return Refuse(10005, "无该 scope 权限", $"scope must be {BaseScope} or {UserInfoScope}.");
        if (!OAuthApi.Allows(found.Setup.Kind)) return Refuse(10005, "该公众号没有网页授权权限", "Web-page authorisation is for verified service accounts and test accounts.");
        if (state.Length > 128 || !state.All(char.IsAsciiLetterOrDigit)) return Refuse(40097, "state 不对", "state may hold at most 128 letters and digits.");
        if (!Uri.TryCreate(redirect, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return Refuse(10003, "redirect_uri 不对", "redirect_uri must be an absolute http or https address, URL-encoded once.");
        target = uri;
        Uri? callback;
        lock (found.Gate) callback = found.Setup.Callback;
        return uri.IsLoopback || string.Equals(uri.Host, callback?.Host, StringComparison.OrdinalIgnoreCase)
            ? null : Refuse(10003, "授权域名不一致", $"The host {uri.Host} is neither this machine nor the host of the account's callback.");
    }

    private static Person? Visitor(ApiRequest request, out (string, string)? cookie)
    {
        cookie = null;
        var named = request.Query.GetValueOrDefault("person") ?? request.Cookies.GetValueOrDefault(PersonCookie);
        if (!int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        if (request.Platform.People.FirstOrDefault(person => person.Number == number) is not { } person) return null;
        cookie = (PersonCookie, number.ToString(CultureInfo.InvariantCulture));
        return person;
    }

    /// <summary>The page's address with further parameters, before what begins with #.</summary>
    private static string With(Uri target, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        // A header takes ASCII only, so the host stands in its international form.
        var host = target.HostNameType == UriHostNameType.Dns ? target.IdnHost : target.Host;
        var page = $"{target.Scheme}://{host}{(target.IsDefaultPort ? "" : ":" + target.Port.ToString(CultureInfo.InvariantCulture))}{target.PathAndQuery}";
        var separator = target.Query.Length > 1 ? "&" : target.Query.Length == 1 ? "" : "?";
        foreach (var (name, value) in parameters)
        {
            page += $"{separator}{name}={Uri.EscapeDataString(value)}";
            separator = "&";
        }
        return page + target.Fragment;
    }

    private static ApiAnswer.Page Refuse(int code, string chinese, string english) => new(OAuthPages.Refused(code, chinese, english)) { Errcode = code };
}
