namespace WeChatActors.Protocol;

/// <summary>One follower of one account, as WeChat names him: opaque, case-sensitive, 1 to 64 characters of <c>A-Z a-z 0-9 _ -</c>.</summary>
/// <param name="Value">The OpenID as WeChat sent it, 28 characters starting with <c>o</c> in recorded packets.</param>
public readonly record struct OpenId(string Value)
{
    /// <summary>The longest OpenID this engine accepts, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether a string has the form of an OpenID, so that it may become a key, a path or a URL part.</summary>
    public static bool IsValid(ReadOnlySpan<char> value)
    {
        if (value.Length is 0 or > MaxLength) return false;
        foreach (var c in value)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')) return false;
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
