using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace WeChatActors.Simulator;

/// <summary>What surrounds messages to many: the preview for one, the state of a job, taking it back, the speed.</summary>
internal static class MassSendJobsApi
{
    // Receivers in a minute by speed, in units of 10,000.
    private static readonly int[] Speeds = [80, 60, 45, 30, 10];

    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/message/mass/preview", Preview);
        table.Post("/cgi-bin/message/mass/get", Get);
        table.Post("/cgi-bin/message/mass/delete", Delete);
        table.Add("*", "/cgi-bin/message/mass/speed/get", ApiNeeds.Token, ShowSpeed);
        table.Post("/cgi-bin/message/mass/speed/set", SetSpeed);
    }

    private static ApiAnswer Preview(ApiRequest request)
    {
        var (platform, account) = (request.Platform, request.Account);
        var fields = MassMessage.Fields(request, preview: true, "touser", "towxname");
        lock (account.Gate)
        {
            var follower = fields.Has("towxname") ? Named(fields, account) : fields.FollowerIn("touser", account);
            var message = MassMessage.Read(fields, request);
            if (fields.Refusal is { } refusal) return refusal;
            foreach (var content in message!.Content) platform.Show(account, follower!, ChatOrigin.MassSend, content, request.Now);
            return new ApiAnswer.Json(new JsonObject { ["errcode"] = 0, ["errmsg"] = "preview success", ["msg_id"] = account.MassSends.NextId() });
        }
    }

    private static ApiAnswer Get(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("msg_id");
        lock (account.Gate)
        {
            if (Find(fields, account) is not { } send) return fields.Refusal!;
            var state = send.State switch { MassSendState.Sending => "SENDING", MassSendState.Sent => "SEND_SUCCESS", _ => "DELETE" };
            return new ApiAnswer.Json(new JsonObject { ["msg_id"] = send.Id, ["msg_status"] = state });
        }
    }

    private static ApiAnswer Delete(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("msg_id", "article_idx", "url");
        lock (account.Gate)
        {
            if (Find(fields, account) is not { } send) return fields.Refusal!;
            var set = send.ArticlesId is { } id ? account.Articles.Find(id) : null;
            var index = (int)fields.Within("article_idx", 0, set?.Articles.Length ?? 1, 40060, 0);
            if (!send.Deletable) fields.Refuse(40065, "msg_id", "is of a message that cannot be taken back; only articles and videos can");
            if (send.State == MassSendState.Deleted) fields.Refuse(40065, "msg_id", "is of a message that was taken back already");
            if (fields.Refusal is { } refusal) return refusal;
            var left = false;
            if (set is not null)
            {
                set = set.TakeBack(index);
                account.Articles.Put(set);
                left = !set.Gone;
            }
            if (!left) account.MassSends.Put(send with { State = MassSendState.Deleted });
            return ApiAnswer.Done;
        }
    }

    private static ApiAnswer ShowSpeed(ApiRequest request)
    {
        lock (request.Account.Gate)
            return new ApiAnswer.Json(new JsonObject { ["speed"] = request.Account.MassSends.Speed, ["realspeed"] = Speeds[request.Account.MassSends.Speed] });
    }

    private static ApiAnswer SetSpeed(ApiRequest request)
    {
        var fields = BodyFields.Of(request).Only("speed");
        if (!fields.Has("speed")) fields.Refuse(45084, "speed", "is missing");
        var speed = (int)fields.Within("speed", 0, Speeds.Length - 1, 45083);
        if (fields.Refusal is { } refusal) return refusal;
        lock (request.Account.Gate) request.Account.MassSends.Speed = speed;
        return ApiAnswer.Done;
    }

    // People have no WeChat ID here; their nickname stands for it.
    private static Follower? Named(BodyFields fields, SimulatedAccount account)
    {
        var name = fields.Text("towxname", 40132);
        var follower = account.Followers.FirstOrDefault(follower => follower.Person.GivenName == name);
        if (follower is null) fields.Refuse(40132, "towxname", $"is '{name}', the nickname of nobody");
        else if (!follower.Subscribed) fields.Refuse(43004, "towxname", "does not follow the account");
        return follower;
    }

    private static MassSend? Find(BodyFields fields, SimulatedAccount account)
    {
        var byUrl = fields.Has("url") && !fields.Has("msg_id");
        var send = byUrl ? FindByUrl(fields.Text("url", 41010), account) : account.MassSends.Find(fields.Digits("msg_id") ?? 0);
        if (send is null) fields.Refuse(40059, byUrl ? "url" : "msg_id", "is not of a message to many");
        return fields.Refusal is null ? send : null;
    }

    private static MassSend? FindByUrl(string url, SimulatedAccount account) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && QueryHelpers.ParseQuery(address.Query).TryGetValue("mid", out var id)
            ? account.MassSends.FindByArticles(id.ToString())
            : null;
}
