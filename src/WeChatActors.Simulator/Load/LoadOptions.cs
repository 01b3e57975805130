using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>What a load source does.</summary>
internal sealed record LoadOptions
{
    /// <summary>Whose packets: callback, token, original id, security mode.</summary>
    public required AccountSetup Account { get; init; }

    /// <summary>How many virtual followers write in turn; 1 to 10,000,000.</summary>
    public int Followers { get; init; } = 10_000;

    /// <summary>How many packets are under way at once, each on a connection of its own; at most one of each follower.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>It ends after so many packets; null for no such end.</summary>
    public long? Packets { get; init; }

    /// <summary>It ends after this time; null for no such end. One of the two is needed.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What the followers write, in turn.</summary>
    public ImmutableArray<string> Texts { get; init; } = ["你好", "营业时间是几点？", "帮助", "Wi-Fi 密码", "随便说一句机器人不懂的话"];

    /// <summary>The MsgId of the first packet; the others count on. Another run against the same server needs others.</summary>
    public required long FirstMsgId { get; init; }
}
