namespace WeChatActors.Simulator;

/// <summary>What kind of Official Account it is; rights and daily quotas follow from it.</summary>
public enum AccountKind
{
    /// <summary>服务号, verified: every right.</summary>
    Service,

    /// <summary>订阅号, verified: customer-service messages, one mass send a day, no templates, no web-page authorisation.</summary>
    Subscription,

    /// <summary>测试号: the rights of a verified 服务号 with a tenth or less of its quotas.</summary>
    Test,

    /// <summary>An account without verification: it answers passively and calls almost nothing (48001).</summary>
    Unverified,
}
