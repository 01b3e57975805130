using FsCheck;
using FsCheck.Fluent;
using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests;

/// <summary>The ledger against a model of the platform, which spends the grant that ends first and knows nothing of reservations.</summary>
public sealed class LedgerTests
{
    private static readonly LedgerRules Rules = new();
    private static readonly LedgerRules WithPayments = new() { Payment = new(2, TimeSpan.FromHours(48), TimeSpan.FromMinutes(5)) };
    private static readonly DateTimeOffset T0 = Given.Noon;

    private enum Act
    {
        UserMessage,
        MenuClick,
        Follow,
        Scan,
        Payment,
        Reserve,
        Send,
        Tell,
        GiveUp,
        Lie,
        Second,
        HalfMinute,
        Hour,
        Day,
    }

    private static readonly Arbitrary<Act[]> Schedules = Gen.Frequency(
        (3, Gen.Elements(Act.UserMessage, Act.MenuClick, Act.Follow, Act.Scan, Act.Payment)),
        (8, Gen.Elements(Act.Reserve, Act.Send, Act.Tell)),
        (1, Gen.Elements(Act.GiveUp, Act.Lie)),
        (2, Gen.Elements(Act.Second, Act.HalfMinute, Act.Hour, Act.Day))).ListOf(120).Select(acts => acts.ToArray()).ToArbitrary();

    [Fact]
    public void Nothing_is_sent_that_the_platform_refuses_unless_it_counts_differently() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Schedules, acts =>
        {
            if (FaultOf(acts) is not null) Assert.Fail(Shortest([.. acts]));
        }));

    /// <summary>Plays a schedule.</summary>
    /// <returns>What was broken; null when nothing was.</returns>
    private static string? FaultOf(IReadOnlyList<Act> acts)
    {
        var (ledger, platform, now) = (Ledger.Empty, new Platform(Rules), T0);
        var (pending, lied) = (new Queue<Reservation>(), false);
        (DateTimeOffset At, bool Taken)? sent = null;
        foreach (var act in acts)
        {
            // No two things happen at the same moment.
            now += VirtualTime.OneTick;
            switch (act)
            {
                case Act.Reserve when ledger.TryReserve(now, out var grant, out var next):
                    if (Ledger.Scenes.Any(scene => ledger[scene].Left > 0 && now < ledger[scene].Until && ledger[scene].Until < grant.Until)) return "another ends earlier";
                    ledger = next;
                    pending.Enqueue(grant);
                    break;
                case Act.Send when sent is null && pending.TryPeek(out var row) && now < row.Until:
                    sent = (now, platform.Take(now));
                    if (!sent.Value.Taken && !lied) return "refused";
                    break;
                case Act.Tell when sent is { } how:
                    var told = pending.Dequeue();
                    ledger = how.Taken ? ledger.Spend(told, how.At) : ledger.Exhaust(told);
                    sent = null;
                    break;
                case Act.GiveUp when sent is null && pending.TryPeek(out var late) && now >= late.Until:
                    ledger = ledger.GiveBack(pending.Dequeue());
                    break;
                case Act.Lie:
                    platform.Forget();
                    lied = true;
                    break;
                case <= Act.Payment:
                    var opened = Ledger.Scenes[(int)act];
                    ledger = ledger.Open(opened, now, Rules);
                    platform.Open(opened, now);
                    break;
                case Act.Second or Act.HalfMinute or Act.Hour or Act.Day:
                    now += act switch { Act.Second => TimeSpan.FromSeconds(1), Act.HalfMinute => TimeSpan.FromSeconds(30), Act.Hour => TimeSpan.FromHours(1), _ => TimeSpan.FromDays(1) };
                    break;
            }
            foreach (var scene in Ledger.Scenes)
            {
                var grant = ledger[scene];
                if (grant.Left < 0 || grant.Pending < 0 || (now < grant.Until && grant.Left + grant.Pending > Rules.Of(scene).Count)) return $"{scene} has {grant}";
            }
            // What was on its way when the platform counted differently may be paid by what came afterwards; then both have nothing, and agree again.
            if (lied && pending.Count == 0 && ledger.Left(now) == 0) lied = false;
            if (!lied && sent is null && ledger.Left(now) > platform.Left(now)) return $"{ledger.Left(now)} left, and {platform.Left(now)} at the platform";
            if (ledger.Left(now) > 0 != ledger.TryReserve(now, out _, out _) || ledger.Left(now) > 0 != ledger.ClosesAt(now) is not null) return "it contradicts itself";
        }
        return null;
    }

    /// <summary>A schedule without all that it does not take to break the promise.</summary>
    private static string Shortest(List<Act> acts)
    {
        for (var i = acts.Count - 1; i >= 0; i--)
        {
            List<Act> fewer = [.. acts[..i], .. acts[(i + 1)..]];
            if (FaultOf(fewer) is null) continue;
            acts = fewer;
            i = acts.Count;
        }
        return $"{FaultOf(acts)} after {string.Join(", ", acts)}";
    }

    [Fact]
    public void With_nothing_on_its_way_it_has_what_the_platform_has()
    {
        var (ledger, platform, now, chance) = (Ledger.Empty, new Platform(WithPayments), T0, new Random(5));
        for (var step = 0; step < 20_000; step++)
        {
            var scene = Ledger.Scenes[chance.Next(Ledger.Scenes.Length)];
            if (chance.Next(4) == 0) (ledger, _) = (ledger.Open(scene, now, WithPayments), platform.Open(scene, now));
            if (ledger.TryReserve(now, out var grant, out var next)) (ledger, _) = (next.Spend(grant, now), platform.Take(now));
            // Never into the margin, in which the platform still has what the engine has not.
            now += TimeSpan.FromMinutes(chance.Next(3) * 2) + VirtualTime.OneTick;

            Assert.True(ledger.Left(now) == platform.Left(now) || platform.IsInMargin(now), $"step {step}: {ledger.Left(now)} instead of {platform.Left(now)}");
        }
    }

    [Fact]
    public void A_new_message_gives_five_again_and_not_five_more()
    {
        var ledger = Ledger.Empty.Open(WindowScene.UserMessage, T0, Rules);
        Assert.True(ledger.TryReserve(T0, out var grant, out ledger));
        ledger = ledger.Spend(grant, T0);
        Assert.Equal(4, ledger.Left(T0));

        ledger = ledger.Open(WindowScene.UserMessage, T0.AddHours(1), Rules);

        Assert.Equal(5, ledger.Left(T0.AddHours(1)));
        Assert.Equal(T0.AddHours(49).AddMinutes(-5), ledger.ClosesAt(T0.AddHours(1)));
    }

    [Fact]
    public void A_packet_that_arrives_late_does_not_shorten_what_a_newer_one_gave()
    {
        var ledger = Ledger.Empty.Open(WindowScene.UserMessage, T0, Rules);

        Assert.Equal(ledger, ledger.Open(WindowScene.UserMessage, T0.AddSeconds(-1), Rules));
    }

    [Fact]
    public void The_short_grant_is_spent_before_the_long_one()
    {
        var ledger = Ledger.Empty.Open(WindowScene.UserMessage, T0, Rules).Open(WindowScene.MenuClick, T0, Rules);
        var scenes = new List<WindowScene>();
        while (ledger.TryReserve(T0, out var grant, out ledger)) scenes.Add(grant.Scene);

        Assert.Equal([.. Enumerable.Repeat(WindowScene.MenuClick, 3), .. Enumerable.Repeat(WindowScene.UserMessage, 5)], scenes);
    }

    [Fact]
    public void A_grant_ends_to_the_tick_by_its_margin_before_the_platforms()
    {
        var ledger = Ledger.Empty.Open(WindowScene.MenuClick, T0, Rules);
        var end = T0.AddSeconds(50);

        Assert.True(ledger.TryReserve(end.AddTicks(-1), out var grant, out _));
        Assert.Equal(end, grant.Until);
        Assert.False(ledger.TryReserve(end, out _, out _));
        Assert.Null(ledger.ClosesAt(end));
    }

    [Fact]
    public void What_is_on_its_way_is_taken_off_the_next_grant_and_given_back_once()
    {
        var ledger = Ledger.Empty.Open(WindowScene.UserMessage, T0, Rules);
        Assert.True(ledger.TryReserve(T0, out var grant, out ledger));
        ledger = ledger.Open(WindowScene.UserMessage, T0.AddSeconds(1), Rules);

        Assert.Equal(4, ledger.Left(T0.AddSeconds(1)));
        Assert.Equal(5, ledger.GiveBack(grant).Left(T0.AddSeconds(1)));
        Assert.Equal(5, ledger.GiveBack(grant).GiveBack(grant).Left(T0.AddSeconds(1)));
        Assert.Equal(0, Ledger.Empty.GiveBack(grant).Left(T0));
        Assert.Equal(ledger, ledger.GiveBack(default));
    }

    [Fact]
    public void A_tap_that_comes_between_reserving_and_sending_may_pay_for_it()
    {
        var ledger = Ledger.Empty.Open(WindowScene.UserMessage, T0, Rules);
        Assert.True(ledger.TryReserve(T0, out var grant, out ledger));
        ledger = ledger.Open(WindowScene.MenuClick, T0.AddSeconds(1), Rules).Spend(grant, T0.AddSeconds(2));

        // Counted when the tap opens its grant and when the message is told: rather one too few than one too many.
        Assert.Equal((4, 1), (ledger.UserMessage.Left, ledger.MenuClick.Left));
    }

    [Fact]
    public void A_message_sent_before_a_late_packet_was_heard_of_may_have_been_spent_on_what_it_grants()
    {
        var ledger = Ledger.Empty.Open(WindowScene.UserMessage, T0, Rules);
        Assert.True(ledger.TryReserve(T0, out var grant, out ledger));
        ledger = ledger.Spend(grant, T0.AddSeconds(7));

        Assert.Equal(4, ledger.Open(WindowScene.UserMessage, T0.AddSeconds(6), Rules).Left(T0.AddSeconds(8)));
        Assert.Equal(5, ledger.Open(WindowScene.UserMessage, T0.AddSeconds(8), Rules).Left(T0.AddSeconds(8)));
        Assert.Equal(4, ledger.Open(WindowScene.MenuClick, T0.AddSeconds(6), Rules).Left(T0.AddSeconds(8)));
        Assert.Equal(7, ledger.Open(WindowScene.MenuClick, T0.AddSeconds(8), Rules).Left(T0.AddSeconds(8)));
    }

    [Fact]
    public void Who_left_has_no_window_before_he_does_something_again()
    {
        var left = Ledger.Empty.Open(WindowScene.UserMessage, T0, Rules).Close(T0.AddSeconds(10));

        Assert.Equal(0, left.Left(T0.AddSeconds(11)));
        Assert.Equal(0, left.Open(WindowScene.UserMessage, T0.AddSeconds(9), Rules).Left(T0.AddSeconds(11)));
        Assert.Equal(3, left.Open(WindowScene.Follow, T0.AddSeconds(11), Rules).Left(T0.AddSeconds(11)));
        Assert.Equal(3, Ledger.Empty.Open(WindowScene.Follow, T0.AddSeconds(11), Rules).Close(T0.AddSeconds(10)).Left(T0.AddSeconds(11)));
    }

    [Fact]
    public void After_the_platform_said_that_all_are_used_up_giving_back_opens_nothing_and_what_is_on_its_way_counts()
    {
        var ledger = Ledger.Empty.Open(WindowScene.UserMessage, T0, Rules);
        Assert.True(ledger.TryReserve(T0, out var refused, out ledger));
        Assert.True(ledger.TryReserve(T0, out var behind, out ledger));

        var exhausted = ledger.Exhaust(refused);

        Assert.Equal(0, exhausted.GiveBack(behind).Left(T0));
        Assert.Equal(4, exhausted.Open(WindowScene.UserMessage, T0.AddSeconds(1), Rules).Left(T0.AddSeconds(1)));
    }

    /// <summary>What the platform counts.</summary>
    private sealed class Platform(LedgerRules rules)
    {
        private readonly Dictionary<WindowScene, (int Left, DateTimeOffset Until, TimeSpan Margin)> _grants = [];

        public bool Open(WindowScene scene, DateTimeOffset at)
        {
            var rule = rules.Of(scene);
            _grants[scene] = (rule.Count, at + rule.Span, rule.Margin);
            return true;
        }

        public bool Take(DateTimeOffset now)
        {
            var open = _grants.Where(grant => grant.Value.Left > 0 && now < grant.Value.Until).ToArray();
            if (open.Length == 0) return false;
            // Which of two that end at the same moment is not known; it takes them in the ledger's order.
            var (scene, grant) = open.OrderBy(grant => grant.Value.Until).ThenBy(grant => Ledger.Scenes.IndexOf(grant.Key)).First();
            _grants[scene] = grant with { Left = grant.Left - 1 };
            return true;
        }

        public void Forget() => _grants.Clear();

        public int Left(DateTimeOffset now) => _grants.Values.Where(grant => now < grant.Until).Sum(grant => grant.Left);

        public bool IsInMargin(DateTimeOffset now) => _grants.Values.Any(grant => now < grant.Until && now >= grant.Until - grant.Margin);
    }
}
