using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Storage;

/// <summary>Conversations of every shape, as a generator for properties.</summary>
internal static class RandomConversations
{
    private static readonly Packet[] SamplePackets =
    [
        .. Samples.All().Select(body => (PacketReader.Read(body, Samples.Now) as PacketResult.Parsed)?.Packet).OfType<Packet>(),
    ];

    private static readonly Gen<string> Texts =
        Gen.Elements("你", "\n", "\"", "x", "]]>", "😀", "\\", "\u0001", "0").ListOf().Select(parts => string.Concat(parts));

    private static readonly Gen<DateTimeOffset> Times = Gen.Choose(0, int.MaxValue).Select(Gen.Choose(0, 9_999_999), (seconds, ticks) =>
        new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) + TimeSpan.FromSeconds(seconds / 4) + TimeSpan.FromTicks(ticks));

    private static readonly Gen<TimeSpan> Spans = Gen.Choose(0, 10_000_000).Select(ticks => TimeSpan.FromTicks(ticks * 7919L));

    private static readonly Gen<ulong> Seeds = ArbMap.Default.GeneratorFor<ulong>();

    private static readonly Gen<int> Counts = Gen.Choose(0, 1000);

    private static readonly Gen<bool> Flags = ArbMap.Default.GeneratorFor<bool>();

    private static readonly Gen<Value> Leaves = Gen.OneOf(
        Texts.Select(text => Value.Of(text)), Flags.Select(flag => Value.Of(flag)), ArbMap.Default.GeneratorFor<decimal>().Select(number => Value.Of(number)),
        Times.Select(time => Value.Of(time)), Gen.Constant(Value.Null));

    private static readonly Gen<Value> Values = Gen.OneOf(
        Leaves, Leaves.ListOf().Select(items => Value.List([.. items])),
        Texts.Zip(Leaves).ListOf().Select(entries => Value.Map(entries.Select(entry => KeyValuePair.Create(entry.Item1, entry.Item2)))));

    private static readonly Gen<ImmutableDictionary<string, Value>> Maps =
        Texts.Zip(Values).ListOf().Select(entries => entries.DistinctBy(entry => entry.Item1).ToImmutableDictionary(entry => entry.Item1, entry => entry.Item2));

    private static readonly Gen<ImmutableSortedSet<string>> Tags = Texts.ListOf().Select(tags => tags.ToImmutableSortedSet(StringComparer.Ordinal));

    private static readonly Gen<Packet> Packets = Gen.OneOf(
        Gen.Elements(SamplePackets),
        Gen.Elements(SamplePackets.OfType<TextMessage>().ToArray()).Select(Texts, Packet (text, content) => text with { Content = content }),
        Gen.Elements(SamplePackets).Select(packet => packet with { CreateTime = null }));

    private static readonly Gen<PassiveReply> Replies = Gen.OneOf(
        Texts.Select(PassiveReply (text) => new TextReply(text)), Texts.Select(PassiveReply (media) => new ImageReply(media)),
        Texts.Select(Optional(Texts), PassiveReply (media, title) => new VideoReply(media, title, null)),
        Texts.Select(Texts, PassiveReply (title, url) => new NewsReply([new Article(title, "", "", url), new Article("", title, url, "")])),
        Optional(Texts).Select(PassiveReply (agent) => new TransferReply(agent)));

    private static readonly Gen<OpenPacket> Opens =
        from packet in Packets
        from seq in Counts
        from first in Times
        from deliveries in Gen.Choose(1, 3)
        from settled in Flags
        from collect in Optional(Times)
        from joined in Optional(Texts)
        from ready in Optional(Replies)
        select new OpenPacket(packet, PacketFingerprint.Of(packet.Key), seq, first)
        {
            Deliveries = deliveries, IsSettled = settled, CollectFrom = collect, CollectUntil = collect + TimeSpan.FromTicks(1), Joined = joined, Ready = ready,
        };

    private static readonly Gen<WindowView> Windows = Counts.Select(Optional(Times), (left, closes) => new WindowView(left, closes));

    private static readonly Gen<CallOrder> Orders = Gen.OneOf(
        from texts in Texts.ArrayOf(6)
        from headers in Texts.Zip(Texts).ListOf()
        from body in Optional(Texts)
        from deadline in Optional(Spans)
        from retries in Gen.Choose(0, 5)
        from once in Flags
        select (CallOrder)new HttpOrder(
            texts[0], texts[1], texts[2], [.. headers.Select(header => KeyValuePair.Create(header.Item1, header.Item2))], body, body is null ? null : texts[3], deadline, retries, once),
        from texts in Texts.ArrayOf(3)
        from system in Optional(Texts)
        from history in Gen.Choose(0, 20)
        from deadline in Optional(Spans)
        select (CallOrder)new LlmOrder(texts[0], texts[1], system, texts[2], history, deadline));

    private static readonly Gen<UserView> Users =
        from variables in Maps
        from turns in Counts
        from since in Optional(Times)
        from subscribed in Flags
        from tags in Tags
        from name in Optional(Texts)
        select new UserView(variables, turns, since, subscribed) { Tags = tags, Profile = name is null ? null : new ProfileView(null, name, "p") };

    private static readonly Gen<RuleStart> Starts = Gen.OneOf(
        Texts.Select(Counts, Maps, RuleStart (rule, index, into) => new RuleStart.Later(rule, index, into)),
        Spans.Select(RuleStart (lead) => new RuleStart.WindowClosing(lead)));

    private static readonly Gen<RunningTurn> Runnings =
        from seq in Counts
        from about in Optional(Packets)
        from start in Optional(Starts)
        from times in Times.ArrayOf(2)
        from seed in Seeds
        from user in Users
        from window in Windows
        from packet in Optional(Opens)
        from pulled in Opens.ListOf()
        from results in Values.Select(Times, Windows, (result, at, seen) => new CallResult(result, at, seen)).ListOf()
        from counts in Counts.ArrayOf(4)
        from replied in Flags
        from order in Orders
        from busy in Gen.Elements(Enum.GetValues<BusyMode>())
        from slow in Gen.Elements(Enum.GetValues<SlowMode>())
        select new RunningTurn(seq, about, start, times[0], seed, "hash", user, window)
        {
            Packet = packet, Pulled = [.. pulled], Results = [.. results], Emitted = counts[0], Replied = replied, Call = order,
            CallId = new CallId(seq, counts[1], counts[2]), CallDue = times[1], Node = "node", Busy = busy, Slow = slow,
        };

    private static readonly Gen<TimerTask> Tasks = Gen.OneOf(
        from rule in Texts
        from index in Counts
        from packet in Optional(Packets)
        from results in Maps
        from seed in Seeds
        select (TimerTask)new TimerTask.Later(rule, index, packet, results, seed),
        Gen.Constant<TimerTask>(new TimerTask.EndPause()), Spans.Select(TimerTask (lead) => new TimerTask.WindowClosing(lead)));

    private static readonly Gen<HumanPause> Pauses =
        from since in Times
        from until in Optional(Times)
        from untilClose in Flags
        from agent in Optional(Texts)
        select new HumanPause(since, until, untilClose, "agent", agent);

    public static readonly Gen<Ledger> Ledgers =
        Gen.Elements(Ledger.Scenes.ToArray()).Zip(Counts.Select(Times, Times, Gen.Choose(0, 3), (left, at, until, pending) => new Grant(left, at, until, pending))).ListOf()
            .Select(grants => grants.Aggregate(Ledger.Empty, (ledger, grant) => ledger.With(grant.Item1, grant.Item2)));

    /// <summary>The state of a conversation; the rest of it is as at first.</summary>
    public static readonly Gen<Conversation> States =
        from since in Optional(Times)
        from subscribed in Flags
        from variables in Maps
        from profile in Optional(Texts.Select(Times, (name, at) => new Profile(null, name, null, AuthorisationScope.UserInfo, at)))
        from tags in Tags
        from other in Counts
        from running in Optional(Runnings)
        from shares in Flags
        from queue in Opens.ListOf()
        from unclaimed in Opens.ListOf()
        from parked in Counts.Select(Texts, Replies, Times, (seq, question, reply, at) => new ParkedAnswer(seq, question, reply, at, seq % 2 == 0)).ListOf()
        from timers in Texts.Select(Times, Tasks, (name, due, what) => new ConversationTimer(name, due, what)).ListOf()
        from work in Optional(Times)
        from pause in Optional(Pauses)
        from returning in Flags
        from history in Texts.Select(Texts, (question, answer) => new Exchange(question, answer)).ListOf()
        select new Conversation
        {
            Since = since, Subscribed = subscribed, Variables = variables, Profile = profile, Tags = tags, OtherLines = other,
            Running = shares && running is not null ? running with { User = running.User with { Variables = variables } } : running,
            Queue = [.. queue], Unclaimed = [.. unclaimed], Parked = [.. parked], Timers = [.. timers], WorkDue = work, Pause = pause, Returning = returning,
            History = [.. history], ErasedAt = other, SecretFrom = other, Given = [.. parked.Select(answer => new GivenAnswer(answer.Seq, answer.Reply, answer.At, answer.Question))],
        };

    private static Gen<TResult> Select<T1, T2, TResult>(this Gen<T1> first, Gen<T2> second, Func<T1, T2, TResult> make) =>
        first.Zip(second).Select(both => make(both.Item1, both.Item2));

    private static Gen<TResult> Select<T1, T2, T3, TResult>(this Gen<T1> first, Gen<T2> second, Gen<T3> third, Func<T1, T2, T3, TResult> make) =>
        first.Zip(second).Zip(third).Select(all => make(all.Item1.Item1, all.Item1.Item2, all.Item2));

    private static Gen<TResult> Select<T1, T2, T3, T4, TResult>(
        this Gen<T1> first, Gen<T2> second, Gen<T3> third, Gen<T4> fourth, Func<T1, T2, T3, T4, TResult> make) =>
        first.Zip(second).Zip(third.Zip(fourth)).Select(all => make(all.Item1.Item1, all.Item1.Item2, all.Item2.Item1, all.Item2.Item2));

    private static Gen<T?> Optional<T>(Gen<T> values) where T : class => Gen.OneOf(Gen.Constant<T?>(null), values.Select(T? (value) => value));

    private static Gen<DateTimeOffset?> Optional(Gen<DateTimeOffset> values) => Gen.OneOf(Gen.Constant<DateTimeOffset?>(null), values.Select(DateTimeOffset? (value) => value));

    private static Gen<TimeSpan?> Optional(Gen<TimeSpan> values) => Gen.OneOf(Gen.Constant<TimeSpan?>(null), values.Select(TimeSpan? (value) => value));
}
