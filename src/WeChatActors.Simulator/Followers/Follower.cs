using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>A person at one account. Small: a crowd of 100,000 is kept in memory. Guarded by its account's gate.</summary>
internal sealed class Follower(OpenId openId, Person person)
{
    private Chat? _chat;

    /// <summary>His OpenID.</summary>
    public OpenId OpenId { get; } = openId;

    /// <summary>Who it is.</summary>
    public Person Person { get; } = person;

    /// <summary>Whether he follows the account.</summary>
    public bool Subscribed { get; set; }

    /// <summary>When he last followed; null when he never did.</summary>
    public DateTimeOffset? SubscribedAt { get; set; }

    /// <summary>How he came to follow, such as ADD_SCENE_QR_CODE.</summary>
    public string? SubscribeScene { get; set; }

    /// <summary>The scene of the QR code he followed by; null without.</summary>
    public string? QrScene { get; set; }

    /// <summary>When account and follower last exchanged a message; the typing state needs it.</summary>
    public DateTimeOffset? LastExchange { get; set; }

    /// <summary>What the account may still send him.</summary>
    public ReplyWindows Windows { get; } = new();

    /// <summary>Remark that the account gave him.</summary>
    public string Remark { get; set; } = "";

    /// <summary>Whether the account has blocked him.</summary>
    public bool Blacklisted { get; set; }

    /// <summary>Whether he lets the account's templates and mass messages through.</summary>
    public bool Receives { get; set; } = true;

    /// <summary>The tags that the account gave him, the newest last.</summary>
    public ImmutableArray<int> Tags { get; set; } = [];

    /// <summary>What his phone shows; made when first used.</summary>
    public Chat Chat => _chat ??= new Chat();
}
