namespace WeChatActors.Replay;

/// <summary>Says why a file could not be written, in the same words everywhere.</summary>
internal static class DiskFault
{
    /// <summary>There is no room.</summary>
    public const string Full = "no space left on the disk";

    /// <summary>There is room, but not for this user.</summary>
    public const string Quota = "the disk quota is used up";

    // What the framework gives on as the system said it: an errno of Linux, or what Windows wraps.
    private const int NoSpace = 28, OverQuota = 122, ReadOnly = 30, WindowsFull = unchecked((int)0x80070070), WindowsHandleFull = unchecked((int)0x80070027);

    /// <summary>Whether room on the disk would help.</summary>
    public static bool IsFull(Exception error) => Describe(error) is Full or Quota;

    /// <summary>Words without a full stop. Of what is common they name no path: it may be that of a temporary file, and whoever says them names his own.</summary>
    public static string Describe(Exception error) => error.HResult switch
    {
        NoSpace or WindowsFull or WindowsHandleFull => Full,
        OverQuota => Quota,
        ReadOnly => "the disk can only be read",
        _ when error is UnauthorizedAccessException => "access is denied",
        _ => error.Message.TrimEnd('.'),
    };
}
