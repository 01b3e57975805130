using System.Collections.Immutable;
using WeChatActors.Protocol;
namespace WeChatActors.Engine;
/// <summary>Texts that are too long for one message.</summary>
public static class LongText
{
    /// <summary>Splits a text between graphemes into parts of at most so many bytes of UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxBytes">The limit of a part.</param>
    public static ImmutableArray<string> Split(string text, int maxBytes)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var n = PassiveReplyLimits.FittingLength(rest, maxBytes);
            if (n == 0) break;
            parts.Add(rest[..n].ToString());
            rest = rest[n..];
        }
        return parts.ToImmutable();
    }
}
