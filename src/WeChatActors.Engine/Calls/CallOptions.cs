using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>What rules may call, and how.</summary>
public sealed record CallOptions
{
    /// <summary>The hosts that rules may call.</summary>
    /// <value>Empty by default: none. A private address or <c>localhost</c> that is named here is thereby allowed.</value>
    public ImmutableArray<AllowedHost> AllowHosts { get; init; } = [];

    /// <summary>Names, of those allowed, that may lead to private addresses. Ports do not matter here.</summary>
    /// <value>Empty by default: a name that does is refused when it is called.</value>
    public ImmutableArray<AllowedHost> AllowPrivate { get; init; } = [];

    /// <summary>How long a request may take that says nothing itself, all attempts together.</summary>
    /// <value>From 100 ms to 5 min; default 10 s.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest answer that is read, in bytes after decompression.</summary>
    /// <value>From 1 KB to 64 MB; default 1 MB.</value>
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <summary>How many calls of one host or model may run at the same time; more wait, and their deadline with them.</summary>
    /// <value>From 1 to 100,000; default 256.</value>
    public int PerHost { get; init; } = 256;

    /// <summary>The pause before the first repetition; each further one is twice as long. A quarter is added or taken off by chance.</summary>
    /// <value>Default 200 ms.</value>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>So many failures within <see cref="BreakerWindow"/>, when they are at least half of the attempts, keep further calls from a host or model.</summary>
    /// <value>Default 5.</value>
    public int BreakerFailures { get; init; } = 5;

    /// <summary>The span in which failures are counted together, to a tenth.</summary>
    /// <value>Default 30 s.</value>
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long calls are kept from a host or model before one may try it again.</summary>
    /// <value>Default 15 s.</value>
    public TimeSpan BreakerRest { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Seeds the chance in pauses.</summary>
    public int Seed { get; init; } = Environment.TickCount;

    /// <summary>The entry by which rules may call an address; null when they may not.</summary>
    public AllowedHost? Find(Uri uri)
    {
        foreach (var host in AllowHosts)
            if (host.Matches(uri)) return host;
        return null;
    }
}
