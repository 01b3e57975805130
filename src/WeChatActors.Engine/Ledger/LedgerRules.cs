using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>How many customer-service messages an action of the user grants, and for how long. Configuration, because WeChat changes the
/// numbers without a version; the defaults are those of 客服消息下发规则 as of 2025, see <c>protocol/limits.md</c> section 2.</summary>
/// <param name="Count">Messages; 0 grants nothing.</param>
/// <param name="Span">For how long, from the action.</param>
/// <param name="Margin">By how much earlier the engine takes it for over.</param>
public readonly record struct GrantRule(int Count, TimeSpan Span, TimeSpan Margin);

/// <summary>The grants of all scenes.</summary>
public sealed record LedgerRules
{
    private static readonly GrantRule Short = new(3, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));

    /// <summary>The date of the defaults.</summary>
    public const string Dated = "2023-08-01";

    /// <summary>A message of the user: 5 in 48 h.</summary>
    public GrantRule UserMessage { get; init; } = new(5, TimeSpan.FromHours(48), TimeSpan.FromMinutes(5));

    /// <summary>A tap in the menu, or on an entry of a menu message: 3 in a minute.</summary>
    public GrantRule MenuClick { get; init; } = Short;

    /// <summary>A follow: 3 in a minute.</summary>
    public GrantRule Follow { get; init; } = Short;

    /// <summary>A scanned QR code: 3 in a minute.</summary>
    public GrantRule Scan { get; init; } = Short;

    /// <summary>A payment: nothing, because the announcement of 2023 withdrew it and the pages contradict each other.</summary>
    public GrantRule Payment { get; init; } = new(0, TimeSpan.FromHours(48), TimeSpan.FromMinutes(5));

    /// <summary>The rule of a scene.</summary>
    public GrantRule Of(WindowScene scene) => scene switch
    {
        WindowScene.UserMessage => UserMessage,
        WindowScene.MenuClick => MenuClick,
        WindowScene.Follow => Follow,
        WindowScene.Scan => Scan,
        WindowScene.Payment => Payment,
        _ => default,
    };
}
