namespace WeChatActors.Replay;

/// <summary>Compares answers as bytes, which most that are equal already are but for the time.</summary>
internal static class AnswerBytes
{
    private static ReadOnlySpan<byte> Begin => "<CreateTime>"u8;

    private static ReadOnlySpan<byte> End => "</CreateTime>"u8;

    /// <summary>Whether two bodies are the same but for the digits of their CreateTime.</summary>
    public static bool DifferInTimeOnly(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        if (expected.SequenceEqual(actual)) return true;
        return Split(expected, out var before, out var after) && Split(actual, out var otherBefore, out var otherAfter)
            && before.SequenceEqual(otherBefore) && after.SequenceEqual(otherAfter);
    }

    // More than one may stand in a text of the reply, and is no time then.
    private static bool Split(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> before, out ReadOnlySpan<byte> after)
    {
        before = after = default;
        var start = body.IndexOf(Begin);
        if (start < 0 || body[(start + 1)..].IndexOf(Begin) >= 0) return false;
        var rest = body[(start + Begin.Length)..];
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits <= 0 || !rest[digits..].StartsWith(End)) return false;
        before = body[..start];
        after = rest[(digits + End.Length)..];
        return true;
    }
}
