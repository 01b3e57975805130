using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>How a row is called. Pure.</summary>
internal static class OutboxCall
{
    // The platform remembers ids of template messages for ten minutes.
    private static readonly TimeSpan IdsLive = TimeSpan.FromMinutes(9);

    // A line that begins later surprises more than it tells.
    private static readonly TimeSpan TypingLives = TimeSpan.FromSeconds(10);

    /// <summary>The path.</summary>
    public static string PathOf(OutboxItem item) => item switch
    {
        OutboxItem.Message => CustomerMessageJson.SendPath,
        OutboxItem.Typing => CustomerMessageJson.TypingPath,
        OutboxItem.Tag { Add: true } => FollowerJson.TaggingPath,
        OutboxItem.Tag => FollowerJson.UntaggingPath,
        OutboxItem.Remark => FollowerJson.RemarkPath,
        OutboxItem.Notice { Kind: NoticeKind.Template } => NoticeJson.TemplatePath,
        OutboxItem.Notice { Kind: NoticeKind.Subscribe } => NoticeJson.SubscribePath,
        OutboxItem.Notice { Kind: NoticeKind.Once } => NoticeJson.OncePath,
        _ => throw new ArgumentException($"A {item.GetType().Name} has no path.", nameof(item)),
    };

    /// <summary>Whether doing it twice does what doing it once does.</summary>
    /// <param name="entry">The row.</param>
    /// <param name="attempts">How often it was tried before.</param>
    /// <param name="now">The time, UTC.</param>
    public static bool MayRepeat(OutboxEntry entry, int attempts, DateTimeOffset now) => entry.Item switch
    {
        OutboxItem.Tag or OutboxItem.Remark or OutboxItem.Typing => true,
        // Of a row that was tried before nobody knows when that was, but not before it was decided.
        OutboxItem.Notice { Kind: NoticeKind.Template } => attempts == 0 || now - entry.At < IdsLive,
        _ => false,
    };

    /// <summary>When sending it makes no sense any more, UTC.</summary>
    public static DateTimeOffset EndsAt(OutboxEntry entry) =>
        entry.Item is OutboxItem.Typing && entry.At + TypingLives < entry.ExpiresAt ? entry.At + TypingLives : entry.ExpiresAt;

    /// <summary>The call.</summary>
    /// <param name="entry">The row.</param>
    /// <param name="body">Its body.</param>
    /// <param name="repeatable">Whether it may be made again at once when nobody knows what became of it.</param>
    /// <param name="options">How long it may take.</param>
    public static PlatformRequest Request(OutboxEntry entry, ReadOnlyMemory<byte> body, bool repeatable, OutboxOptions options) => new()
    {
        Account = entry.To.Account, Method = HttpMethod.Post, Path = PathOf(entry.Item), Content = PlatformContent.Json(body), Idempotent = repeatable,
        AskedBy = "outbox", Limit = entry.Item is OutboxItem.Typing && options.CallLimit > TypingLimit ? TypingLimit : options.CallLimit,
    };

    // The message behind it waits.
    private static readonly TimeSpan TypingLimit = TimeSpan.FromSeconds(2);

    /// <summary>The id under which the platform takes a repetition of a template message for the same: the same for the same row, and never that of a row of an
    /// erased conversation that had its number.</summary>
    public static string ClientMsgId(OutboxEntry entry) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{entry.To.Account}/{entry.To.OpenId.Value}/{entry.Id}/{entry.At.UtcTicks}"))).AsSpan(0, 16));
}
