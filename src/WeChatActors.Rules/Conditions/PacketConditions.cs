using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>A condition on a name or key of the packet, one of several.</summary>
internal abstract class NameCondition(TermKind kind, string[] names) : Condition
{
    private readonly Term[] _terms = Array.ConvertAll(names, name => new Term(kind, name));

    public IReadOnlyList<string> Names => names;

    public override IReadOnlyList<Term> Terms => _terms;

    public override Reach Reach => Reach.Events;

    public override bool Holds(Deciding deciding) => deciding.Packet is { } packet && Of(packet) is { } name && Array.IndexOf(names, name) >= 0;

    public override bool IsOfWords(Deciding deciding) => true;

    protected abstract string? Of(Packet packet);
}

internal sealed class TypeCondition(string[] types) : NameCondition(TermKind.Type, types)
{
    public override Reach Reach
    {
        get
        {
            // None of the types was known; that is reported, so nothing more is concluded from it.
            if (Names.Count == 0) return Reach.All;
            var reach = Reach.None;
            foreach (var type in Names) reach |= type == "event" ? Reach.Events : Reach.Messages;
            return reach;
        }
    }

    public override bool IsOfWords(Deciding deciding) => false;

    protected override string? Of(Packet packet) => packet.MsgType;
}

/// <summary>By the name of an event in lower case.</summary>
internal sealed class EventCondition(string[] kinds) : NameCondition(TermKind.Event, kinds)
{
    // Follow, scan and the taps that grant messages; every other event comes without a window of its own.
    private static readonly string[] Granting = ["subscribe", "scan", "click", "scancode_push", "scancode_waitmsg"];

    public override bool OpensNoWindow => Names.Count > 0 && !Names.Any(Granting.Contains);

    protected override string? Of(Packet packet) => (packet as Event)?.Kind;
}

/// <summary>By the key of a button of the custom menu.</summary>
internal sealed class MenuCondition(string[] keys) : NameCondition(TermKind.Menu, keys)
{
    protected override string? Of(Packet packet) => packet is Event { FromMenu: true } happened ? happened.EventKey : null;
}

/// <summary>By the scene of a QR code.</summary>
internal sealed class SceneCondition(string[] scenes) : NameCondition(TermKind.Scene, scenes)
{
    protected override string? Of(Packet packet) => (packet as Event)?.Scene;
}
