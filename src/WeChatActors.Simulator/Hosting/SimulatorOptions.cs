using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>What a simulator is started with.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The accounts, each with another alias and AppID.</summary>
    public required ImmutableArray<AccountSetup> Accounts { get; init; }

    /// <summary>Where the API answers, in the place of api.weixin.qq.com, mp.weixin.qq.com and open.weixin.qq.com. Port 0 takes a free one.</summary>
    public Uri Api { get; init; } = new("http://127.0.0.1:8083");

    /// <summary>Where the phone page and the control API answer. Port 0 takes a free one.</summary>
    public Uri Page { get; init; } = new("http://127.0.0.1:8082");

    /// <summary>The same seed gives the same ids, nonces and tokens for the same actions.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Nicknames of the people who are there at the start.</summary>
    public ImmutableArray<string> People { get; init; } = ["小明", "小红", "Ann"];

    /// <summary>How many customer-service messages an action allows.</summary>
    public WindowRules Windows { get; init; } = WindowRules.Current;
}
