using System.Globalization;
using System.Text.Json;

namespace WeChatActors.Engine;

/// <summary>Reads members of an answer that somebody else wrote.</summary>
internal static class TokenMembers
{
    // WeChat's have up to 512 characters today, and more are announced.
    private const int LongestValue = 8192;

    private static readonly double MostSeconds = TimeSpan.FromDays(365).TotalSeconds;

    /// <summary>A whole number, written as one or in quotation marks; null for anything else.</summary>
    public static int? Number(this JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var member)) return null;
        if (member.ValueKind == JsonValueKind.Number) return member.TryGetInt32(out var number) ? number : null;
        return int.TryParse(json.Words(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written) ? written : null;
    }

    /// <summary>A text; null when there is none, or it is no Unicode.</summary>
    public static string? Words(this JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.String) return null;
        try
        {
            return member.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A token and how long it lives.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="name">The token's member: <c>access_token</c>, <c>ticket</c>.</param>
    /// <param name="from">Who answered, for the sentence.</param>
    public static TokenAnswer Token(this JsonElement json, string name, string from)
    {
        if (json.Words(name) is not { Length: > 0 and <= LongestValue } value || value.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return new TokenAnswer.Unreadable($"{from} answered without a usable {name}.");
        if (!json.TryGetProperty("expires_in", out var lifetime) || lifetime.ValueKind != JsonValueKind.Number || !lifetime.TryGetDouble(out var seconds) || double.IsNaN(seconds))
            return new TokenAnswer.Unreadable($"{from} gave a {name} without saying in expires_in how long it lives.");
        return new TokenAnswer.Given(value, TimeSpan.FromSeconds(Math.Clamp(seconds, -MostSeconds, MostSeconds)));
    }
}
