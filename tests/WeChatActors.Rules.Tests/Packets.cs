using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests;

/// <summary>An event as a test wants it.</summary>
internal sealed record SomeEvent : Event
{
    public string? QrScene { get; init; }

    public bool IsMenu { get; init; }

    public override string? Scene => QrScene;

    public override bool FromMenu => IsMenu;

    public override ReplyAbility Reply => ReplyAbility.Allowed;
}

/// <summary>A message of a kind that has no record of its own.</summary>
internal sealed record SomeMessage(string Type) : Message
{
    public override string MsgType => Type;
}

/// <summary>Packets and inputs for tests.</summary>
internal static class Packets
{
    public static readonly DateTimeOffset T0 = new(2026, 2, 1, 4, 30, 0, TimeSpan.Zero);
    public static readonly TimeZoneInfo Shanghai = TimeZoneInfo.CreateCustomTimeZone("CST", TimeSpan.FromHours(8), "CST", "CST");
    public static readonly AccountView Account = new("demo", "wx0000000000000demo", Shanghai);
    public static readonly UserView Newcomer = new(ImmutableDictionary<string, Value>.Empty, 0, null, true);

    public static TextMessage Text(string content) => new()
    {
        ToUserName = "gh_1", FromUserName = "oAnn", CreateTime = 1_769_920_200, Key = new("k"), Fields = PacketFields.Empty, Content = content, MsgId = "77",
    };

    public static VoiceMessage Voice(string? words, string? media = null) => new()
    {
        ToUserName = "gh_1", FromUserName = "oAnn", CreateTime = 1_769_920_200, Key = new("k"), Fields = PacketFields.Empty, Recognition = words, MediaId = media,
    };

    public static ImageMessage Image(string? media = null) => new()
    {
        ToUserName = "gh_1", FromUserName = "oAnn", CreateTime = 1_769_920_200, Key = new("k"), Fields = PacketFields.Empty, MediaId = media, PicUrl = "http://p/1",
    };

    public static LocationMessage Location(double latitude, double longitude, string? label = null) => new()
    {
        ToUserName = "gh_1", FromUserName = "oAnn", CreateTime = 1_769_920_200, Key = new("k"), Fields = PacketFields.Empty,
        Latitude = latitude, Longitude = longitude, Label = label,
    };

    public static SomeMessage Of(string type, params PacketField[] fields) => new(type)
    {
        ToUserName = "gh_1", FromUserName = "oAnn", CreateTime = 1_769_920_200, Key = new("k"), Fields = new(fields),
    };

    public static SomeEvent Event(string name, string? key = null, string? scene = null, bool menu = false, params PacketField[] fields) => new()
    {
        ToUserName = "gh_1", FromUserName = "oAnn", CreateTime = 1_769_920_200, Key = new("k"), Fields = new(fields),
        Name = name, Kind = name.ToLowerInvariant(), EventKey = key, QrScene = scene, IsMenu = menu,
    };

    public static RuleInput Input(Packet packet, UserView? user = null, DateTimeOffset? now = null, ulong seed = 1) =>
        new(packet, user ?? Newcomer, Account, now ?? T0, seed);

    public static UserView With(params (string Name, Value Value)[] variables) =>
        Newcomer with { Variables = variables.ToImmutableDictionary(v => v.Name, v => v.Value) };
}
