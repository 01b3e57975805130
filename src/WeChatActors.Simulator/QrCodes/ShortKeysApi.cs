using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>Short keys for long texts, made for QR codes.</summary>
internal static class ShortKeysApi
{
    /// <summary>How long a text is kept at most, and when nothing is said.</summary>
    public const long MostSeconds = 2_592_000;

    /// <summary>Bytes of a text, at most.</summary>
    public const int MostBytes = 4096;

    private const int KeyLength = 15;

    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/shorten/gen", Generate);
        table.Post("/cgi-bin/shorten/fetch", Fetch);
    }

    private static ApiAnswer Generate(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("long_data", "expire_seconds");
        var data = fields.Text("long_data", 41011);
        fields.Optional("long_data", MostBytes, 9410010);
        var seconds = fields.Within("expire_seconds", 1, MostSeconds, 9410011, MostSeconds);
        if (fields.Refusal is { } refusal) return refusal;
        lock (account.Gate)
        {
            var key = account.Chance.Text("short key", KeyLength);
            account.ShortKeys.Add(key, data, request.Now, TimeSpan.FromSeconds(seconds));
            return ApiAnswer.DoneWith("short_key", key);
        }
    }

    private static ApiAnswer Fetch(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("short_key");
        var key = fields.Text("short_key", 9410012);
        lock (account.Gate)
        {
            var text = account.ShortKeys.Find(key, request.Now);
            if (text is null) fields.Refuse(9410012, "short_key", "is unknown or has expired");
            if (fields.Refusal is { } refusal) return refusal;
            return new ApiAnswer.Json(new JsonObject
            {
                ["errcode"] = 0,
                ["errmsg"] = "ok",
                ["long_data"] = text!.Value.Data,
                ["create_time"] = text.Value.CreatedAt.ToUnixTimeSeconds(),
                ["expire_seconds"] = (long)(text.Value.ExpiresAt - request.Now).TotalSeconds,
            });
        }
    }
}
