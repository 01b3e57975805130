using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WeChatActors.Simulator;

/// <summary>Accounts of human agents (客服账号).</summary>
internal static partial class StaffApi
{
    private const int MostAccountLength = 30;
    private const int MostNicknameLength = 16;

    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/customservice/kfaccount/add", Add);
        table.Post("/customservice/kfaccount/update", Update);
        table.Add("*", "/customservice/kfaccount/del", ApiNeeds.Token, Delete);
        table.Get("/cgi-bin/customservice/getkflist", List);
        table.Get("/cgi-bin/customservice/getonlinekflist", ListOnline);
    }

    /// <summary>The agent whose kf_account stands in a member; otherwise 65401, and null.</summary>
    public static StaffAccount? AgentIn(this BodyFields fields, string name, SimulatedAccount account)
    {
        var agent = fields.Text(name, 65401);
        if (account.Staff.Find(agent) is { } found) return found;
        fields.Refuse(65401, name, $"is '{agent}', no agent of this account");
        return null;
    }

    private static ApiAnswer Add(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("kf_account", "nickname", "password");
        var name = fields.Text("kf_account", 65404);
        if (name.Length > MostAccountLength || !Form().IsMatch(name))
            fields.Refuse(65404, "kf_account", $"is '{name}', not up to 10 letters, digits or underscores, @, and a WeChat ID, in all at most {MostAccountLength} characters");
        var nickname = Nickname(fields);
        lock (account.Gate)
        {
            if (account.Staff.Find(name) is not null) fields.Refuse(65406, "kf_account", $"is '{name}', which exists already");
            if (account.Staff.Accounts.Length >= Staff.Capacity) fields.Refuse(65405, $"This account has {Staff.Capacity} agents already.");
            if (fields.Refusal is { } refusal) return refusal;
            account.Staff.Add(name, nickname);
            return ApiAnswer.Done;
        }
    }

    private static ApiAnswer Update(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("kf_account", "nickname", "password");
        lock (account.Gate)
        {
            var agent = fields.AgentIn("kf_account", account);
            var nickname = Nickname(fields);
            if (fields.Refusal is { } refusal) return refusal;
            account.Staff.Rename(agent!, nickname);
            return ApiAnswer.Done;
        }
    }

    // The documents post a body; the older ones, and most libraries, put the account into the query.
    private static ApiAnswer Delete(ApiRequest request)
    {
        var account = request.Account;
        var json = request.Body.IsEmpty ? FromQuery(request) : WeChatJson.Read(request.Body, out var complaint) is var body && complaint is null ? body : default;
        if (json.ValueKind != JsonValueKind.Object) return ApiAnswer.Fail(47001, "The body is no JSON object.");
        var fields = BodyFields.Of(json).Only("kf_account", "nickname", "password");
        lock (account.Gate)
        {
            if (fields.AgentIn("kf_account", account) is { } agent) account.Staff.Remove(agent);
            return fields.Refusal ?? ApiAnswer.Done;
        }
    }

    private static ApiAnswer List(ApiRequest request)
    {
        lock (request.Account.Gate)
            return new ApiAnswer.Json(new JsonObject
            {
                ["kf_list"] = new JsonArray([.. request.Account.Staff.Accounts.Select(agent => new JsonObject
                {
                    ["kf_account"] = agent.Account,
                    ["kf_headimgurl"] = "",
                    ["kf_id"] = agent.Id.ToString(CultureInfo.InvariantCulture),
                    ["kf_nick"] = agent.Nickname,
                    ["kf_wx"] = agent.Account[..agent.Account.IndexOf('@', StringComparison.Ordinal)],
                })]),
            });
    }

    // Everybody is always at work here.
    private static ApiAnswer ListOnline(ApiRequest request)
    {
        var staff = request.Account.Staff;
        lock (request.Account.Gate)
            return new ApiAnswer.Json(new JsonObject
            {
                ["kf_online_list"] = new JsonArray([.. staff.Accounts.Select(agent => new JsonObject
                {
                    ["kf_account"] = agent.Account,
                    ["status"] = 1,
                    ["kf_id"] = agent.Id.ToString(CultureInfo.InvariantCulture),
                    ["accepted_case"] = staff.SessionsOf(agent.Account, request.Now).Count(),
                })]),
            });
    }

    private static string Nickname(BodyFields fields)
    {
        var nickname = fields.Text("nickname", 65403);
        if (nickname.EnumerateRunes().Count() is var length && length > MostNicknameLength)
            fields.Refuse(65403, "nickname", $"has {length} characters, limit {MostNicknameLength}");
        return nickname;
    }

    private static JsonElement FromQuery(ApiRequest request) =>
        JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["kf_account"] = request.Query.GetValueOrDefault("kf_account", "") });

    [GeneratedRegex("^[A-Za-z0-9_]{1,10}@[A-Za-z0-9_-]+$")]
    private static partial Regex Form();
}
