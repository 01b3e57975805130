using WeChatActors.Protocol;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>The endpoints that show and clear the counts, and that look up a rid.</summary>
internal static class QuotasApi
{
    /// <summary>What <c>daily_limit</c> says where WeChat publishes no number: more than anybody calls.</summary>
    public const long NoLimit = 100_000_000;

    /// <summary>Adds them to the table.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/clear_quota", ClearAll);
        table.Add("POST", "/cgi-bin/clear_quota/v2", ApiNeeds.None, ClearAllBySecret);
        table.Post("/cgi-bin/openapi/quota/get", Show);
        table.Post("/cgi-bin/openapi/quota/clear", ClearOne);
        table.Post("/cgi-bin/openapi/rid/get", LookUp);
    }

    private static ApiAnswer ClearAll(ApiRequest request)
    {
        if (request.Json.TextOf("appid") is not { Length: > 0 } appId) return ApiAnswer.Fail(41002);
        return appId == request.Account.Setup.AppId ? Clear(request.Account, request.Now) : ApiAnswer.Fail(40013, "the AppID is not the access_token's");
    }

    // The documents show the two parameters in the body and in the query; both are taken, the body first.
    private static ApiAnswer ClearAllBySecret(ApiRequest request)
    {
        var body = default(JsonElement);
        if (!request.Body.IsEmpty)
        {
            body = WeChatJson.Read(request.Body, out var complaint);
            if (complaint is not null) return ApiAnswer.Fail(47001, complaint);
        }
        return AppCredentials.Check(request.Platform, Parameter("appid"), Parameter("appsecret"), out var account) ?? Clear(account, request.Now);

        string? Parameter(string name) => body.TextOf(name) ?? request.Query.GetValueOrDefault(name);
    }

    private static ApiAnswer Clear(SimulatedAccount account, DateTimeOffset now)
    {
        lock (account.Gate) return account.Quotas.Clear(now) ? ApiAnswer.Done : ApiAnswer.Fail(48006, $"{AccountQuotas.ClearsPerMonth} times a month");
    }

    private static ApiAnswer Show(ApiRequest request)
    {
        if (PathOf(request, out var path) is { } wrong) return wrong;
        long used, usedThisMinute;
        lock (request.Account.Gate)
        {
            used = request.Account.Quotas.Used(path, request.Now);
            usedThisMinute = request.Account.Quotas.UsedThisMinute(path, request.Now);
        }
        var limit = ApiRights.PerDay(path, request.Account.Setup.Kind) ?? NoLimit;
        var body = new JsonObject
        {
            ["errcode"] = 0, ["errmsg"] = "ok",
            ["quota"] = new JsonObject { ["daily_limit"] = limit, ["used"] = used, ["remain"] = Math.Max(0, limit - used) },
        };
        if (ApiCatalog.PerMinute(path) is { } minutely)
            body["rate_limit"] = new JsonObject { ["call_count"] = minutely, ["refresh_second"] = 60, ["used"] = usedThisMinute };
        return new ApiAnswer.Json(body);
    }

    private static ApiAnswer ClearOne(ApiRequest request)
    {
        if (PathOf(request, out var path) is { } wrong) return wrong;
        lock (request.Account.Gate)
            return request.Account.Quotas.Clear(path, request.Now) ? ApiAnswer.Done : ApiAnswer.Fail(48006, $"{AccountQuotas.PathClearsPerMonth} times a month");
    }

    private static ApiAnswer? PathOf(ApiRequest request, out string path)
    {
        path = request.Json.TextOf("cgi_path") ?? "";
        if (path.StartsWith("/sns/", StringComparison.Ordinal)) return ApiAnswer.Fail(76022, "/sns/ paths are not counted by the day");
        var rows = ApiCatalog.At(path);
        if (rows.Count == 0) return ApiAnswer.Fail(76021, "cgi_path is a path such as /cgi-bin/message/custom/send");
        return rows.Any(row => row.Allows(request.Account.Setup.Kind)) ? null : ApiAnswer.Fail(76022, $"{path} is for: {rows[0].Kinds}");
    }

    private static ApiAnswer LookUp(ApiRequest request)
    {
        var rid = request.Json.TextOf("rid");
        if (rid is null || Rids.TimeOf(rid) is not { } at) return ApiAnswer.Fail(76002);
        if (request.Now - at > Rids.Lifetime) return ApiAnswer.Fail(76004);
        if (request.Platform.Rids.Find(rid) is not { } record) return ApiAnswer.Fail(76001);
        if (record.Account != request.Account.Setup.Alias) return ApiAnswer.Fail(76003);
        return ApiAnswer.DoneWith("request", new JsonObject
        {
            ["invoke_time"] = record.At.ToUnixTimeSeconds(), ["cost_in_ms"] = (long)record.Cost.TotalMilliseconds, ["request_url"] = record.Url,
            ["request_body"] = record.Request, ["response_body"] = record.Answer, ["client_ip"] = record.ClientIp,
        });
    }
}
