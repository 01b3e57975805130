using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>What agents and followers said to each other (聊天记录), as far as the chats still hold it.</summary>
internal static class StaffRecordsApi
{
    private const int SentByAgent = 2002;
    private const int SentByCustomer = 2003;
    private const int MostRecords = 10_000;
    private const long LongestSpan = 24 * 3600;

    /// <summary>Adds the endpoint.</summary>
    public static void Register(ApiTable table) => table.Post("/customservice/msgrecord/getmsglist", List);

    private static ApiAnswer List(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("starttime", "endtime", "msgid", "number");
        var start = fields.Within("starttime", 0, int.MaxValue, 65416);
        var end = fields.Within("endtime", start, int.MaxValue, 65416);
        var first = (int)fields.Within("msgid", 1, int.MaxValue, 65416);
        var number = (int)fields.Within("number", 1, MostRecords, 65416);
        if (end - start > LongestSpan) fields.Refuse(65417, "endtime", "is more than 24 hours after 'starttime'");
        if (fields.Refusal is { } refusal) return refusal;
        lock (account.Gate)
        {
            // Who never exchanged a message has no chat, and gets none by being asked.
            var records = account.Followers.Where(follower => follower.LastExchange is not null)
                .SelectMany(follower => follower.Chat.Entries, (follower, entry) => (follower.OpenId, Entry: entry, Time: entry.At.ToUnixTimeSeconds()))
                .Where(record => record.Entry.Origin is ChatOrigin.Follower or ChatOrigin.CustomerService && record.Time >= start && record.Time <= end)
                .OrderBy(record => record.Entry.At).ThenBy(record => record.OpenId.Value, StringComparer.Ordinal).ThenBy(record => record.Entry.Number)
                .Skip(first - 1).Take(number)
                .Select(record => new JsonObject
                {
                    ["openid"] = record.OpenId.Value,
                    ["opercode"] = record.Entry.Origin == ChatOrigin.Follower ? SentByCustomer : SentByAgent,
                    ["text"] = record.Entry.Content is TextContent text ? text.Text : "[not a text]",
                    ["time"] = record.Time,
                    ["worker"] = "",
                }).ToArray();
            return new ApiAnswer.Json(new JsonObject { ["recordlist"] = new JsonArray(records), ["number"] = records.Length, ["msgid"] = first + records.Length });
        }
    }
}
