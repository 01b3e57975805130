using System.Collections.Immutable;

namespace WeChatActors.Server;

/// <summary>How deliveries and their answers are captured. Holds a secret, and does not show it.</summary>
public sealed class CaptureOptions
{
    /// <summary>What the files are called, as a full path: it ends in <c>.jsonl</c>, <c>.jsonl.gz</c> or <c>.jsonl.zst</c>.</summary>
    public required string File { get; init; }

    /// <summary>A file that would grow larger, before compression, is closed and another begun.</summary>
    /// <value>From 64 KiB to 1 GiB; default 256 MiB.</value>
    public int RotateBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>How many files are kept; null for all.</summary>
    /// <value>From 1 to 1,000,000; default null.</value>
    public int? Keep { get; init; }

    /// <summary>Whether OpenIDs are kept as they are; otherwise pseudonyms stand for them.</summary>
    public bool KeepsOpenIds { get; init; }

    /// <summary>What pseudonyms are made with; null for a key that is made once and kept beside the files.</summary>
    public string? Key { get; init; }

    /// <summary>The accounts that are captured, by alias; null for all.</summary>
    public ImmutableSortedSet<string>? Accounts { get; init; }
}
