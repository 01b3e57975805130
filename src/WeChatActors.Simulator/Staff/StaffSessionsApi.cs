using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>Sessions of human agents with followers (客服会话). Opening and closing are pushed as events after the answer.</summary>
internal static class StaffSessionsApi
{
    /// <summary>Waiting cases of one answer, at most.</summary>
    public const int MostCases = 100;

    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/customservice/kfsession/create", Create);
        table.Post("/customservice/kfsession/close", Close);
        table.Get("/customservice/kfsession/getsession", Show);
        table.Get("/customservice/kfsession/getsessionlist", List);
        table.Get("/customservice/kfsession/getwaitcase", ListWaiting);
    }

    private static ApiAnswer Create(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("kf_account", "openid", "text");
        lock (account.Gate)
        {
            var agent = fields.AgentIn("kf_account", account);
            var follower = Customer(fields, account);
            var open = follower is null ? null : account.Staff.SessionOf(follower.OpenId.Value, request.Now);
            if (open is not null && open.Account != agent?.Account) fields.Refuse(65414, "openid", $"talks to {open.Account}");
            if (fields.Refusal is { } refusal) return refusal;
            if (open is not null) return ApiAnswer.Done;
            account.Staff.Open(follower!.OpenId.Value, agent!.Account, request.Now);
            return ApiAnswer.Done with { After = () => Tell(request, follower, "kf_create_session", agent.Account) };
        }
    }

    private static ApiAnswer Close(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("kf_account", "openid", "text");
        lock (account.Gate)
        {
            var agent = fields.AgentIn("kf_account", account);
            var follower = Customer(fields, account);
            if (follower is not null)
            {
                var open = account.Staff.SessionOf(follower.OpenId.Value, request.Now);
                if (open is null) fields.Refuse(65413, "openid", "talks to no agent");
                else if (open.Account != agent?.Account) fields.Refuse(65414, "openid", $"talks to {open.Account}");
            }
            if (fields.Refusal is { } refusal) return refusal;
            account.Staff.Close(follower!.OpenId.Value);
            return ApiAnswer.Done with { After = () => Tell(request, follower, "kf_close_session", agent!.Account) };
        }
    }

    private static ApiAnswer Show(ApiRequest request)
    {
        var account = request.Account;
        if (request.Query.GetValueOrDefault("openid") is not { Length: > 0 } openId) return ApiAnswer.Fail(41009);
        lock (account.Gate)
        {
            if (account.Find(openId) is null) return ApiAnswer.Fail(40003, $"'{openId}' is not an OpenID of this account");
            var session = account.Staff.SessionOf(openId, request.Now);
            return new ApiAnswer.Json(new JsonObject
            {
                ["createtime"] = session?.Since.ToUnixTimeSeconds() ?? 0, ["errcode"] = 0, ["errmsg"] = "ok", ["kf_account"] = session?.Account ?? "",
            });
        }
    }

    private static ApiAnswer List(ApiRequest request)
    {
        var account = request.Account;
        var agent = request.Query.GetValueOrDefault("kf_account", "");
        lock (account.Gate)
        {
            if (account.Staff.Find(agent) is null) return ApiAnswer.Fail(65401, $"'{agent}' is no agent of this account");
            return new ApiAnswer.Json(new JsonObject
            {
                ["sessionlist"] = new JsonArray([.. account.Staff.SessionsOf(agent, request.Now).Select(session => new JsonObject
                {
                    ["createtime"] = session.Since.ToUnixTimeSeconds(), ["openid"] = session.OpenId,
                })]),
            });
        }
    }

    private static ApiAnswer ListWaiting(ApiRequest request)
    {
        lock (request.Account.Gate)
        {
            var waiting = request.Account.Staff.Waiting.ToList();
            return new ApiAnswer.Json(new JsonObject
            {
                ["count"] = waiting.Count,
                ["waitcaselist"] = new JsonArray([.. waiting.Take(MostCases).Select(one => new JsonObject
                {
                    ["latest_time"] = one.Since.ToUnixTimeSeconds(), ["openid"] = one.OpenId,
                })]),
            });
        }
    }

    private static Follower? Customer(BodyFields fields, SimulatedAccount account)
    {
        var follower = fields.Somebody("openid", account);
        if (follower is { Subscribed: false }) fields.Refuse(43004, "openid", "does not follow the account");
        return follower;
    }

    private static Task<PushRecord> Tell(ApiRequest request, Follower follower, string name, string agent) => request.Platform.Pusher.Push(
        request.Account, SimulatedPacket.OfEvent(follower.OpenId.Value, request.Platform.Clock.GetUtcNow(), name, PacketElement.Of("KfAccount", agent)));
}
