namespace WeChatActors.Engine;

/// <summary>What can happen to a token.</summary>
internal abstract record TokenInput
{
    private TokenInput() { }

    /// <summary>It shall be kept from now on, though nobody waits for it.</summary>
    public sealed record Kept : TokenInput;

    /// <summary>Somebody needs it.</summary>
    public sealed record Wanted(string AskedBy) : TokenInput;

    /// <summary>Somebody says that a value failed, and needs another.</summary>
    public sealed record Reported(string Value, int? Errcode, string AskedBy) : TokenInput
    {
        /// <summary>Without the value.</summary>
        public override string ToString() => $"reported with {Errcode} by {AskedBy}";
    }

    /// <summary>An operator wants a new one.</summary>
    public sealed record Demanded(string AskedBy) : TokenInput;

    /// <summary>The store was read.</summary>
    public sealed record StoreRead(StoredToken Stored) : TokenInput;

    /// <summary>The store could not be read.</summary>
    public sealed record StoreUnread(string Why) : TokenInput;

    /// <summary>What became of taking the right.</summary>
    public sealed record RightAnswered(long Run, RefreshRight Right) : TokenInput;

    /// <summary>The store could not give the right.</summary>
    public sealed record RightFailed(long Run, string Why) : TokenInput;

    /// <summary>The platform's answer.</summary>
    public sealed record Answered(long Run, TokenAnswer Answer) : TokenInput;

    /// <summary>Whether the platform takes the current one.</summary>
    public sealed record Probed(long Run, TokenProbe Probe) : TokenInput;

    /// <summary>What is stored after saving: ours, or that of who was faster.</summary>
    public sealed record Saved(long Run, StoredToken Stored) : TokenInput;

    /// <summary>The store could not save.</summary>
    public sealed record SaveFailed(long Run, string Why) : TokenInput;

    /// <summary>A line of the audit could not be written.</summary>
    public sealed record NoteFailed(TokenAuditLine Line) : TokenInput;

    /// <summary>The moment that was armed has come.</summary>
    public sealed record Rang : TokenInput;
}
