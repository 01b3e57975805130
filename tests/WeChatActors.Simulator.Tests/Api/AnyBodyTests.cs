using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests;

public class AnyBodyTests
{
    // Names that endpoints look for, so that the bodies get past the first look.
    private static readonly string[] Names =
    [
        "touser", "openid", "msgtype", "text", "content", "image", "media_id", "news", "articles", "title", "url", "button", "sub_button", "name", "type", "key", "tag",
        "tagid", "id", "openid_list", "remark", "action_name", "action_info", "scene", "scene_id", "scene_str", "expire_seconds", "template_id", "data", "value", "filter",
        "is_to_all", "tag_id", "mpnews", "kf_account", "nickname", "user_list", "lang", "matchrule", "user_id", "menuid", "offset", "count", "no_content", "begin_openid",
        "command", "cgi_path", "rid", "appid", "secret", "grant_type", "force_refresh", "action", "msg_id", "publish_id", "article_id", "index", "long_url", "msgmenu", "list",
    ];

    /// <summary>Whatever stands in a body, the answer is WeChat's: no handler throws.</summary>
    [Fact]
    public async Task No_endpoint_fails_at_a_body_of_any_shape()
    {
        var clock = new SimulatedClock(new VirtualTime());
        clock.Stop(ApiLab.Start);
        var platform = new Platform(new SimulatorOptions { Accounts = [ApiLab.Demo] }, clock);
        var account = platform.Accounts["demo"];
        account.Tokens = account.Tokens.TakeClassic(ApiLab.Start, new string('t', 136));
        lock (account.Gate) account.Find(account.OpenIdOf(1))!.Subscribed = true;
        var log = new Failures();
        var table = ApiTable.Standard();
        var door = new ApiDoor(platform, table, log);
        var random = new Random(7);
        foreach (var endpoint in table.Endpoints.OrderBy(endpoint => endpoint.Path, StringComparer.Ordinal))
        {
            if (endpoint.Path == "/cgi-bin/callback/check") continue;
            for (var i = 0; i < 60; i++)
            {
                var body = Any(random, 4, account.OpenIdOf(1)) as JsonObject ?? [];
                var query = $"?access_token={new string('t', 136)}&{Names[random.Next(Names.Length)]}={random.Next(5)}&type=image";
                var answer = await Call(door, endpoint, query, body.ToJsonString());
                if (log.All.Count > 0) Assert.Fail($"{endpoint.Method} {endpoint.Path}{query} {body.ToJsonString()}\n{log.All[0]}");
                Assert.True(answer.Length > 0, endpoint.Path);
            }
        }
    }

    private static async Task<string> Call(ApiDoor door, ApiEndpoint endpoint, string query, string json)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = endpoint.Method == "*" ? "POST" : endpoint.Method;
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("127.0.0.1", 8083);
        context.Request.Path = endpoint.Path;
        context.Request.QueryString = new QueryString(query);
        if (endpoint.Needs.HasFlag(ApiNeeds.Files))
        {
            context.Request.ContentType = "multipart/form-data; boundary=x";
            json = $"--x\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n\r\n{json}\r\n--x\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n{json}\r\n--x--\r\n";
        }
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(json));
        context.Response.Body = new MemoryStream();
        await door.Handle(context);
        return context.Response.StatusCode + " " + Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
    }

    private static JsonNode? Any(Random random, int depth, string openId)
    {
        if (depth < 4 && (depth == 0 || random.Next(3) == 0))
        {
            return random.Next(12) switch
            {
                0 => null, 1 => true, 2 => -1, 3 => 1e300, 4 => 9_223_372_036_854_775_807L, 5 => "", 6 => "你好😀", 7 => new string('a', 3000), 8 => openId, 9 => 1, 10 => "text",
                _ => JsonValue.Create(Names[random.Next(Names.Length)]),
            };
        }
        if (depth < 4 && random.Next(4) == 0) return new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth - 1, openId))]);
        var node = new JsonObject();
        for (var i = random.Next(14); i > 0; i--) node[Names[random.Next(Names.Length)]] = Any(random, depth - 1, openId);
        if (random.Next(2) == 0) node["touser"] = openId;
        if (random.Next(2) == 0) node["msgtype"] = "text";
        return node;
    }

    private sealed class Failures : ILogger
    {
        public List<Exception> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null) All.Add(exception);
        }
    }
}
