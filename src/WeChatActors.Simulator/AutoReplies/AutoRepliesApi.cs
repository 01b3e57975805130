using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>The automatic replies that are set up in WeChat's console; here there are none, as with every account whose server answers.</summary>
internal static class AutoRepliesApi
{
    /// <summary>Adds the endpoint.</summary>
    public static void Register(ApiTable table) => table.Get("/cgi-bin/get_current_autoreply_info", _ => new ApiAnswer.Json(new JsonObject
    {
        ["is_add_friend_reply_open"] = 0,
        ["is_autoreply_open"] = 0,
        ["keyword_autoreply_info"] = new JsonObject { ["list"] = new JsonArray() },
    }));
}
