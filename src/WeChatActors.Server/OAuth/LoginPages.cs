using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>The login pages of the public listener: <c>/oauth/ALIAS/login</c> sends a browser to WeChat, <c>/oauth/ALIAS/callback</c>
/// takes it back and sends it on to the operator's site with a ticket.</summary>
/// <param name="sites">The accounts that have logins, by alias.</param>
/// <param name="publicUrl">The public listener's address as browsers reach it; known when the first request comes.</param>
/// <param name="conversations">Keep what is learned.</param>
/// <param name="exchange">Exchanges codes.</param>
/// <param name="time">The clock.</param>
/// <param name="chance">Makes states, ids and choices.</param>
/// <param name="log">Hears what an operator could mend.</param>
internal sealed class LoginPages(
    FrozenDictionary<string, LoginSite> sites, Lazy<Uri> publicUrl, ConversationHost conversations, CodeExchange exchange, TimeProvider time, Chance chance, ILogger log)
{
    /// <summary>Where the pages of all accounts begin; the alias follows.</summary>
    public const string Path = "/oauth/";

    /// <summary>How long a browser waits until what was learned is on disk.</summary>
    private static readonly TimeSpan KeepLimit = TimeSpan.FromSeconds(5);

    private readonly ExchangedCodes _codes = new(time, capacity: 10_000, atOnce: 256);
    private readonly LogGate _gate = new(time, perSecond: 5);
    private readonly Lazy<LoginCookies> _cookies = new(() => new LoginCookies(publicUrl.Value.Scheme == Uri.UriSchemeHttps, chance));

    /// <summary>Whether a request is for these pages.</summary>
    public static bool Takes(HttpContext context) => context.Request.Path.Value is { } path && path.StartsWith(Path, StringComparison.Ordinal);

    /// <summary>Answers one request.</summary>
    public Task Handle(HttpContext context)
    {
        LoginPage.Guard(context.Response);
        var path = context.Request.Path.Value!.AsSpan(Path.Length);
        var slash = path.IndexOf('/');
        if (slash < 0 || !sites.TryGetValue(path[..slash].ToString(), out var site) || path[(slash + 1)..] is not ("login" or "callback"))
            return LoginPage.Write(context.Response, LoginFault.NoPage, null, null, null);

        // A body would be read by nobody, and what only looks must not spend a code.
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        if (HttpMethods.IsHead(context.Request.Method) && !hasBody) return Task.CompletedTask;
        if (!HttpMethods.IsGet(context.Request.Method) || hasBody)
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return Refuse(context, site, LoginFault.Method);
        }
        return path[slash + 1] == 'l' ? Begin(context, site) : Return(context, site);
    }

    private Task Begin(HttpContext context, LoginSite site)
    {
        var query = context.Request.Query;
        var why = "is missing: add ?return= with an address of your site";
        var target = query["return"] is [{ Length: > 0 } text] ? ReturnTarget.Read(text, site.Options.Return, out why) : null;
        if (target is null) return Refuse(context, site, LoginFault.Return, query["return"].Count > 1 ? "stands there twice" : why);
        if (ScopeOf(query["scope"], site.Options.Scope) is not { } scope) return Refuse(context, site, LoginFault.Scope);
        var login = new PendingLogin(PendingLogin.NewState(chance), ReturnTarget.Text(target), scope, time.GetUtcNow());
        _cookies.Value.Add(context, site, login);
        return Redirect(context, site.Authorize(publicUrl.Value, login, query.ContainsKey("popup")));
    }

    private async Task Return(HttpContext context, LoginSite site)
    {
        var query = context.Request.Query;
        if (query["state"] is not [{ } state] || !PendingLogin.IsState(state) || !IsCode(query["code"], out var code))
        {
            await Refuse(context, site, LoginFault.Malformed);
            return;
        }
        if (_cookies.Value.Find(context, site, state, time.GetUtcNow()) is not { } login)
        {
            await Refuse(context, site, LoginFault.NotBegunHere);
            return;
        }
        // WeChat comes back without a code, in older versions with this word, when the person said no.
        var outcome = code is "" or "authdeny"
            ? new LoginOutcome.Failed(LoginFault.Declined)
            : await _codes.Once(site.Account.Alias, code, state, () => Complete(site, login, code));
        await (outcome switch
        {
            // The list may have become shorter since the login began.
            LoginOutcome.Granted granted => ReturnTarget.Read(login.Return, site.Options.Return, out var why) is { } target
                ? Redirect(context, ReturnTarget.WithTicket(target, granted.Ticket))
                : Refuse(context, site, LoginFault.Return, why),
            LoginOutcome.Failed failed => LoginPage.Write(context.Response, failed.Fault, null, failed.Errcode, site.Begin(login.Return, login.Scope)),
            _ => throw new InvalidOperationException($"No answer for {outcome.GetType().Name}."),
        });
    }

    /// <summary>Exchanges the code and keeps what it gives. Goes on when the browser has gone: a reload finds what became of it.</summary>
    private async Task<LoginOutcome> Complete(LoginSite site, PendingLogin login, string code)
    {
        try
        {
            switch (await exchange.Exchange(site.Account.Alias, site.Access, code))
            {
                case WebGrant.Given given:
                    return await Keep(site, login, given);
                case WebGrant.Failed failed:
                    if (failed.Why is { } why && MaySpeak()) LoginLog.Failed(log, site.Account.Alias, why);
                    return failed.Outcome;
                default:
                    throw new InvalidOperationException("An exchange ended in no known way.");
            }
        }
        catch (Exception error)
        {
            // The type and the place alone: the message of what nobody foresaw may quote the request, and that holds code and secret.
            if (MaySpeak()) LoginLog.Failed(log, site.Account.Alias, $"a login failed unexpectedly, please report it: {error.GetType().Name} in {error.TargetSite?.DeclaringType?.Name}.{error.TargetSite?.Name}.");
            return new LoginOutcome.Failed(LoginFault.Unavailable);
        }
    }

    private async Task<LoginOutcome> Keep(LoginSite site, PendingLogin login, WebGrant.Given given)
    {
        var now = time.GetUtcNow();
        if (given.Profile is { } profile)
        {
            var kept = await conversations.Authorise(site.Account, given.OpenId, login.State, profile, now, KeepLimit);
            if (!kept.TryGetReply(out _))
            {
                if (MaySpeak()) LoginLog.Failed(log, site.Account.Alias, string.Create(CultureInfo.InvariantCulture, $"a login could not be kept ({kept.Outcome}): {kept.Error?.Message ?? "the conversation did not answer in time"}"));
                return new LoginOutcome.Failed(LoginFault.Unavailable);
            }
        }
        return new LoginOutcome.Granted(site.Seal(new LoginTicket(LoginTicket.NewId(chance), given.OpenId, given.Scope, SnapshotUser: given.Profile is null, now)));
    }

    private static AuthorisationScope? ScopeOf(StringValues asked, AuthorisationScope @default) => asked.Count switch
    {
        0 => @default,
        1 when asked[0] == "base" => AuthorisationScope.Base,
        1 when asked[0] == "userinfo" => AuthorisationScope.UserInfo,
        _ => null,
    };

    /// <summary>Whether a code has the form that codes have, or is missing; more than WeChat's 32 characters are allowed for.</summary>
    private static bool IsCode(StringValues values, out string code)
    {
        code = values is [{ } only] ? only : "";
        return values.Count <= 1 && code.Length <= 128 && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
    }

    private static Task Refuse(HttpContext context, LoginSite site, LoginFault fault, string? detail = null) =>
        LoginPage.Write(context.Response, fault, detail, null, site.Begin(null, null));

    private static Task Redirect(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = address;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private bool MaySpeak()
    {
        if (!_gate.Opens(out var muted)) return false;
        if (muted > 0) Log.HeldBack(log, muted);
        return true;
    }
}
