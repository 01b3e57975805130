using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>One element of a packet: text in CDATA, a bare number, or further elements.</summary>
internal sealed record PacketElement
{
    private PacketElement(string name, string text, bool bare, bool isStructure, ImmutableArray<PacketElement> children) =>
        (Name, Text, Bare, IsStructure, Children) = (name, text, bare, isStructure, children);

    /// <summary>The element's name.</summary>
    public string Name { get; }

    /// <summary>Its text; empty when it holds elements.</summary>
    public string Text { get; }

    /// <summary>Whether the text stands without CDATA, as numbers do.</summary>
    public bool Bare { get; }

    /// <summary>Whether it holds elements, be it none, and no text.</summary>
    public bool IsStructure { get; }

    /// <summary>The elements it holds.</summary>
    public ImmutableArray<PacketElement> Children { get; }

    /// <summary>A text in CDATA.</summary>
    public static PacketElement Of(string name, string text) => new(name, text, false, false, []);

    /// <summary>A number.</summary>
    public static PacketElement Of(string name, long number) => Number(name, number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A number that is written already.</summary>
    public static PacketElement Number(string name, string digits) => new(name, digits, true, false, []);

    /// <summary>A structure.</summary>
    public static PacketElement Of(string name, params ImmutableArray<PacketElement> children) => new(name, "", false, true, children);
}

/// <summary>One packet that the platform pushes, before it becomes bytes.</summary>
/// <param name="From">FromUserName: the OpenID, or a system user.</param>
/// <param name="CreateTime">When it happened; the packet holds whole seconds.</param>
/// <param name="MsgType">text, image, ..., event.</param>
/// <param name="Elements">What follows the four common elements, in WeChat's order, MsgId included.</param>
internal sealed record SimulatedPacket(string From, DateTimeOffset CreateTime, string MsgType, ImmutableArray<PacketElement> Elements)
{
    /// <summary>The Event element of an event; null for a message.</summary>
    public string? Event => MsgType == "event" ? Elements.FirstOrDefault(element => element.Name == "Event")?.Text : null;

    /// <summary>Whether it is a message; else an event.</summary>
    public bool IsMessage => MsgType != "event";

    /// <summary>The MsgType, or <c>event</c> and the event's name.</summary>
    public string Kind => Event is { } name ? $"event {name}" : MsgType;

    /// <summary>What an answer to it is judged by.</summary>
    /// <param name="to">The account's original id.</param>
    public AnsweredPacket AnsweredBy(string to) => new(From, to, Kind);

    /// <summary>Whether the follower waits for something and is told when the service fails: messages, and what is tapped or scanned.</summary>
    public bool IsAwaited => AnsweredBy("").TakesReply
        || Event is "VIEW" or "view_miniprogram" or "scancode_push" or "pic_sysphoto" or "pic_photo_or_album" or "pic_weixin" or "location_select";

    /// <summary>Which customer-service window it opens.</summary>
    public WindowScene Opens { get; init; }

    /// <summary>An event.</summary>
    public static SimulatedPacket OfEvent(string from, DateTimeOffset at, string name, params ImmutableArray<PacketElement> elements) =>
        new(from, at, "event", [PacketElement.Of("Event", name), .. elements]);
}
