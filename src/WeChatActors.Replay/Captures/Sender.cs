using System.Text;

namespace WeChatActors.Replay;

/// <summary>Who sent a packet, with the name that stands for him: his id comes several times in one delivery.</summary>
internal readonly ref struct Sender
{
    /// <summary>Room for an id.</summary>
    public const int MaxBytes = 3 * MaxLetters;

    private const int MaxLetters = 64;

    /// <summary>The id, UTF-8; empty when it is not known.</summary>
    public ReadOnlySpan<byte> Id { get; private init; }

    /// <summary>The name; empty when he has none.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>The sender of that id.</summary>
    /// <param name="id">The id; null when it is not known.</param>
    /// <param name="pseudonyms">Gives names; null for none.</param>
    /// <param name="idRoom">Memory for the id, of <see cref="MaxBytes"/>.</param>
    /// <param name="nameRoom">Memory for the name, of <see cref="Pseudonyms.Length"/>.</param>
    public static Sender Of(string? id, Pseudonyms? pseudonyms, Span<byte> idRoom, Span<byte> nameRoom)
    {
        if (id is not { Length: > 0 and <= MaxLetters }) return default;
        var known = idRoom[..Encoding.UTF8.GetBytes(id, idRoom)];
        if (pseudonyms is null || !Pseudonyms.IsId(known)) return new Sender { Id = known };
        pseudonyms.Write(known, nameRoom);
        return new Sender { Id = known, Name = nameRoom[..Pseudonyms.Length] };
    }
}
