using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>What a token is to the drop-in that somebody presents.</summary>
internal enum PresentedToken
{
    /// <summary>The shared one, or the one before it that may still be in use: its bearer may call.</summary>
    Good,

    /// <summary>One that was the shared one.</summary>
    Expired,

    /// <summary>None that the drop-in knows.</summary>
    Unknown,
}

/// <summary>Tells the shared access_tokens of the last time from others. Keeps hashes of two for each account.</summary>
/// <param name="tokens">The shared ones.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedTokens(ITokens tokens, TimeProvider time)
{
    /// <summary>How long the token before may still be presented: WeChat takes it as long.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <summary>What somebody presents.</summary>
    /// <param name="account">For which account.</param>
    /// <param name="presented">The value.</param>
    public PresentedToken Judge(string account, string presented)
    {
        if (tokens.Current(new TokenId(account, TokenKind.AccessToken)) is { } current) Note(account, current);
        if (!_seen.TryGetValue(account, out var seen)) return PresentedToken.Unknown;
        var hash = Hash(presented);
        var now = time.GetUtcNow();
        if (CryptographicOperations.FixedTimeEquals(hash, seen.Newest)) return now < seen.ExpiresAt ? PresentedToken.Good : PresentedToken.Expired;
        if (seen.Before is not null && CryptographicOperations.FixedTimeEquals(hash, seen.Before)) return now < seen.BeforeUntil ? PresentedToken.Good : PresentedToken.Expired;
        return PresentedToken.Unknown;
    }

    /// <summary>Notes a token that is given out, so that it is known when another has taken its place.</summary>
    public void Note(string account, GrantedToken token)
    {
        while (true)
        {
            if (!_seen.TryGetValue(account, out var seen))
            {
                if (_seen.TryAdd(account, new Seen(token.Version, Hash(token.Value), token.ExpiresAt, null, default))) return;
            }
            else if (seen.Version >= token.Version || _seen.TryUpdate(account, seen.FollowedBy(token, Hash(token.Value)), seen))
            {
                return;
            }
        }
    }

    private static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));

    private sealed record Seen(long Version, byte[] Newest, DateTimeOffset ExpiresAt, byte[]? Before, DateTimeOffset BeforeUntil)
    {
        public Seen FollowedBy(GrantedToken token, byte[] hash)
        {
            // With others in between that nobody saw here, the overlap has begun who knows when.
            var until = token.Version == Version + 1 ? token.ObtainedAt + Overlap : DateTimeOffset.MinValue;
            return new Seen(token.Version, hash, token.ExpiresAt, Newest, until < ExpiresAt ? until : ExpiresAt);
        }
    }
}
