using System.Buffers;
using System.Text.Json;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>The answer that holds one token: written once for each of its versions and seconds, however often it is asked for.</summary>
/// <param name="member">What the value is called: <c>access_token</c>, <c>ticket</c>.</param>
/// <remarks>Safe to use from any thread.</remarks>
internal sealed class TokenBody(string member)
{
    private sealed record Written(GrantedToken Token, long Left, byte[] Bytes);

    private Written? _written;

    /// <summary><c>{"access_token","expires_in","version"}</c> in UTF-8.</summary>
    /// <param name="token">The token.</param>
    /// <param name="now">When it is answered, UTC; <c>expires_in</c> counts whole seconds from there and is never below 0.</param>
    public byte[] Of(GrantedToken token, DateTimeOffset now)
    {
        var left = Math.Max(0, (token.ExpiresAt - now).Ticks / TimeSpan.TicksPerSecond);
        if (Volatile.Read(ref _written) is { } written && ReferenceEquals(written.Token, token) && written.Left == left) return written.Bytes;
        var body = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(body, PlatformJson.Writing))
        {
            json.WriteStartObject();
            json.WriteString(member, token.Value);
            json.WriteNumber("expires_in", left);
            json.WriteNumber("version", token.Version);
            json.WriteEndObject();
        }
        var bytes = body.WrittenSpan.ToArray();
        Volatile.Write(ref _written, new Written(token, left, bytes));
        return bytes;
    }
}
