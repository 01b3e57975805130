using System.Text.Json;

namespace WeChatActors.Protocol.Tests.Packets;

public class GoodPacketTests
{
    public static TheoryData<string> Files() =>
        [.. Samples.Index().Where(row => !IsEncrypted(row)).Select(row => row.GetProperty("file").GetString()!)];

    [Fact]
    public void The_index_names_every_sample() =>
        Assert.Equal(
            Directory.EnumerateFiles(Samples.Folder("packets"), "*.xml").Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Samples.Index().Select(row => row.GetProperty("file").GetString()).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Files))]
    public void Reads_every_property_of_a_recorded_packet(string file)
    {
        var parsed = Expect.Parsed(PacketReader.Read(Samples.Bytes(file), Samples.Now));

        Assert.Equal(PacketWarnings.None, parsed.Warnings);
        Golden.Matches($"packets/{Path.ChangeExtension(file, ".txt")}", parsed.Packet.Describe());
    }

    [Theory, MemberData(nameof(Files))]
    public void Knows_whose_packet_it_is_and_what_may_follow(string file)
    {
        var row = Samples.Index().Single(row => row.GetProperty("file").GetString() == file);
        var packet = Expect.Parsed(PacketReader.Read(Samples.Bytes(file), Samples.Now)).Packet;

        Assert.Equal(row.GetProperty("msg_type").GetString(), packet.MsgType);
        Assert.Equal(Optional(row, "event"), (packet as Event)?.Name);
        Assert.Equal(Optional(row, "event")?.ToLowerInvariant(), (packet as Event)?.Kind);
        Assert.Equal(Optional(row, "actor_openid"), packet.Conversation?.Value);
        Assert.Equal(row.GetProperty("scope").GetString() == "account", packet.Conversation is null);
        Assert.Equal(row.GetProperty("dedupe_advised").GetString(), packet.Key.Value);
        Assert.Equal(Window(Optional(row, "opens_window")), packet.Opens);
        Assert.Equal(Ability(row.GetProperty("reply").GetString()), packet.Reply);
    }

    [Theory, MemberData(nameof(Files))]
    public void The_same_bytes_make_an_equal_packet(string file) =>
        Assert.Equal(
            Expect.Parsed(PacketReader.Read(Samples.Bytes(file))).Packet,
            Expect.Parsed(PacketReader.Read(Samples.Bytes(file))).Packet);

    /// <summary>Safe-mode samples are packets only once they are opened.</summary>
    private static bool IsEncrypted(JsonElement row) =>
        row.TryGetProperty("encrypted", out var mode) && mode.GetString() == "safe";

    private static string? Optional(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static WindowScene Window(string? scene) => scene switch
    {
        null => WindowScene.None,
        "user_message" => WindowScene.UserMessage,
        "menu_click" => WindowScene.MenuClick,
        "follow" => WindowScene.Follow,
        "scan" => WindowScene.Scan,
        _ => throw new ArgumentException(scene),
    };

    private static ReplyAbility Ability(string? reply) => reply switch
    {
        "allowed" => ReplyAbility.Allowed,
        "device reply" => ReplyAbility.Device,
        _ => ReplyAbility.None,
    };
}
