using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>The endpoint that gives tickets for signatures of web pages and cards.</summary>
internal static class TicketsApi
{
    /// <summary>Where it is.</summary>
    public const string Path = "/cgi-bin/ticket/getticket";

    /// <summary>Adds it to the table.</summary>
    public static void Register(ApiTable table) => table.Get(Path, Give);

    private static ApiAnswer Give(ApiRequest request)
    {
        var type = request.Query.GetValueOrDefault("type");
        if (type is not ("jsapi" or "wx_card")) return ApiAnswer.Fail(40097, "type must be jsapi or wx_card");
        var account = request.Account;
        if (type == "wx_card" && account.Setup.Kind == AccountKind.Unverified) return ApiAnswer.Fail(48001, "wx_card tickets are for verified accounts");
        var value = account.Chance.Text(type, 43) + "-" + account.Chance.Text(type, 41) + "_";
        var ticket = new Ticket(type, value, request.Now + Ticket.Lifetime);
        lock (account.Gate) account.Tickets.Add(ticket);
        return new ApiAnswer.Json(new JsonObject
        {
            ["errcode"] = 0, ["errmsg"] = "ok", ["ticket"] = value, ["expires_in"] = (long)Ticket.Lifetime.TotalSeconds,
        });
    }
}
