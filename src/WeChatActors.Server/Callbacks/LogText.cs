namespace WeChatActors.Server;

/// <summary>Makes text from outside fit for a log line.</summary>
internal static class LogText
{
    private const int MaxLength = 80;

    /// <summary>At most 80 characters unless told otherwise, control characters replaced: nobody forges a line.</summary>
    public static string Clean(string text, int maxLength = MaxLength)
    {
        var length = Math.Min(text.Length, maxLength);
        return string.Create(length, text, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) ? '?' : from[i];
        });
    }
}
