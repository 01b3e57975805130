using System.Text;

namespace WeChatActors.Protocol;

/// <summary>Values that one packet after the other holds, such as the name of the account: the string of the packet before is used again.</summary>
internal static class LastValue
{
    // Nobody keeps a long string here for good.
    private const int MaxLength = 64;

    [ThreadStatic]
    private static string? _account;

    [ThreadStatic]
    private static string? _time;

    /// <summary>A ToUserName.</summary>
    public static string OfAccount(ReadOnlySpan<byte> value) => Of(value, ref _account);

    /// <summary>A CreateTime, which the packets of one second have in common.</summary>
    public static string OfTime(ReadOnlySpan<byte> value) => Of(value, ref _time);

    private static string Of(ReadOnlySpan<byte> value, ref string? last)
    {
        if (last is not null && Ascii.Equals(value, last)) return last;
        var text = Encoding.UTF8.GetString(value);
        if (value.Length <= MaxLength) last = text;
        return text;
    }
}
