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
                        // What was refused is not given back afterwards.
                        reserved.Clear();
                        break;
                    case Act.Close:
                        ledger = Ledger.Empty;
                        model.Close();
                        reserved.Clear();
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
        Assert.True(ledger.TryReserve(T0, out _, out ledger));
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
    public void What_was_taken_from_a_grant_is_not_given_to_the_next_one()
    {
        var ledger = Ledger.Empty.Open(WindowScene.UserMessage, T0, Rules);
        Assert.True(ledger.TryReserve(T0, out var grant, out ledger));
        ledger = ledger.Open(WindowScene.UserMessage, T0.AddSeconds(1), Rules);

        Assert.Equal(5, ledger.GiveBack(grant).Left(T0.AddSeconds(1)));
        Assert.Equal(0, Ledger.Empty.GiveBack(grant).Left(T0));
        Assert.Equal(ledger, ledger.GiveBack(default));
    }

    /// <summary>Remembers everything; nothing is updated in place.</summary>
    private sealed class Model
    {
        private readonly List<Opened> _opened = [];

        public void Open(WindowScene scene, DateTimeOffset at)
        {
            var rule = Rules.Of(scene);
            if (rule.Count == 0) return;
            // Of one scene the newest action counts, and of the same moment the later packet.
            if (_opened.Where(open => open.Scene == scene).All(open => open.At <= at)) _opened.RemoveAll(open => open.Scene == scene);
            else return;
            _opened.Add(new(scene, at, at + rule.Span - rule.Margin, rule.Count));
        }

        public (WindowScene, DateTimeOffset)? Spend(DateTimeOffset now)
        {
            var first = Living(now).OrderBy(open => open.Until).ThenBy(open => Ledger.Scenes.IndexOf(open.Scene)).FirstOrDefault();
            if (first is null) return null;
            first.Spent.Add(1);
            return (first.Scene, first.Until);
        }

        public void GiveBack(Reservation grant)
        {
            if (_opened.Find(open => open.Scene == grant.Scene && open.At == grant.At) is { Spent.Count: > 0 } open) open.Spent.RemoveAt(0);
        }

        public void Exhaust()
        {
            foreach (var open in _opened) open.Granted = open.Spent.Count;
        }

        public void Close() => _opened.Clear();

        public int Left(DateTimeOffset now) => Living(now).Sum(open => open.Granted - open.Spent.Count);

        public DateTimeOffset? ClosesAt(DateTimeOffset now) => Living(now).Select(open => (DateTimeOffset?)open.Until).Max();

        private IEnumerable<Opened> Living(DateTimeOffset now) => _opened.Where(open => now < open.Until && open.Spent.Count < open.Granted);

        private sealed class Opened(WindowScene scene, DateTimeOffset at, DateTimeOffset until, int granted)
        {
            public WindowScene Scene => scene;

            public DateTimeOffset At => at;

            public DateTimeOffset Until => until;

            public int Granted { get; set; } = granted;

            public List<int> Spent { get; } = [];
        }
    }
}
