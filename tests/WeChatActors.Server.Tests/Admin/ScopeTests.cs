using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;

namespace WeChatActors.Server.Tests.Admin;

public sealed class ScopeTests : IAsyncLifetime
{
    private const string Keys = """
        [an-admin-key-of-the-operator, {name: shop, key: a-key-of-the-shop-01, scopes: [token, proxy]},
         {name: desk, key: a-key-of-the-desk-01, scopes: read, accounts: [plain, safe]}, {name: scrape, key: a-key-of-the-scraper, scopes: [read]}]
        """;

    private Edge _edge = null!;

    public async Task InitializeAsync() => _edge = await Edge.Start(adminKeys: Keys.ReplaceLineEndings(""));

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Theory]
    [InlineData("an-admin-key-of-the-operator", "/api/accounts/plain/conversations", 200)]
    [InlineData("an-admin-key-of-the-operator", "/metrics", 200)]
    [InlineData("a-key-of-the-shop-01", "/api/accounts/plain/conversations", 403)]
    [InlineData("a-key-of-the-shop-01", "/metrics", 403)]
    [InlineData("a-key-of-the-desk-01", "/api/accounts/plain/conversations", 200)]
    [InlineData("a-key-of-the-desk-01", "/api/accounts/safe/conversations", 200)]
    [InlineData("a-key-of-the-desk-01", "/api/accounts/compat/conversations", 403)]
    [InlineData("a-key-of-the-desk-01", "/api/accounts/nobody/conversations", 403)]
    [InlineData("a-key-of-the-desk-01", "/metrics", 403)]
    [InlineData("a-key-of-the-scraper", "/metrics", 200)]
    [InlineData("a-key-of-the-shop-01", "/nothing", 404)]
    [InlineData("a-key-of-the-shop-01", "/no.thing", 404)]
    [InlineData("a-key-of-the-desk-01", "/nothing", 404)]
    [InlineData("no-key-of-this-server", "/nothing", 401)]
    [InlineData("no-key-of-this-server", "/no.thing", 401)]
    public async Task A_key_opens_the_routes_of_its_scopes_and_accounts(string key, string path, int status) =>
        Assert.Equal(status, (int)(await Get(key, path)).StatusCode);

    [Theory]
    [InlineData("a-key-of-the-shop-01", "/metrics", "The key shop may not do this",
        "It has the scopes token, proxy, and this needs read: add it to the key under 'listen: admin_keys', or use a key that has it.")]
    [InlineData("a-key-of-the-desk-01", "/api/accounts/compat/conversations", "The key desk is not for this",
        "It is for the accounts plain, safe, and this is about another: change its 'accounts' under 'listen: admin_keys', or use another key.")]
    [InlineData("a-key-of-the-desk-01", "/metrics", "The key desk is not for this",
        "It is for the accounts plain, safe, and this is about all of them: change its 'accounts' under 'listen: admin_keys', or use another key.")]
    public async Task A_refusal_says_what_the_key_has_and_what_is_needed(string key, string path, string title, string remedy)
    {
        var answer = await Get(key, path);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal((title, remedy), await ConversationsTests.Problem(answer));
        Assert.DoesNotContain(key, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_scope_is_named_in_the_header_too()
    {
        var answer = await Get("a-key-of-the-shop-01", "/metrics");

        Assert.Equal("Bearer error=\"insufficient_scope\", scope=\"read\"", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public void Every_route_says_what_it_needs()
    {
        var routes = _edge.Host.AdminRoutes.OfType<RouteEndpoint>().ToList();

        Assert.NotEmpty(routes);
        Assert.All(routes, route => Assert.True(route.Metadata.GetMetadata<RouteAccess>() is not null, route.RoutePattern.RawText));
        // What is about one account says so in the way that limits keys to their accounts.
        Assert.All(
            routes.Where(route => route.RoutePattern.RawText!.StartsWith("/api/accounts/", StringComparison.Ordinal)),
            route => Assert.Contains(route.RoutePattern.Parameters, parameter => parameter.Name == "account"));
    }

    [Fact]
    public async Task No_route_but_the_probes_answers_without_a_key()
    {
        foreach (var route in _edge.Host.AdminRoutes.OfType<RouteEndpoint>())
        {
            if (route.Metadata.GetMetadata<RouteAccess>()!.Guard == RouteGuard.Itself) continue;
            var path = Path(route);
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                using var answer = await _edge.Admin.SendAsync(request);
                if (path is "/healthz" or "/readyz") Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                else Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Each_route_with_a_scope_refuses_the_keys_without_it_and_those_of_other_accounts()
    {
        foreach (var route in _edge.Host.AdminRoutes.OfType<RouteEndpoint>())
        {
            var access = route.Metadata.GetMetadata<RouteAccess>()!;
            if (access.Guard != RouteGuard.Key || access.Scope == AdminScope.None) continue;
            var method = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
            // The desk's key reads, for accounts other than the one asked about; the shop's has the other scopes.
            var key = access.Scope == AdminScope.Read ? "a-key-of-the-shop-01" : "a-key-of-the-scraper";
            Assert.Equal((Path(route), HttpStatusCode.Forbidden), (Path(route), await Status(method, Path(route), key)));
            Assert.Equal((Path(route), HttpStatusCode.Forbidden), (Path(route), await Status(method, Path(route), "a-key-of-the-desk-01")));
        }
    }

    private static string Path(RouteEndpoint route) =>
        string.Concat(route.RoutePattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "account" } => "compat",
            _ => "x",
        }))));

    private async Task<HttpStatusCode> Status(string method, string path, string key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await _edge.Admin.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> Get(string key, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await _edge.Admin.SendAsync(request);
    }
}
