using System.Globalization;

namespace WeChatActors.Simulator;

/// <summary>The invented parts of packets, each from a stream of its own.</summary>
internal static class PacketChance
{
    private const string NonceStream = "push nonce", MsgIdStream = "msgid", MediaStream = "sent media";

    /// <summary>A nonce: ten digits.</summary>
    public static string NextNonce(this Chance chance) => (1_000_000_000 + chance.Number(NonceStream, 1_000_000_000)).ToString(CultureInfo.InvariantCulture);

    /// <summary>A message id: 17 digits, as in recorded packets.</summary>
    public static long NextMsgId(this Chance chance) => 10_000_000_000_000_000 + chance.Number(MsgIdStream, 90_000_000_000_000_000);

    /// <summary>The media id of a file that a follower sends.</summary>
    public static string NextSentMedia(this Chance chance) => chance.Text(MediaStream, 64);

    /// <summary>Begins these streams anew, so that the packets that follow are the same whatever was before. Other streams go on.</summary>
    public static void RestartPackets(this Chance chance, ulong seed)
    {
        chance.Restart(NonceStream, seed);
        chance.Restart(MsgIdStream, seed);
        chance.Restart(MediaStream, seed);
    }
}
