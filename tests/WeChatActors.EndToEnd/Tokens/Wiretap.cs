using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace WeChatActors.EndToEnd.Tokens;

/// <summary>Stands between the platform and who calls it, and knows every credential that went either way.</summary>
internal sealed partial class Wiretap : IAsyncDisposable
{
    private readonly WebApplication _door;
    private readonly HttpMessageInvoker _platform = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly Uri _target;
    private readonly ConcurrentDictionary<string, bool> _heard = [];
    private volatile string? _echoed;
    private volatile TaskCompletionSource? _answered;

    private Wiretap(Uri target)
    {
        _target = target;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _door = builder.Build();
        _door.Run(Pass);
    }

    /// <summary>Where it answers in the platform's place.</summary>
    public Uri Address => new(_door.Urls.Single());

    /// <summary>Access tokens of the account and of people, refresh tokens, tickets and codes.</summary>
    public IEnumerable<string> Credentials => _heard.Keys;

    public static async Task<Wiretap> Start(Uri target)
    {
        var tap = new Wiretap(target);
        await tap._door.StartAsync();
        return tap;
    }

    /// <summary>Lets calls of a path fail, in words that repeat all that the caller sent, as no platform should; null for none.</summary>
    public void Echo(string? path) => _echoed = path;

    /// <summary>Completes when the next request for a token has its answer.</summary>
    public Task NextToken()
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _answered = answered;
        return answered.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        _platform.Dispose();
    }

    private async Task Pass(HttpContext context)
    {
        var asked = context.Request;
        var body = new MemoryStream();
        await asked.Body.CopyToAsync(body);
        Hear(asked.QueryString.Value + Encoding.UTF8.GetString(body.ToArray()));
        if (asked.Path == _echoed)
        {
            await context.Response.WriteAsJsonAsync(new { errcode = 40013, errmsg = $"you sent {asked.GetEncodedPathAndQuery()} {Encoding.UTF8.GetString(body.ToArray())}" });
            return;
        }
        using var passed = new HttpRequestMessage(new HttpMethod(asked.Method), new Uri(_target, asked.GetEncodedPathAndQuery()));
        if (body.Length > 0)
        {
            passed.Content = new ByteArrayContent(body.ToArray());
            if (asked.ContentType is { } type) passed.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }
        try
        {
            using var answer = await _platform.SendAsync(passed, context.RequestAborted);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            if (answer.Headers.Location is { } location) context.Response.Headers.Location = location.OriginalString;
            Hear(Encoding.UTF8.GetString(bytes) + answer.Headers.Location?.OriginalString);
            await context.Response.Body.WriteAsync(bytes);
            await context.Response.CompleteAsync();
            if (asked.Path == "/cgi-bin/token") _answered?.TrySetResult();
        }
        catch (HttpRequestException)
        {
            context.Abort();
        }
    }

    private void Hear(string text)
    {
        foreach (Match match in Credential().Matches(text)) _heard.TryAdd(Uri.UnescapeDataString(match.Groups[1].Value), true);
    }

    [GeneratedRegex("""(?:access_token|refresh_token|ticket|code)(?:=|"\s*:\s*")([A-Za-z0-9_\-%]{16,})""")]
    private static partial Regex Credential();
}
