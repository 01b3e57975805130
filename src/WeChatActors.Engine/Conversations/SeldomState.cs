using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What few conversations have, or have for a short time: the part of a <see cref="Conversation"/> that packets leave as it is. Immutable.</summary>
/// <remarks>What the properties mean stands there.</remarks>
internal sealed record SeldomState
{
    // Before None, which is made with it.
    private static readonly ImmutableSortedSet<string> NoTags = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>Nothing of it; the one object that conversations without it share.</summary>
    public static SeldomState None { get; } = new();

    public Profile? Profile { get; init; }

    public ImmutableSortedSet<string> Tags { get; init; } = NoTags;

    public long OtherLines { get; init; }

    public RunningTurn? Running { get; init; }

    public ImmutableArray<OpenPacket> Queue { get; init; } = [];

    public ImmutableArray<OpenPacket> Unclaimed { get; init; } = [];

    public ImmutableArray<GivenAnswer> Given { get; init; } = [];

    public ImmutableArray<ParkedAnswer> Parked { get; init; } = [];

    public ImmutableArray<ConversationTimer> Timers { get; init; } = [];

    public DateTimeOffset? WorkDue { get; init; }

    public HumanPause? Pause { get; init; }

    public bool Returning { get; init; }

    public long ErasedAt { get; init; }

    public OpenDialog? Dialog { get; init; }

    public long SecretFrom { get; init; }

    public ImmutableArray<Exchange> History { get; init; } = [];

    /// <summary>Whether it is stored alike.</summary>
    public bool IsSameAs(SeldomState other) =>
        ReferenceEquals(this, other)
        || (OtherLines == other.OtherLines && Returning == other.Returning && ErasedAt == other.ErasedAt && WorkDue == other.WorkDue && SecretFrom == other.SecretFrom
            && ReferenceEquals(Profile, other.Profile) && ReferenceEquals(Tags, other.Tags)
            && ReferenceEquals(Running, other.Running) && ReferenceEquals(Pause, other.Pause) && ReferenceEquals(Dialog, other.Dialog)
            && Queue == other.Queue && Unclaimed == other.Unclaimed && Given == other.Given && Parked == other.Parked && Timers == other.Timers && History == other.History);
}
