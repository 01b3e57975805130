using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>An EncodingAESKey of the account's settings, decoded. Never shows itself.</summary>
public sealed class EncodingAesKey
{
    /// <summary>The length of an EncodingAESKey in characters.</summary>
    public const int Length = 43;

    private readonly byte[] _key;

    private EncodingAesKey(byte[] key) => _key = key;

    /// <summary>The 32 bytes of the AES-256 key.</summary>
    internal ReadOnlySpan<byte> Key => _key;

    /// <summary>The IV, the same for every message: the first 16 bytes of the key.</summary>
    internal ReadOnlySpan<byte> Iv => _key.AsSpan(0, 16);

    /// <summary>Reads a key as shown in WeChat's console.</summary>
    /// <param name="text">Exactly 43 of <c>A-Z a-z 0-9</c>. The last two bits do not count: WeChat often leaves them set.</param>
    /// <param name="key">The key.</param>
    /// <param name="error">Why it is refused; holds nothing of the key.</param>
    /// <returns>Whether it is a key; if not, WeChat's sample code says -40004.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EncodingAesKey? key, [NotNullWhen(false)] out string? error)
    {
        key = null;
        if (text is null || text.Length != Length)
        {
            error = $"An EncodingAESKey has exactly {Length} characters; this one has {text?.Length ?? 0}.";
            return false;
        }
        for (var i = 0; i < text.Length; i++)
            if (!char.IsAsciiLetterOrDigit(text[i]))
            {
                error = $"An EncodingAESKey holds only A-Z, a-z and 0-9; character {i + 1} is none of them.";
                return false;
            }
        key = new EncodingAesKey(Convert.FromBase64String(text + "="));
        error = null;
        return true;
    }

    /// <summary>A fixed text without the key.</summary>
    public override string ToString() => "EncodingAESKey (hidden)";
}
