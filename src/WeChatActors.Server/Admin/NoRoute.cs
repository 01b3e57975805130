using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace WeChatActors.Server;

/// <summary>Answers what no route of the admin API takes: the path is not there, or not with this method.</summary>
/// <param name="routes">All routes.</param>
internal sealed class NoRoute(IEndpointRouteBuilder routes)
{
    public Task Answer(HttpContext context)
    {
        var methods = MethodsAt(context.Request.Path);
        if (methods.Count == 0) return Problem.Write(context, StatusCodes.Status404NotFound, "There is nothing here", "The API is under /api/accounts; see the README.");
        var allowed = string.Join(", ", methods);
        context.Response.Headers.Allow = allowed;
        return Problem.Write(context, StatusCodes.Status405MethodNotAllowed, $"This cannot be asked for with {LogText.Clean(context.Request.Method)}", $"Ask with {allowed}.");
    }

    private SortedSet<string> MethodsAt(PathString path)
    {
        var methods = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods: { Count: > 0 } own }) continue;
            if (new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(path, [])) methods.UnionWith(own);
        }
        return methods;
    }
}
