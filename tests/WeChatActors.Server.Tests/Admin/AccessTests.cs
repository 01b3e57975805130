using System.Net;
using System.Net.Http.Headers;

namespace WeChatActors.Server.Tests.Admin;

public sealed class AccessTests
{
    private const string Path = "/api/accounts/plain/conversations";
    private const string Key = "an-admin-key-of-the-operator";

    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("127.0.0.1:8081", 200)]
    [InlineData("localhost", 200)]
    [InlineData("[::1]:8081", 200)]
    [InlineData("evil.example", 403)]
    [InlineData("127.0.0.1.evil.example", 403)]
    [InlineData("192.168.0.1", 403)]
    [InlineData("0.0.0.0", 403)]
    public async Task Without_keys_only_this_machine_may_ask_by_its_own_name(string host, int status)
    {
        await using var edge = await Edge.Start();
        using var connection = await PushConnection.Open(edge.Host.Admin);

        var answer = await connection.Get(Path, $"Host: {host}");

        Assert.Equal(status, answer.Status);
        if (status == 403) Assert.Contains("This listener answers to its own address only", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(200, "Origin: http://127.0.0.1:8081")]
    [InlineData(200, "Origin: http://localhost:3000")]
    [InlineData(200, "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors")]
    [InlineData(200, "Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate")]
    [InlineData(403, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")]
    [InlineData(403, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors")]
    [InlineData(403, "Origin: https://evil.example")]
    [InlineData(403, "Origin: http://127.0.0.1.evil.example")]
    [InlineData(403, "Origin: null")]
    public async Task Without_keys_no_page_of_another_site_may_ask(int status, params string[] headers)
    {
        await using var edge = await Edge.Start();
        using var connection = await PushConnection.Open(edge.Host.Admin);

        var answer = await connection.Get(Path, [.. headers, "Host: 127.0.0.1"]);

        Assert.Equal(status, answer.Status);
        if (status == 403) Assert.Contains("The request comes from a page of another site", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bearer an-admin-key-of-the-operator", 200)]
    [InlineData("bearer  an-admin-key-of-the-operator ", 200)]
    [InlineData("Bearer another-key-for-the-console", 200)]
    [InlineData("Bearer an-admin-key-of-the-operato", 401)]
    [InlineData("Bearer AN-ADMIN-KEY-OF-THE-OPERATOR", 401)]
    [InlineData("Bearer ", 401)]
    [InlineData("Basic YW4tYWRtaW4ta2V5LW9mLXRoZS1vcGVyYXRvcg==", 401)]
    [InlineData("an-admin-key-of-the-operator", 401)]
    [InlineData("", 401)]
    public async Task With_keys_every_request_needs_one_whatever_its_host(string authorization, int status)
    {
        await using var edge = await Edge.Start(adminKeys: $"[{Key}, another-key-for-the-console]");
        using var connection = await PushConnection.Open(edge.Host.Admin);

        var answer = await connection.Get(Path, $"Authorization: {authorization}", "Host: console.example");

        Assert.Equal(status, answer.Status);
        if (status == 200) return;
        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
        Assert.DoesNotContain(Key, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_refusal_of_a_key_is_always_the_same()
    {
        await using var edge = await Edge.Start(adminKeys: $"[{Key}]");
        var texts = new HashSet<string>();
        foreach (var key in new[] { null, "x", Key[..^1], Key + "x" })
        {
            edge.Admin.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
            foreach (var path in new[] { Path, "/metrics", "/nothing" })
            {
                var answer = await edge.Admin.GetAsync(path);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                Assert.Equal(
                    ("An admin key is needed", "Send 'Authorization: Bearer KEY' with one of 'listen: admin_keys'."),
                    await ConversationsTests.Problem(answer));
                texts.Add(System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(), "\"traceId\":\"[^\"]*\"", ""));
            }
        }
        Assert.Single(texts);
    }

    [Fact]
    public async Task Probes_need_no_key()
    {
        await using var edge = await Edge.Start(adminKeys: $"[{Key}]");

        Assert.Equal("ok\n", await edge.Admin.GetStringAsync("/healthz"));
        Assert.Equal("ready\n", await edge.Admin.GetStringAsync("/readyz"));
    }
}
