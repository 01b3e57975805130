using System.Text.Json;

namespace WeChatActors.Server.Tests.Tokens;

/// <summary>Credentials are in the answers that give them, to those who may have them, and nowhere else.</summary>
public sealed class SecrecyTests
{
    private const string ShopKey = "a-key-of-the-shop-01";
    private const string DeskKey = "a-key-of-the-desk-01";

    [Fact]
    public async Task What_a_run_answered_and_logged_holds_no_credential()
    {
        await using var edge = await PlatformEdge.Start(adminKeys: $"[{{name: shop, key: {ShopKey}, scopes: token}}, {{name: desk, key: {DeskKey}, scopes: read}}]");
        var secrets = new List<string> { PlatformEdge.AppSecret, ShopKey, DeskKey, Samples.Token, Samples.AesKey, Samples.PreviousAesKey };
        var told = new List<string>();
        var failing = false;

        await Take("access_token", "access_token");
        await Take("jsapi_ticket", "ticket");
        await Take("wx_card_ticket", "ticket");
        var first = secrets[^3];
        await Tell(HttpMethod.Get, "/api/accounts/plain/jssdk?url=https%3A%2F%2Fshop.example%2F", ShopKey);
        await Tell(HttpMethod.Get, "/api/accounts/plain/card_signature?card_id=pCard", ShopKey);
        await edge.Revoke();
        using (var fresh = await Send(HttpMethod.Post, "/api/accounts/plain/access_token/refresh", ShopKey, JsonSerializer.Serialize(new { expired = first })))
            secrets.Add(JsonDocument.Parse(await fresh.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!);
        foreach (var body in new[] { first, $"{{\"token\":\"{first}\"}}", $"[\"{first}\"]", $"{{\"expired\":[\"{first}\"]}}", $"expired={first}" })
            await Tell(HttpMethod.Post, "/api/accounts/plain/access_token/refresh", ShopKey, body);
        foreach (var fault in new[] { """{"do":"errcode","errcode":40001,"path":"*"}""", """{"do":"garbage","path":"*"}""", """{"do":"reset","path":"*"}""", """{"do":"errcode","errcode":40125,"path":"*"}""" })
        {
            await edge.Mend();
            await edge.Fault(fault);
            failing = true;
            // Past its end, so that the platform is asked anew.
            edge.Time.Advance(TimeSpan.FromHours(3));
            await Tell(HttpMethod.Get, "/api/accounts/plain/jssdk?url=https%3A%2F%2Fshop.example%2F", ShopKey);
            using (var answer = await Send(HttpMethod.Get, "/api/accounts/plain/access_token", ShopKey))
                if (!answer.IsSuccessStatusCode) told.Add($"{answer} {await answer.Content.ReadAsStringAsync()}");
            await TellAll(DeskKey);
        }
        foreach (var key in new[] { null, ShopKey[..^1], ShopKey.ToUpperInvariant(), ShopKey + DeskKey, ShopKey, DeskKey })
        {
            await TellAll(key);
            await Tell(HttpMethod.Post, "/api/accounts/plain/access_token/refresh", key == ShopKey ? DeskKey : key, JsonSerializer.Serialize(new { expired = first }));
        }
        await edge.Edge.Restart();

        var seen = string.Join('\n', [.. told, .. edge.Edge.Log.Lines.Select(line => line.Text)]);
        Assert.NotEmpty(edge.Edge.Log.Lines);
        Assert.Equal(10, secrets.Count);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, seen, StringComparison.OrdinalIgnoreCase));

        async Task Take(string route, string member)
        {
            using var answer = await Send(HttpMethod.Get, $"/api/accounts/plain/{route}", ShopKey);
            secrets.Add(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty(member).GetString()!);
        }

        async Task Tell(HttpMethod method, string path, string? key, string? body = null)
        {
            using var answer = await Send(method, path, key, body);
            told.Add($"{answer} {await answer.Content.ReadAsStringAsync()}");
        }

        async Task TellAll(string? key)
        {
            foreach (var path in new[] { "/metrics", "/readyz", "/healthz", "/api/accounts/plain/tokens", "/api/accounts/plain/tokens/audit?limit=500", "/api/accounts/plain/conversations", "/nothing" })
                await Tell(HttpMethod.Get, path, key);
        }

        async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? key, string? body = null)
        {
            using var request = new HttpRequestMessage(method, path);
            if (key is not null) request.Headers.Authorization = new("Bearer", key);
            if (body is not null) request.Content = new StringContent(body);
            var answer = edge.Admin.SendAsync(request);
            // Who waits for a platform that fails waits by the server's clock.
            while (failing && await Task.WhenAny(answer, Task.Delay(20)) != answer) edge.Time.Advance(TimeSpan.FromSeconds(1));
            return await answer;
        }
    }
}
