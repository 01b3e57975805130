using Microsoft.AspNetCore.Builder;

namespace WeChatActors.Server;

/// <summary>Says of a route of the admin listener who may use it; <see cref="AdminAccess"/> holds requests to it.</summary>
/// <param name="Guard">How it is guarded.</param>
/// <param name="Scope">What a caller needs; nothing for a route that any key may use.</param>
internal sealed record RouteAccess(RouteGuard Guard, AdminScope Scope)
{
    /// <summary>That of a route that says nothing.</summary>
    public static RouteAccess Unsaid { get; } = new(RouteGuard.Key, AdminScope.Read);
}

/// <summary>How a route is guarded.</summary>
internal enum RouteGuard
{
    /// <summary>By a key, where the listener has keys.</summary>
    Key,

    /// <summary>By the route itself, because its callers cannot send a Bearer key.</summary>
    Itself,

    /// <summary>Not at all: what it tells is no secret, and those who ask carry no key.</summary>
    None,
}

/// <summary>Marks routes.</summary>
internal static class RouteAccessMarks
{
    /// <summary>The route needs a key with a scope, for the account in its route value <c>account</c>; without such a value, for all accounts.</summary>
    /// <param name="routes">The route.</param>
    /// <param name="scope">The scope; <see cref="AdminScope.None"/> when any key will do.</param>
    public static T Needs<T>(this T routes, AdminScope scope)
        where T : IEndpointConventionBuilder => Mark(routes, new RouteAccess(RouteGuard.Key, scope));

    /// <summary>The route finds out by itself who calls, with <see cref="AdminAccess.Find"/>, and answers in its own way who may not.
    /// A listener without keys still answers to its own names only.</summary>
    public static T ChecksItself<T>(this T routes)
        where T : IEndpointConventionBuilder => Mark(routes, new RouteAccess(RouteGuard.Itself, AdminScope.None));

    /// <summary>The route is for everybody who reaches the listener.</summary>
    public static T NeedsNoKey<T>(this T routes)
        where T : IEndpointConventionBuilder => Mark(routes, new RouteAccess(RouteGuard.None, AdminScope.None));

    private static T Mark<T>(T routes, RouteAccess access)
        where T : IEndpointConventionBuilder
    {
        routes.Add(endpoint => endpoint.Metadata.Add(access));
        return routes;
    }
}
