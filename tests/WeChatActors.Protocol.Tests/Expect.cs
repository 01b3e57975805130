namespace WeChatActors.Protocol.Tests;

/// <summary>What a body must have turned out to be.</summary>
internal static class Expect
{
    public static PacketResult.Parsed Parsed(PacketResult result) => Assert.IsType<PacketResult.Parsed>(result);

    public static PacketResult.Rejected Rejected(PacketResult result) => Assert.IsType<PacketResult.Rejected>(result);
}
