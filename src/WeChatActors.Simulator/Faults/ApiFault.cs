namespace WeChatActors.Simulator;

/// <summary>How the API misbehaves.</summary>
internal enum FaultKind
{
    /// <summary>Answers an errcode and does nothing.</summary>
    Errcode,

    /// <summary>Lets the call wait, then handles it.</summary>
    Latency,

    /// <summary>Says nothing until the caller leaves or the fault ends; then the call is handled.</summary>
    Hang,

    /// <summary>Resets the connection.</summary>
    Reset,

    /// <summary>Answers with what is no answer: half a JSON object the first time, a proxy's HTML page the next, and so on in turn.</summary>
    Garbage,
}

/// <summary>What somebody wants to go wrong.</summary>
internal sealed record FaultOrder
{
    /// <summary>How.</summary>
    public required FaultKind Do { get; init; }

    /// <summary>Which calls: a path, or one with <c>*</c> for any text, such as /cgi-bin/*.</summary>
    public string Path { get; init; } = "*";

    /// <summary>The account's alias; null for every call, also those without an account.</summary>
    public string? Account { get; init; }

    /// <summary>For <see cref="FaultKind.Errcode"/>; default -1.</summary>
    public int Errcode { get; init; } = -1;

    /// <summary>For <see cref="FaultKind.Latency"/>, by the wall's clock; above 0, at most 10 min.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>After how many calls it ends; at least 1, null for no end.</summary>
    public int? Times { get; init; }

    /// <summary>After what time it ends, by the simulated clock; above 0, null for no end.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>What is wrong with it and the remedy, in one sentence; null when it is well formed.</summary>
    public string? Complaint =>
        Path.Length is 0 or > 256 || Path[0] is not ('/' or '*') ? "path must begin with / or *, such as /cgi-bin/message/* (at most 256 characters)."
        : Do == FaultKind.Latency && (Latency <= TimeSpan.Zero || Latency > TimeSpan.FromMinutes(10)) ? "latency_ms must be from 1 to 600000."
        : Do == FaultKind.Errcode && Errcode == 0 ? "errcode must not be 0, which means success; leave it out for -1."
        : Times is <= 0 ? "times must be at least 1; leave it out for no end."
        : For is { } span && (span <= TimeSpan.Zero || span > TimeSpan.FromDays(366)) ? "for_seconds must be above 0 and at most a year; leave it out for no end."
        : null;
}

/// <summary>A fault that is there.</summary>
/// <param name="Id">Counted from 1.</param>
/// <param name="Order">What was asked for.</param>
/// <param name="Hits">How many calls it met.</param>
/// <param name="Until">When it ends by the simulated clock; null for no end.</param>
internal sealed record ApiFault(int Id, FaultOrder Order, int Hits, DateTimeOffset? Until);
