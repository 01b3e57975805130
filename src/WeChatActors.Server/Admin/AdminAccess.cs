using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>Decides who may use the admin listener. It runs when the route of a request is known.</summary>
internal sealed class AdminAccess(ImmutableArray<AdminKey> keys)
{
    private readonly (byte[] Hash, AdminCaller Caller)[] _known =
        [.. keys.Select(key => (SHA256.HashData(Encoding.UTF8.GetBytes(key.Value)), new AdminCaller($"key {key.Name}", key.Scopes, key.Accounts)))];

    /// <summary>Whether the listener has no keys: everybody on this machine may do everything.</summary>
    public bool IsOpen => _known.Length == 0;

    /// <summary>Who holds a key; null for nobody. Takes the same time whether and whichever it is.</summary>
    /// <param name="key">What somebody says is a key.</param>
    public AdminCaller? Find(ReadOnlySpan<char> key)
    {
        Span<byte> bytes = stackalloc byte[512];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.TryGetBytes(key, bytes, out var length) ? bytes[..length] : Encoding.UTF8.GetBytes(key.ToArray()), hash);
        AdminCaller? found = null;
        foreach (var known in _known)
            if (CryptographicOperations.FixedTimeEquals(known.Hash, hash)) found = known.Caller;
        return found;
    }

    /// <summary>Lets a request through, or answers it.</summary>
    public Task Check(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        var route = endpoint is null ? null : endpoint.Metadata.GetMetadata<RouteAccess>() ?? RouteAccess.Unsaid;
        if (route?.Guard == RouteGuard.None) return next(context);
        if (IsOpen)
        {
            // Without keys only this machine may ask; a foreign name means that a page in a browser here was led to us.
            if (!IsLocalName(context.Request.Host.Host))
                return Problem.Write(context, StatusCodes.Status403Forbidden, "This listener answers to its own address only", "Use the address under 'listen: admin', or set 'admin_keys'.");
            if (IsOfAnotherPage(context.Request))
                return Problem.Write(context, StatusCodes.Status403Forbidden, "The request comes from a page of another site", "Programs on this machine may ask; for pages set 'admin_keys' and ask from their server.");
            AdminCaller.Local.Enter(context);
            return next(context);
        }
        if (route?.Guard == RouteGuard.Itself) return next(context);
        if (OfHeader(context) is not { } caller)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Problem.Write(context, StatusCodes.Status401Unauthorized, "An admin key is needed", "Send 'Authorization: Bearer KEY' with one of 'listen: admin_keys'.");
        }
        if (route is not null && !caller.Has(route.Scope)) return RefuseScope(context, caller, route.Scope);
        if (route is { Scope: not AdminScope.None } && caller.Accounts is not null && !MayUseAccount(context, caller)) return RefuseAccount(context, caller);
        caller.Enter(context);
        return next(context);
    }

    private static bool MayUseAccount(HttpContext context, AdminCaller caller) =>
        context.Request.RouteValues.TryGetValue("account", out var value) && value is string account && caller.MayUse(account);

    private static Task RefuseScope(HttpContext context, AdminCaller caller, AdminScope needed)
    {
        context.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{AdminScopes.Said(needed)}\"";
        return Problem.Write(
            context, StatusCodes.Status403Forbidden, $"The {caller.Name} may not do this",
            $"It has the scopes {AdminScopes.Said(caller.Scopes)}, and this needs {AdminScopes.Said(needed)}: add it to the key under 'listen: admin_keys', or use a key that has it.");
    }

    private static Task RefuseAccount(HttpContext context, AdminCaller caller) =>
        Problem.Write(
            context, StatusCodes.Status403Forbidden, $"The {caller.Name} is not for this",
            $"It is for the accounts {string.Join(", ", caller.Accounts!)}, and this is about {(context.Request.RouteValues.ContainsKey("account") ? "another" : "all of them")}: change its 'accounts' under 'listen: admin_keys', or use another key.");

    /// <summary>Who holds the key in the header of a request; null for nobody.</summary>
    public AdminCaller? OfHeader(HttpContext context)
    {
        const string Scheme = "Bearer ";
        var authorization = context.Request.Headers.Authorization.ToString();
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? Find(authorization.AsSpan(Scheme.Length).Trim()) : null;
    }

    /// <summary>Whether a page that a browser here shows sends it. Such a page cannot read the answer, but a message would be sent all the same.</summary>
    private static bool IsOfAnotherPage(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count > 0) return !Uri.TryCreate(origin, UriKind.Absolute, out var page) || !IsLocalName(page.Host);
        // Following a link counts too: through the proxy a GET may delete a menu.
        return request.Headers["Sec-Fetch-Site"] == "cross-site";
    }

    private static bool IsLocalName(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
