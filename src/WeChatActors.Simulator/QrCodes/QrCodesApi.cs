using System.Globalization;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>QR codes with a scene (带参数的二维码).</summary>
internal static class QrCodesApi
{
    /// <summary>How long a temporary code lives at most.</summary>
    public const long MostSeconds = 2_592_000;

    /// <summary>How long a temporary code lives when nothing is said.</summary>
    public const long DefaultSeconds = 60;

    private const int MostSceneLength = 64;

    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/qrcode/create", Create);
        table.Add("GET", "/cgi-bin/showqrcode", ApiNeeds.None, Show);
    }

    private static ApiAnswer Create(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("expire_seconds", "action_name", "action_info");
        var action = fields.Optional("action_name") ?? "";
        if (action is not ("QR_SCENE" or "QR_STR_SCENE" or "QR_LIMIT_SCENE" or "QR_LIMIT_STR_SCENE"))
            fields.Refuse(40052, "action_name", $"is '{action}'; there are QR_SCENE, QR_STR_SCENE, QR_LIMIT_SCENE and QR_LIMIT_STR_SCENE");
        var permanent = action.StartsWith("QR_LIMIT", StringComparison.Ordinal);
        var scene = Scene(fields.Object("action_info", 40053).Only("scene").Object("scene", 40053).Only("scene_id", "scene_str"), action, permanent);
        // A permanent code takes no notice of expire_seconds.
        long? seconds = permanent ? null : fields.Within("expire_seconds", 1, MostSeconds, 40035, DefaultSeconds);
        if (fields.Refusal is { } refusal) return refusal;
        lock (account.Gate)
        {
            var code = permanent ? account.QrCodes.PermanentOf(scene) : null;
            if (code is null)
            {
                if (permanent && account.QrCodes.Permanent >= QrCodes.MostPermanent)
                    return ApiAnswer.Fail(45029, string.Create(CultureInfo.InvariantCulture, $"This account has {QrCodes.MostPermanent:N0} permanent codes."));
                account.QrCodes.DropExpired(request.Now);
                code = new QrCode($"gQ{account.Chance.Text("ticket", 92)}==", scene, "http://weixin.qq.com/q/02" + account.Chance.Text("qr", 22),
                    seconds is { } span ? request.Now.AddSeconds(span) : null);
                account.QrCodes.Add(code);
            }
            var answer = new JsonObject { ["ticket"] = code.Ticket };
            if (seconds is not null) answer["expire_seconds"] = seconds;
            answer["url"] = code.Url;
            return new ApiAnswer.Json(answer);
        }
    }

    // No token is asked for, so the ticket alone has to tell whose code it is.
    private static ApiAnswer Show(ApiRequest request)
    {
        var ticket = request.Query.GetValueOrDefault("ticket", "");
        foreach (var account in request.Platform.Accounts.Values)
        {
            QrCode? code;
            lock (account.Gate) code = account.QrCodes.Find(ticket, request.Now);
            if (code is null || code.Ticket != ticket) continue;
            return new ApiAnswer.File(code.DrawPng(), "image/png", null);
        }
        return MissingPage.Of("No such QR code", "No QR code has this ticket, or it has expired.");
    }

    private static string Scene(BodyFields scene, string action, bool permanent)
    {
        if (action.EndsWith("_STR_SCENE", StringComparison.Ordinal))
        {
            var text = scene.Text("scene_str", 40053);
            if (text.Length > MostSceneLength) scene.Refuse(40053, "scene_str", $"has {text.Length} characters, limit {MostSceneLength}");
            return text;
        }
        return scene.Within("scene_id", 1, permanent ? 100_000 : uint.MaxValue, 40053).ToString(CultureInfo.InvariantCulture);
    }
}
