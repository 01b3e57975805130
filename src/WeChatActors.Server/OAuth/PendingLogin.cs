using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>A login that a browser has begun: what its cookie holds, sealed.</summary>
/// <param name="State">What WeChat hands back, 32 letters and digits.</param>
/// <param name="Return">Where the login returns to, in ASCII; it was on the account's list when the login began.</param>
/// <param name="Scope">What was asked for.</param>
/// <param name="BegunAt">When it began, UTC.</param>
internal sealed record PendingLogin(string State, string Return, AuthorisationScope Scope, DateTimeOffset BegunAt)
{
    /// <summary>How long a person has for it. WeChat's code lives 5 minutes.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int StateLength = 32;
    private const int Head = 8 + 1 + StateLength;

    /// <summary>A fresh state, about 190 bits of chance.</summary>
    public static string NewState(Chance chance)
    {
        Span<byte> bytes = stackalloc byte[StateLength];
        chance(bytes);
        Span<char> state = stackalloc char[StateLength];
        // 256 is no multiple of 62, so some letters come up a little oftener; it costs a fraction of a bit.
        for (var i = 0; i < state.Length; i++) state[i] = Letters[bytes[i] % Letters.Length];
        return new string(state);
    }

    /// <summary>Whether a text may be a state of ours: as WeChat takes them, 1 to 128 letters and digits.</summary>
    public static bool IsState(string text) => text.Length is > 0 and <= 128 && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>Whether it is the login that a state belongs to, compared in constant time.</summary>
    public bool Is(string state) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(State), Encoding.ASCII.GetBytes(state));

    /// <summary>Whether it is still under way.</summary>
    public bool IsAlive(DateTimeOffset now) => Alive.At(BegunAt, Life, now);

    /// <summary>Seals it.</summary>
    public string Seal(SealedBox box)
    {
        var content = new byte[Head + Return.Length];
        BinaryPrimitives.WriteInt64BigEndian(content, BegunAt.UtcTicks);
        content[8] = (byte)Scope;
        Encoding.ASCII.GetBytes(State, content.AsSpan(9, StateLength));
        Encoding.ASCII.GetBytes(Return, content.AsSpan(Head));
        return box.Seal(content);
    }

    /// <summary>Reads what <see cref="Seal"/> made; null for anything else.</summary>
    public static PendingLogin? Open(SealedBox box, string sealedText) => box.Open(sealedText) is { Length: >= Head } content
        ? new(
            Encoding.ASCII.GetString(content.AsSpan(9, StateLength)), Encoding.ASCII.GetString(content.AsSpan(Head)), (AuthorisationScope)content[8],
            new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(content), TimeSpan.Zero))
        : null;
}
