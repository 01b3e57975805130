using System.Net;

namespace WeChatActors.Server.Tests.OAuth;

/// <summary>A browser as far as a login needs one: it keeps cookies, and goes where a test lets it go.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _http;

    public Browser() => _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = Cookies });

    public CookieContainer Cookies { get; } = new();

    public Task<HttpResponseMessage> Visit(Uri address) => _http.GetAsync(address);

    public Task<HttpResponseMessage> Send(HttpRequestMessage request) => _http.SendAsync(request);

    /// <summary>Visits an address that must send the browser on; gives where to.</summary>
    public async Task<Uri> Follow(Uri address)
    {
        using var answer = await Visit(address);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Found, $"{address} answered {(int)answer.StatusCode}: {body}");
        return answer.Headers.Location!;
    }

    /// <summary>Visits an address that must show a page of a status; gives its text.</summary>
    public async Task<string> Read(Uri address, HttpStatusCode expected)
    {
        using var answer = await Visit(address);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{address} answered {(int)answer.StatusCode}, expected {(int)expected}: {body}");
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Null(answer.Headers.Location);
        return body;
    }

    public void Dispose() => _http.Dispose();
}
