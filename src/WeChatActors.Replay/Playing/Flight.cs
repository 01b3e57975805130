namespace WeChatActors.Replay;

/// <summary>One packet on its way through a run. Used again for another when it has ended.</summary>
internal sealed class Flight
{
    /// <summary>What is sent.</summary>
    public PlannedPacket Packet { get; set; } = null!;

    /// <summary>In whose name; empty when the packet names nobody, so that it waits for nobody.</summary>
    public string OpenId { get; set; } = "";

    /// <summary>Where in the packet stands what is replaced.</summary>
    public PacketPlaces Places { get; set; }

    /// <summary>When it should leave.</summary>
    public TimeSpan Intended { get; set; }

    /// <summary>When it could leave: it was due, its OpenID and a place were free, and the look-ahead had room for it.</summary>
    public TimeSpan Possible { get; set; }

    /// <summary>Whether it waited for a free place.</summary>
    public bool Starved { get; set; }

    /// <summary>The next of the same OpenID.</summary>
    public Flight? Behind { get; set; }
}
