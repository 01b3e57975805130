using System.Text.Json;

namespace WeChatActors.Engine;

/// <summary>A person's profile as JSON, the same in the store and at the admin API.</summary>
public static class ProfileJson
{
    /// <summary>Writes a profile as an object; what is not known is left out.</summary>
    public static void Write(Utf8JsonWriter json, Profile profile)
    {
        json.WriteStartObject();
        WriteFields(json, profile);
        json.WriteString("updated_at"u8, profile.UpdatedAt.UtcDateTime);
        json.WriteEndObject();
    }

    /// <summary>Writes what was told, without when.</summary>
    internal static void WriteFields(Utf8JsonWriter json, Profile profile)
    {
        json.WriteString("scope"u8, Word(profile.Scope));
        if (profile.UnionId is not null) json.WriteString("union_id"u8, profile.UnionId);
        if (profile.Name is not null) json.WriteString("name"u8, profile.Name);
        if (profile.Picture is not null) json.WriteString("picture"u8, profile.Picture);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static Profile Read(JsonElement json) => new(
        Text(json, "union_id"u8), Text(json, "name"u8), Text(json, "picture"u8),
        Text(json, "scope"u8) switch
        {
            "base" => AuthorisationScope.Base,
            "userinfo" => AuthorisationScope.UserInfo,
            var other => throw new JsonException($"'{other}' is not a stored scope; the database was written by a newer version."),
        },
        json.GetProperty("updated_at"u8).GetDateTimeOffset());

    /// <summary>A scope as configuration, store and API name it.</summary>
    public static string Word(AuthorisationScope scope) => scope == AuthorisationScope.UserInfo ? "userinfo" : "base";

    private static string? Text(JsonElement json, ReadOnlySpan<byte> name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
