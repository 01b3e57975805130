using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>The cookies of logins under way: a few places, so that a browser may begin some at once and never carries more than those.</summary>
/// <param name="secure">Whether browsers reach the pages by HTTPS.</param>
/// <param name="chance">Chooses among free places: two pages that begin at the same moment seldom meet.</param>
internal sealed class LoginCookies(bool secure, Chance chance)
{
    private const int Places = 4;

    /// <summary>Adds the cookie of a login.</summary>
    public void Add(HttpContext context, LoginSite site, PendingLogin login)
    {
        Span<byte> order = stackalloc byte[1];
        chance(order);
        var place = order[0] % Places;
        for (var i = 0; i < Places && context.Request.Cookies.ContainsKey(Name(place)); i++) place = (place + 1) % Places;
        context.Response.Headers.Append("Set-Cookie",
            $"{Name(place)}={site.Seal(login)}; Max-Age={(int)PendingLogin.Life.TotalSeconds}; Path={site.Path}; HttpOnly; SameSite=Lax{(secure ? "; Secure" : "")}");
    }

    /// <summary>The login that a state belongs to, if this browser has begun it and it is alive.</summary>
    public PendingLogin? Find(HttpContext context, LoginSite site, string state, DateTimeOffset now)
    {
        for (var place = 0; place < Places; place++)
            if (context.Request.Cookies.TryGetValue(Name(place), out var text) && site.OpenLogin(text) is { } login && login.Is(state))
                return login.IsAlive(now) ? login : null;
        return null;
    }

    // A page that came by plain HTTP cannot set a cookie with this prefix.
    private string Name(int place) => $"{(secure ? "__Secure-" : "")}wechatactors_login_{(char)('0' + place)}";
}
