using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Reads the JSON object that a request of the admin API brings, at most 64 KiB of it.</summary>
internal static class AskedBody
{
    /// <summary>The object; null after a problem was answered.</summary>
    /// <param name="context">The request.</param>
    /// <param name="example">What to send, for the remedy.</param>
    /// <param name="mayBeEmpty">Whether a request without a body is one with <c>{}</c>.</param>
    public static async Task<JsonDocument?> Read(HttpContext context, string example, bool mayBeEmpty = false)
    {
        if (mayBeEmpty && context.Request.ContentLength is 0 or null && !context.Request.Headers.ContainsKey("Transfer-Encoding")) return JsonDocument.Parse("{}");
        try
        {
            if (await SmallBody.Object(context) is { } json) return json;
            await Problem.Write(context, StatusCodes.Status400BadRequest, "The body is no JSON object", $"Send {example}, each member once, as application/json in UTF-8.");
        }
        catch (BadHttpRequestException error)
        {
            await Problem.Write(context, error.StatusCode, "The body could not be read", error.StatusCode == StatusCodes.Status413PayloadTooLarge ? "Send at most 64 KiB." : "Check Content-Length, and that the body arrives without long pauses.");
        }
        return null;
    }

    /// <summary>A length of time that a member says, such as <c>30m</c>; adds a mistake when it is something else.</summary>
    public static TimeSpan? Span(JsonElement json, string name, TimeSpan min, TimeSpan max, Mistakes mistakes)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (json.TextOf(name) is { } text && ConfigurationFields.ParseDuration(text) is { } span && span >= min && span <= max) return span;
        mistakes.Add(name, $"it is no time from {ConfigurationFields.Show(min)} to {ConfigurationFields.Show(max)}; write one such as \"30m\".");
        return null;
    }

    /// <summary>A moment that a member says, RFC 3339; adds a mistake when it is something else.</summary>
    public static DateTimeOffset? Moment(JsonElement json, string name, Mistakes mistakes)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (json.TextOf(name) is { } text && text.Length <= 40 && text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)) return moment.ToUniversalTime();
        mistakes.Add(name, "it is no time; write one as 2026-03-02T02:00:00Z.");
        return null;
    }

    /// <summary>Adds a mistake for each member that is none of those.</summary>
    public static void RefuseOthers(JsonElement json, Mistakes mistakes, params ReadOnlySpan<string> known)
    {
        foreach (var member in json.EnumerateObject())
            if (!known.Contains(member.Name)) mistakes.Add(LogText.Clean(member.Name), $"it is not known here; there are {string.Join(", ", known!)}.");
    }
}
