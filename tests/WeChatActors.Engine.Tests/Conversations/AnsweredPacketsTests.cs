using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Conversations;

public sealed class AnsweredPacketsTests
{
    [Fact]
    public void An_older_value_does_not_see_what_was_added_to_a_newer_one()
    {
        var one = AnsweredPackets.None.Add(Packet(1, 0));
        var left = one.Add(Packet(2, 1));
        var right = one.Add(Packet(3, 1));

        Assert.Equal([1], Seqs(one));
        Assert.Equal([1, 2], Seqs(left));
        Assert.Equal([1, 3], Seqs(right));
    }

    [Fact]
    public void A_packet_is_surely_recognised_for_a_minute_however_many_follow()
    {
        var held = AnsweredPackets.None;
        for (var i = 0; i < 600; i++) held = held.Add(Packet(i, i * 0.1));

        Assert.True(held.TryFind(Key(0), out _));
        held = held.Add(Packet(600, 60.1));
        Assert.False(held.TryFind(Key(0), out _));
        Assert.True(held.TryFind(Key(1), out _));
    }

    [Fact]
    public void At_an_ordinary_pace_a_packet_is_recognised_for_a_quarter_of_an_hour()
    {
        var held = AnsweredPackets.None.Add(Packet(0, 0)).Add(Packet(1, 900));

        Assert.True(held.TryFind(Key(0), out _));
        Assert.False(held.Add(Packet(2, 900.001)).TryFind(Key(0), out _));
    }

    [Fact]
    public void Random_histories_agree_with_a_plain_list()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var held = AnsweredPackets.None;
            var model = new List<AnsweredPacket>();
            var at = 0.0;
            for (var i = 0; i < 300; i++)
            {
                at += random.NextDouble() * (seed % 3 == 0 ? 60 : 2);
                var packet = Packet(i, at);
                while (model.Count > 0 && AnsweredPackets.IsForgotten(model[0].At, packet.At, model.Count)) model.RemoveAt(0);
                model.Add(packet);
                var branch = held.Add(Packet(1_000 + i, at));
                held = random.Next(2) == 0 ? held.Add(packet) : Rebuild(held).Add(packet);
                Assert.Equal(model.Select(p => p.Seq), Seqs(held));
                Assert.True(branch.TryFind(Key(1_000 + i), out _));
            }
        }
    }

    [Fact]
    public void A_growing_history_costs_a_constant_amount_of_memory_per_packet()
    {
        var held = AnsweredPackets.None;
        for (var i = 0; i < 64; i++) held = held.Add(Packet(i, i));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++) held = held.Add(Packet(i, 64 + i));
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 10_000.0;
        Assert.InRange(each, 1, 400);
    }

    private static AnsweredPackets Rebuild(AnsweredPackets from)
    {
        var rebuilt = AnsweredPackets.None;
        foreach (var packet in from.ToArray()) rebuilt = rebuilt.Add(packet);
        return rebuilt;
    }

    private static PacketFingerprint Key(int number) => PacketFingerprint.Of(new DeliveryKey($"msg:oAnn:{number}"));

    private static AnsweredPacket Packet(int number, double seconds) => new(Key(number), Given.Noon.AddSeconds(seconds), number, null);

    private static long[] Seqs(AnsweredPackets held) => [.. held.ToArray().Select(packet => packet.Seq)];
}
