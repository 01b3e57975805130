using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>Decides who may use the admin listener.</summary>
internal sealed class AdminAccess(ImmutableArray<string> keys)
{
    private readonly byte[][] _hashes = [.. keys.Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key)))];

    /// <summary>Lets a request through, or answers it.</summary>
    public Task Check(HttpContext context, RequestDelegate next)
    {
        // Probes carry no keys, and what they learn is no secret.
        if (context.Request.Path.Value is "/healthz" or "/readyz") return next(context);
        if (_hashes.Length == 0)
        {
            // Without keys only this machine may ask; a foreign name means that a page in a browser here was led to us.
            return IsLocalName(context.Request.Host.Host)
                ? next(context)
                : Problem.Write(context, StatusCodes.Status403Forbidden, "This listener answers to its own address only", "Use the address under 'listen: admin', or set 'admin_keys'.");
        }
        if (HasKey(context.Request.Headers.Authorization.ToString())) return next(context);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Write(context, StatusCodes.Status401Unauthorized, "An admin key is needed", "Send 'Authorization: Bearer KEY' with one of 'listen: admin_keys'.");
    }

    private bool HasKey(string authorization)
    {
        const string Scheme = "Bearer ";
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()));
        var found = false;
        foreach (var known in _hashes) found |= CryptographicOperations.FixedTimeEquals(known, hash);
        return found;
    }

    private static bool IsLocalName(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
