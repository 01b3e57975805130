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

    /// <summary>The sender of that id, without a name yet.</summary>
    /// <param name="id">The id; null when it is not known.</param>
    /// <param name="room">Memory for it, of <see cref="MaxBytes"/>.</param>
    public static Sender Of(string? id, Span<byte> room) =>
        id is { Length: > 0 and <= MaxLetters } ? new Sender { Id = room[..Encoding.UTF8.GetBytes(id, room)] } : default;

    /// <summary>The sender with his name.</summary>
    /// <param name="pseudonyms">Gives it.</param>
    /// <param name="room">Memory for it, of <see cref="Pseudonyms.Length"/>.</param>
    public Sender Named(Pseudonyms pseudonyms, Span<byte> room)
    {
        if (!Pseudonyms.IsId(Id)) return this;
        pseudonyms.Write(Id, room);
        return new Sender { Id = Id, Name = room[..Pseudonyms.Length] };
    }
}
