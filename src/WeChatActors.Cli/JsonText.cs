using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatActors.Protocol;

namespace WeChatActors.Cli;

/// <summary>JSON as commands print it: indented, Chinese and emoji as they are.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new(PlatformJson.Serializing) { WriteIndented = true };

    public static string Of(JsonNode json) => json.ToJsonString(Indented);

    public static string Of(JsonElement json) => JsonSerializer.Serialize(json, Indented);
}
