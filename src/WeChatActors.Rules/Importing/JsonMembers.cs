using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>Members of JSON that may be anything.</summary>
internal static class JsonMembers
{
    /// <summary>The items of a member that is a list; none when it is not.</summary>
    public static IEnumerable<JsonElement> List(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>The text of a member without what no chat shows; empty when it is none.</summary>
    public static string Text(JsonElement json, string name) =>
        string.Concat((json.TextOf(name) ?? "").ReplaceLineEndings("\n").Where(c => c is '\n' or '\t' || !char.IsControl(c)));
}
