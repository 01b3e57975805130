using Microsoft.AspNetCore.Builder;

namespace WeChatActors.Server;

/// <summary>What a key of the admin listener may do.</summary>
[Flags]
public enum AdminScope
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Get and replace access_tokens, tickets and JS-SDK signatures, also through the drop-in.</summary>
    Token = 1,

    /// <summary>Call any API of the platform through the proxy.</summary>
    Proxy = 2,

    /// <summary>Send messages to followers.</summary>
    Send = 4,

    /// <summary>Read conversations, profiles, audits and metrics.</summary>
    Read = 8,

    /// <summary>All of it.</summary>
    All = Token | Proxy | Send | Read,
}

/// <summary>Says of a route which scope it needs.</summary>
internal static class RouteScope
{
    /// <summary>Marks routes; <see cref="AdminAccess"/> holds requests to it.</summary>
    public static T Needs<T>(this T routes, AdminScope scope) where T : IEndpointConventionBuilder
    {
        routes.Add(endpoint => endpoint.Metadata.Add(new NeededScope(scope)));
        return routes;
    }
}

/// <summary>The scope that a route needs.</summary>
/// <param name="Scope">One scope.</param>
internal sealed record NeededScope(AdminScope Scope);
