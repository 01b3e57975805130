using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatActors.EndToEnd;

/// <summary>An operator's web site that lets people log in with WeChat: a link, and a page to which the browser comes back with a ticket.</summary>
internal sealed class ShopSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private ShopSite(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Where logins begin, such as <c>http://127.0.0.1:8080/oauth/shop/login</c>.</summary>
    public Uri? Login { get; set; }

    /// <summary>Where tickets are exchanged.</summary>
    public Uri? Exchange { get; set; }

    /// <summary>The addresses that browsers came from, as they said.</summary>
    public List<string> Referers { get; } = [];

    public static async Task<ShopSite> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var app = builder.Build();
        var site = new ShopSite(app);
        app.MapGet("/", site.Front);
        app.MapGet("/members", site.Members);
        await app.StartAsync();
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private Task Front(HttpContext context)
    {
        var back = Uri.EscapeDataString(new Uri(Address, "/members?from=front").AbsoluteUri);
        return Page(context, $"<a id=\"login\" href=\"{Login}?return={back}&amp;scope=userinfo\">Log in</a>");
    }

    private async Task Members(HttpContext context)
    {
        Referers.Add(context.Request.Headers.Referer.ToString());
        using var answer = await _http.PostAsJsonAsync(Exchange, new { ticket = context.Request.Query["ticket"].ToString() });
        var person = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        await Page(context, answer.IsSuccessStatusCode
            ? $"<h1 id=\"name\">{WebUtility.HtmlEncode((string?)person["profile"]!["name"])}</h1><p id=\"openid\">{person["open_id"]}</p><p id=\"from\">{WebUtility.HtmlEncode(context.Request.Query["from"])}</p>"
            : $"<h1 id=\"problem\">{WebUtility.HtmlEncode((string?)person["title"])}</h1>");
    }

    private static Task Page(HttpContext context, string body)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"<!DOCTYPE html><html><body>{body}</body></html>");
    }
}
