using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>The follower as rules saw him when a turn began, in the state.</summary>
internal static class UserViewJson
{
    public static void Write(Utf8JsonWriter json, UserView user, ImmutableDictionary<string, Value> variables)
    {
        json.WriteStartObject();
        if (ReferenceEquals(user.Variables, variables)) json.WriteBoolean("same_variables"u8, true);
        else StoredJson.WriteValues(json, "variables", user.Variables);
        json.WriteNumber("turns"u8, user.Turns);
        StoredJson.WriteTime(json, "since", user.Since);
        json.WriteBoolean("subscribed"u8, user.Subscribed);
        StoredJson.WriteTags(json, user.Tags);
        if (user.Profile is { } profile)
        {
            json.WriteStartObject("profile"u8);
            StoredJson.WriteText(json, "union_id", profile.UnionId);
            StoredJson.WriteText(json, "name", profile.Name);
            StoredJson.WriteText(json, "picture", profile.Picture);
            json.WriteEndObject();
        }
        if (user.Dialog is { } dialog)
        {
            json.WritePropertyName("dialog"u8);
            DialogJson.Write(json, dialog);
        }
        json.WriteEndObject();
    }

    public static UserView Read(JsonElement json, ImmutableDictionary<string, Value> variables) =>
        new(
            StoredJson.Flag(json, "same_variables") ? variables : StoredJson.Values(json, "variables"),
            json.GetProperty("turns"u8).GetInt64(), StoredJson.OptionalTime(json, "since"), StoredJson.Flag(json, "subscribed"))
        {
            Tags = StoredJson.Tags(json),
            Profile = json.TryGetProperty("profile"u8, out var profile)
                ? new(StoredJson.OptionalText(profile, "union_id"), StoredJson.OptionalText(profile, "name"), StoredJson.OptionalText(profile, "picture"))
                : null,
            Dialog = json.TryGetProperty("dialog"u8, out var dialog) ? DialogJson.Read(dialog) : null,
        };
}
