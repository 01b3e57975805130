using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace WeChatActors.Engine;

/// <summary>Where an IP address leads.</summary>
public enum AddressKind
{
    /// <summary>Into the internet.</summary>
    Public,

    /// <summary>Into this machine or a network behind it.</summary>
    Private,

    /// <summary>To no server that a name should stand for: link-local (where clouds keep credentials of machines), multicast, reserved.</summary>
    Never,
}

/// <summary>Tells addresses apart.</summary>
/// <remarks>Source: the IANA registries of special-purpose IPv4 and IPv6 addresses. What is not known to be public is not.</remarks>
public static class AddressKinds
{
    private static readonly (uint Net, int Bits, AddressKind Kind)[] V4 =
    [
        (Of(0, 0), 8, AddressKind.Never), // this network: on many systems it leads to the machine itself
        (Of(10, 0), 8, AddressKind.Private),
        (Of(100, 64), 10, AddressKind.Private), // carriers' NAT
        (Of(127, 0), 8, AddressKind.Private),
        (Of(169, 254), 16, AddressKind.Never), // link-local
        (Of(172, 16), 12, AddressKind.Private),
        (Of(192, 0, 0), 24, AddressKind.Never), // protocol assignments
        (Of(192, 0, 2), 24, AddressKind.Never), // documentation
        (Of(192, 88, 99), 24, AddressKind.Never), // 6to4 relays
        (Of(192, 168), 16, AddressKind.Private),
        (Of(198, 18), 15, AddressKind.Private), // benchmarks, and what local proxies invent for names
        (Of(198, 51, 100), 24, AddressKind.Never), // documentation
        (Of(203, 0, 113), 24, AddressKind.Never), // documentation
        (Of(224, 0), 3, AddressKind.Never), // multicast, reserved, broadcast
    ];

    private static readonly (UInt128 Net, int Bits, AddressKind Kind)[] V6 =
    [
        (Of("::1"), 128, AddressKind.Private),
        (Of("fc00::"), 7, AddressKind.Private), // unique local
        (Of("fec0::"), 10, AddressKind.Private), // site-local
        (Of("2001::"), 23, AddressKind.Never), // protocol assignments, Teredo among them
        (Of("2001:db8::"), 32, AddressKind.Never), // documentation
        (Of("3fff::"), 20, AddressKind.Never), // documentation
        (Of("2000::"), 3, AddressKind.Public), // all that is given out
    ];

    // Networks whose addresses carry an IPv4 address in them, and where.
    private static readonly (UInt128 Net, int Bits, int At)[] Carriers =
    [
        (Of("::ffff:0:0"), 96, 12), // mapped
        (Of("::ffff:0:0:0"), 96, 12), // translated
        (Of("64:ff9b::"), 96, 12), // NAT64
        (Of("64:ff9b:1::"), 48, 12), // NAT64 of a local network
        (Of("2002::"), 16, 2), // 6to4
        (Of("::"), 96, 12), // compatible, the old way
    ];

    /// <summary>Where an address leads. One that carries an IPv4 address in it is never public: what is at the other end of the translation
    /// is not to be seen from here.</summary>
    public static AddressKind Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetwork) return Of(BinaryPrimitives.ReadUInt32BigEndian(bytes));
        var number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        // The machine itself is at the beginning of the old carrier.
        if (number != UInt128.One)
            foreach (var (net, bits, at) in Carriers)
                if ((number ^ net) >> (128 - bits) == 0) return Carrying(bytes[at..]);
        foreach (var (net, bits, kind) in V6)
            if ((number ^ net) >> (128 - bits) == 0) return kind;
        return AddressKind.Never;
    }

    private static AddressKind Carrying(ReadOnlySpan<byte> v4) =>
        Of(BinaryPrimitives.ReadUInt32BigEndian(v4)) == AddressKind.Never ? AddressKind.Never : AddressKind.Private;

    private static AddressKind Of(uint address)
    {
        foreach (var (net, bits, kind) in V4)
            if ((address ^ net) >> (32 - bits) == 0) return kind;
        return AddressKind.Public;
    }

    private static UInt128 Of(string v6) => BinaryPrimitives.ReadUInt128BigEndian(IPAddress.Parse(v6).GetAddressBytes());

    private static uint Of(uint a, uint b, uint c = 0) => (a << 24) | (b << 16) | (c << 8);
}
