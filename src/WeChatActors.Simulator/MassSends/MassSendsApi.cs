using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>Messages to many (群发): to a tag or to all, and to a list of OpenIDs. The job runs after the answer and ends with MASSSENDJOBFINISH.</summary>
internal static class MassSendsApi
{
    /// <summary>OpenIDs of one call, at most.</summary>
    public const int MostOpenIds = 10_000;

    private const int MostClientIdBytes = 32;

    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/message/mass/sendall", SendAll);
        table.Post("/cgi-bin/message/mass/send", SendList);
    }

    private static ApiAnswer SendAll(ApiRequest request)
    {
        var account = request.Account;
        var fields = MassMessage.Fields(request, preview: false, "filter");
        var filter = fields.Object("filter", 40035).Only("is_to_all", "tag_id");
        var toAll = filter.Flag("is_to_all");
        var tag = filter.Digits("tag_id");
        lock (account.Gate)
        {
            if (!toAll && (tag is null || account.Tags.Find(tag.Value) is null))
                filter.Refuse(40152, "tag_id", tag is null ? "is missing, and is_to_all is not true" : $"is {tag}, no tag of this account");
            var members = account.Followers.Where(follower => follower.Subscribed && (toAll || follower.Tags.Contains((int)tag!.Value)));
            return Submit(request, fields, fields.Refusal is null ? [.. members] : [], toAll);
        }
    }

    private static ApiAnswer SendList(ApiRequest request)
    {
        var account = request.Account;
        var fields = MassMessage.Fields(request, preview: false, "touser");
        var openIds = fields.Texts("touser");
        if (openIds.Count < 2) fields.Refuse(40130, "touser", $"holds {openIds.Count} OpenIDs; it takes at least two");
        if (openIds.Count > MostOpenIds) fields.Refuse(40032, "touser", $"holds {openIds.Count} OpenIDs, limit {MostOpenIds}");
        lock (account.Gate)
        {
            var receivers = ImmutableArray.CreateBuilder<Follower>(openIds.Count);
            foreach (var openId in openIds.Distinct(StringComparer.Ordinal))
                if (account.Find(openId) is { } follower) receivers.Add(follower);
                else fields.Refuse(40003, "touser", $"holds '{openId}', which is not an OpenID of this account");
            return Submit(request, fields, receivers.ToImmutable(), false);
        }
    }

    private static ApiAnswer Submit(ApiRequest request, BodyFields fields, ImmutableArray<Follower> receivers, bool toAll)
    {
        var (account, now) = (request.Account, request.Now);
        fields.Flag("send_ignore_reprint");
        var clientId = fields.Optional("clientmsgid", MostClientIdBytes, 45067);
        var message = MassMessage.Read(fields, request);
        if (fields.Refusal is { } refusal) return refusal;
        if (clientId is not null && account.MassSends.Earlier(clientId, now) is { } earlier)
            return now - earlier.At < MassSends.RetryAfter
                ? ApiAnswer.Fail(45066, $"'{clientId}' was sent less than a minute ago.")
                : new ApiAnswer.Json(new JsonObject { ["errcode"] = 45065, ["errmsg"] = "clientmsgid exist", ["msg_id"] = earlier.Id });
        if (account.MassSends.Spent(account.Setup.Kind, toAll, now) is { } spent) return ApiAnswer.Fail(45028, spent);

        account.MassSends.Spend(toAll, now);
        var id = account.MassSends.NextId();
        if (clientId is not null) account.MassSends.Remember(clientId, id, now);
        var articles = message!.Articles;
        var content = message.Content;
        if (articles is { State: ArticleState.Draft })
        {
            articles = account.Articles.Move(articles, account.Chance.Text("sent articles", 43), ArticleState.Sent, now);
            content = [articles.Cards(request.Addresses)];
        }
        var send = new MassSend(id, content, articles?.Id, message.Deletable);
        account.MassSends.Put(send);
        var answer = new JsonObject { ["errcode"] = 0, ["errmsg"] = "send job submission success", ["msg_id"] = id };
        if (articles is not null) answer["msg_data_id"] = id - 900_000_000;
        return new ApiAnswer.Json(answer) { After = () => MassSendJob.Run(request, send, receivers) };
    }
}
