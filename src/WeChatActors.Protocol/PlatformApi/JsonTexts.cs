using System.Text.Json;

namespace WeChatActors.Protocol;

/// <summary>Texts of JSON that others wrote, in which a <c>\uXXXX</c> may be half of a surrogate pair: no text, and the framework throws when it is asked for it.</summary>
public static class JsonTexts
{
    /// <summary>A text; null when it is something else, or holds half of a surrogate pair.</summary>
    public static string? Text(this JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String) return null;
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A member of an object that is a text; null when it is not there, is something else, holds half of a surrogate pair, or there is no object.</summary>
    /// <remarks>The names of the object must be whole.</remarks>
    public static string? TextOf(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value.Text() : null;

    /// <summary>Whether a text or a name in it holds half of a surrogate pair.</summary>
    public static bool HasHalfCharacter(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Any(member => !IsWhole(member) || HasHalfCharacter(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().Any(HasHalfCharacter),
        JsonValueKind.String => json.Text() is null,
        _ => false,
    };

    private static bool IsWhole(JsonProperty member)
    {
        try
        {
            return member.Name is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
