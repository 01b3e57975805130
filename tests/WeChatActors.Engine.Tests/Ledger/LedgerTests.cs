using FsCheck;
using FsCheck.Fluent;
using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests;

/// <summary>The ledger against a model that remembers every action and every message, and counts anew each time.</summary>
public sealed class LedgerTests
{
    private static readonly LedgerRules Rules = new() { Payment = new(2, TimeSpan.FromHours(48), TimeSpan.FromMinutes(5)) };
    private static readonly DateTimeOffset T0 = Given.Noon;

    private abstract record Act
    {
        public sealed record Open(WindowScene Scene, int Late) : Act;

        public sealed record Spend : Act;

        public sealed record GiveBack(int Which) : Act;

        public sealed record Exhaust : Act;

        public sealed record Close : Act;

        public sealed record Wait(TimeSpan Span) : Act;
    }

    private static readonly Gen<Act> Acts = Gen.Frequency(
        (6, Gen.Elements(Enum.GetValues<WindowScene>()).SelectMany(scene => Gen.Choose(0, 90).Select(late => (Act)new Act.Open(scene, late)))),
        (8, Gen.Constant((Act)new Act.Spend())),
        (4, Gen.Choose(0, 30).Select(which => (Act)new Act.GiveBack(which))),
        (1, Gen.Constant((Act)new Act.Exhaust())),
        (1, Gen.Constant((Act)new Act.Close())),
        (6, Gen.Elements(1, 5, 20, 45, 60, 3_600, 80_000, 172_000).Select(seconds => (Act)new Act.Wait(TimeSpan.FromSeconds(seconds)))));

    [Fact]
    public void It_says_what_the_model_says() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Acts.ListOf(60).Select(acts => acts.ToArray()).ToArbitrary(), acts =>
        {
            var (ledger, model, now) = (Ledger.Empty, new Model(), T0);
            var reserved = new List<Reservation>();
            foreach (var act in acts)
            {
                switch (act)
                {
                    case Act.Open open:
                        var at = now - TimeSpan.FromSeconds(open.Late);
                        ledger = ledger.Open(open.Scene, at, Rules);
                        model.Open(open.Scene, at);
                        break;
                    case Act.Spend:
                        var (spent, expected) = (ledger.TryReserve(now, out var grant, out var next), model.Spend(now));
                        if (spent != expected is not null || (spent && (grant.Scene, grant.Until) != expected)) return false;
                        if (!spent && next != ledger) return false;
                        if (spent) reserved.Add(grant);
                        ledger = next;
                        break;
                    case Act.GiveBack back when reserved.Count > 0:
                        var which = back.Which % reserved.Count;
                        ledger = ledger.GiveBack(reserved[which]);
                        model.GiveBack(reserved[which]);
                        reserved.RemoveAt(which);
                        break;
                    case Act.Exhaust:
                        ledger = ledger.Exhaust();
                        model.Exhaust();
                        break;
                    case Act.Close:
                        ledger = ledger.Close(now);
                        model.Close(now);
                        break;
                    case Act.Wait wait:
                        now += wait.Span;
                        break;
                }
                if (Ledger.Scenes.Any(scene => ledger[scene].Left < 0 || ledger[scene].Left > Rules.Of(scene).Count)) return false;
                if (ledger.Left(now) != model.Left(now) || ledger.ClosesAt(now) != model.ClosesAt(now)) return false;
                if (ledger.Left(now) > 0 != ledger.TryReserve(now, out _, out _)) return false;
            }
            return true;
        }));

    [Fact]
    public void A_new_message_gives_five_again_and_not_five_more()
    {
        var ledger = Ledger.Empty.Open(WindowScene.UserMessage, T0, Rules);
        Assert.True(ledger.TryReserve(T0, out var grant, out ledger));
        Assert.Equal(4, ledger.Left(T0));
        ledger = ledger.Spend(grant, T0);

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
    public void What_is_owed_may_be_spent_on_the_next_grant_until_it_has_ended()
    {
        var ledger = Ledger.Empty.Open(WindowScene.UserMessage, T0, Rules);
        Assert.True(ledger.TryReserve(T0, out var grant, out ledger));
        var (next, later) = (ledger.Open(WindowScene.UserMessage, T0.AddSeconds(10), Rules), T0.AddSeconds(20));

        Assert.Equal(4, next.Left(later));
        Assert.Equal(5, next.GiveBack(grant).Left(later));
        Assert.Equal(5, next.Spend(grant, T0.AddSeconds(9)).Left(later));
        Assert.Equal(4, next.Spend(grant, T0.AddSeconds(11)).Left(later));
        Assert.Equal(next, next.GiveBack(default));
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
    public void A_message_is_spent_on_the_grant_that_ends_first_when_it_is_sent()
    {
        var ledger = Ledger.Empty.Open(WindowScene.UserMessage, T0, Rules);
        Assert.True(ledger.TryReserve(T0, out var grant, out ledger));
        ledger = ledger.Open(WindowScene.MenuClick, T0.AddSeconds(1), Rules).Spend(grant, T0.AddSeconds(2));

        Assert.Equal((4, 2), (ledger.UserMessage.Left, ledger.MenuClick.Left));
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

    /// <summary>Remembers everything; nothing is updated in place.</summary>
    private sealed class Model
    {
        private readonly List<Opened> _opened = [];
        private readonly List<WindowScene> _owed = [];

        public void Open(WindowScene scene, DateTimeOffset at)
        {
            var rule = Rules.Of(scene);
            if (rule.Count == 0) return;
            // Of one scene the newest action counts, and of the same moment the later packet.
            if (_opened.Where(open => open.Scene == scene).All(open => open.At <= at)) _opened.RemoveAll(open => open.Scene == scene);
            else return;
            _opened.Add(new(scene, at, at + rule.Span - rule.Margin, Math.Max(0, rule.Count - Owed(scene))));
        }

        public (WindowScene, DateTimeOffset)? Spend(DateTimeOffset now)
        {
            var first = Living(now).OrderBy(open => open.Until).ThenBy(open => Ledger.Scenes.IndexOf(open.Scene)).FirstOrDefault();
            if (first is null) return null;
            first.Spent++;
            _owed.Add(first.Scene);
            return (first.Scene, first.Until);
        }

        // Whatever grant it came from: it will not be spent on the newest one.
        public void GiveBack(Reservation grant)
        {
            if (_owed.Remove(grant.Scene)) _opened.Find(open => open.Scene == grant.Scene)!.Granted++;
        }

        public void Exhaust()
        {
            foreach (var open in _opened) open.Granted = open.Spent;
        }

        public void Close(DateTimeOffset at)
        {
            _opened.Clear();
            foreach (var scene in Ledger.Scenes) _opened.Add(new(scene, at, at, 0));
        }

        private int Owed(WindowScene scene) => _owed.Count(owed => owed == scene);

        public int Left(DateTimeOffset now) => Living(now).Sum(open => open.Granted - open.Spent);

        public DateTimeOffset? ClosesAt(DateTimeOffset now) => Living(now).Select(open => (DateTimeOffset?)open.Until).Max();

        private IEnumerable<Opened> Living(DateTimeOffset now) => _opened.Where(open => now < open.Until && open.Spent < open.Granted);

        private sealed class Opened(WindowScene scene, DateTimeOffset at, DateTimeOffset until, int granted)
        {
            public WindowScene Scene => scene;

            public DateTimeOffset At => at;

            public DateTimeOffset Until => until;

            public int Granted { get; set; } = granted;

            public int Spent { get; set; }
        }
    }
}
