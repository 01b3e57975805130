using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Who a caller of the drop-in is: whoever has an admin key, in the header or where the platform's own programs put the AppSecret,
/// or has the AppSecret itself, or one of the shared tokens.</summary>
/// <param name="access">Knows the keys.</param>
/// <param name="shared">Knows the tokens.</param>
internal sealed class DropInAccess(AdminAccess access, SharedTokens shared)
{
    /// <summary>Who asks with an AppSecret or in its place with a key.</summary>
    /// <param name="context">The request.</param>
    /// <param name="account">For which account.</param>
    /// <param name="secret">What is presented as the secret; null for nothing.</param>
    /// <param name="who">Who it is, for the audit.</param>
    /// <returns>Why he may not; null when he may.</returns>
    public Refusal? BySecret(HttpContext context, Account account, string? secret, out string who)
    {
        who = AdminCaller.Local.Name;
        if (ByHeader(context, account, AdminScope.Token, ref who, out var known) is { } refusal) return refusal;
        if (known) return null;
        if (secret is null or "")
            return Unauthorized(41004, "appsecret missing", "Give an admin key with the scope 'token' as the secret, or in the header 'Authorization: Bearer KEY'.");
        if (IsSecretOf(account, secret))
        {
            who = "drop-in";
            return null;
        }
        return access.Find(secret) is { } caller
            ? Check(caller, account, AdminScope.Token, ref who)
            : Unauthorized(40001, "invalid credential", "The secret is neither an admin key nor the account's AppSecret.");
    }

    /// <summary>Who makes a call, with an access_token or a key in the header.</summary>
    /// <param name="context">The request.</param>
    /// <param name="account">For which account.</param>
    /// <param name="token">What is presented as access_token; null for nothing.</param>
    /// <param name="userLevel">Whether the call takes a user's own token, which nobody here knows.</param>
    /// <param name="who">Who it is, for the audit.</param>
    public Refusal? ByToken(HttpContext context, Account account, string? token, bool userLevel, out string who)
    {
        who = "drop-in";
        if (HasHeader(context) || userLevel && access.IsOpen)
        {
            if (access.IsOpen) who = AdminCaller.Local.Name;
            return ByHeader(context, account, AdminScope.Proxy, ref who, out _);
        }
        if (userLevel)
            return Unauthorized(40001, "invalid credential", "Calls with a user's own access_token are passed on for who sends 'Authorization: Bearer KEY' with a key of the scope 'proxy'; they can go to the platform itself just as well.");
        if (token is null or "")
            return Unauthorized(41001, "access_token missing", "Ask cgi-bin/token or cgi-bin/stable_token beside this path for it.");
        return shared.Judge(account.Alias, token) switch
        {
            PresentedToken.Good => null,
            // A program made for the platform asks for another one now, so it hears it the platform's way.
            PresentedToken.Expired => new Refusal(StatusCodes.Status200OK, 42001, "access_token expired", "Ask for the shared one anew."),
            _ => new Refusal(StatusCodes.Status200OK, 40001, "invalid credential", "access_token is invalid or not latest: ask for the shared one anew."),
        };
    }

    private Refusal? ByHeader(HttpContext context, Account account, AdminScope scope, ref string who, out bool known)
    {
        known = true;
        // Without keys everybody on this machine may, and has been found to be on it.
        if (access.IsOpen) return null;
        known = HasHeader(context);
        if (!known) return null;
        return access.OfHeader(context) is { } caller
            ? Check(caller, account, scope, ref who)
            : Unauthorized(40001, "invalid credential", "The header 'Authorization' holds no admin key.");
    }

    private static Refusal? Check(AdminCaller caller, Account account, AdminScope scope, ref string who)
    {
        who = caller.Name;
        return !caller.Has(scope) ? Forbidden($"The {caller.Name} has not the scope '{AdminScopes.Said(scope)}': add it under 'listen: admin_keys', or use a key that has it.")
            : !caller.MayUse(account.Alias) ? Forbidden($"The {caller.Name} is not for the account '{account.Alias}': change its 'accounts' under 'listen: admin_keys', or use another key.")
            : null;
    }

    private static bool HasHeader(HttpContext context) => context.Request.Headers.Authorization.Count > 0;

    private static bool IsSecretOf(Account account, string secret) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(account.Platform!.Secret.Reveal())), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static Refusal Unauthorized(int errcode, string title, string remedy) => new(StatusCodes.Status401Unauthorized, errcode, title, remedy);

    private static Refusal Forbidden(string remedy) => new(StatusCodes.Status403Forbidden, 48001, "api unauthorized", remedy);
}
