using System.Collections.Immutable;

namespace WeChatActors.Server;

/// <summary>How calls of other systems are passed on to the platform.</summary>
public sealed record ProxyOptions
{
    /// <summary>Longer bodies than this are refused, in bytes.</summary>
    public const long MaxBody = 2L * 1024 * 1024 * 1024;

    /// <summary>Bodies up to this length are held, in bytes, so that a call can be sent once more after its token was refused. Longer ones are
    /// passed on as they arrive and sent once.</summary>
    /// <value>From 0 to 64 MiB; default 1 MiB.</value>
    public int ReplayBytes { get; init; } = 1024 * 1024;

    /// <summary>The hosts that may be called, each as <c>host</c> or <c>host:port</c>; empty for those of the account: api and mp.weixin.qq.com,
    /// or the one that its <c>api</c> names.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>How long the platform may take until its answer begins, counted from the end of a long body.</summary>
    /// <value>From 1 s to 10 min; default 30 s.</value>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(30);
}
