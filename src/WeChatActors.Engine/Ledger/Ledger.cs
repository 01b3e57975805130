using System.Collections.Immutable;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>One grant: what an action of the user allows to push.</summary>
/// <param name="Left">Messages that are left.</param>
/// <param name="At">When the action happened, UTC.</param>
/// <param name="Until">When it is over for the engine, UTC: the platform's end less the margin.</param>
/// <param name="Pending">Messages taken out that have not ended: they may yet be spent on the grant that follows, so that one begins with fewer.</param>
/// <param name="SpentAt">When the last message was certainly, or perhaps, spent on it, UTC.</param>
public readonly record struct Grant(int Left, DateTimeOffset At, DateTimeOffset Until, int Pending = 0, DateTimeOffset SpentAt = default);

/// <summary>Whom the engine may still push how many messages to: one grant a scene, because a new action replaces the one before. Pure and
/// immutable; what no pushing conversation needs costs nothing.</summary>
/// <remarks>Source: WeChat Official Accounts docs, 客服消息下发规则; what they leave open is decided as <c>protocol/limits.md</c> 2.4 advises.</remarks>
public sealed record Ledger
{
    /// <summary>Nothing granted, and nothing known.</summary>
    public static Ledger Empty { get; } = new();

    /// <summary>The grant of the last message.</summary>
    public Grant UserMessage { get; init; }

    /// <summary>The grant of the last tap in a menu.</summary>
    public Grant MenuClick { get => _seldom.MenuClick; init => _seldom = _seldom with { MenuClick = value }; }

    /// <summary>The grant of the last follow.</summary>
    public Grant Follow { get => _seldom.Follow; init => _seldom = _seldom with { Follow = value }; }

    /// <summary>The grant of the last scan.</summary>
    public Grant Scan { get => _seldom.Scan; init => _seldom = _seldom with { Scan = value }; }

    /// <summary>The grant of the last payment.</summary>
    public Grant Payment { get => _seldom.Payment; init => _seldom = _seldom with { Payment = value }; }

    // Apart from the usual one, so that each message of a user makes a small object: the ledgers of a conversation share this.
    private readonly SeldomGrants _seldom = SeldomGrants.None;

    /// <summary>The grant of a scene.</summary>
    public Grant this[WindowScene scene] => scene switch
    {
        WindowScene.UserMessage => UserMessage,
        WindowScene.MenuClick => MenuClick,
        WindowScene.Follow => Follow,
        WindowScene.Scan => Scan,
        WindowScene.Payment => Payment,
        _ => default,
    };

    /// <summary>The ledger after an action of the user.</summary>
    /// <param name="scene">Which; none leaves it as it is.</param>
    /// <param name="at">When it happened: the packet's CreateTime, but not later than the clock, UTC.</param>
    /// <param name="rules">What it grants.</param>
    public Ledger Open(WindowScene scene, DateTimeOffset at, LedgerRules rules)
    {
        var rule = rules.Of(scene);
        var old = this[scene];
        if (rule.Count == 0 || at < old.At) return this;
        // Whatever is on its way may be spent on the new grant: which one the platform takes it from depends on what came before.
        var pending = UserMessage.Pending + MenuClick.Pending + Follow.Pending + Scan.Pending + Payment.Pending;
        var left = Math.Max(0, rule.Count - pending);
        // The packet came late: what was sent since the action may have been spent on what it granted.
        if (old.SpentAt >= at) left = Math.Min(left, old.Left);
        else if (scene != WindowScene.UserMessage && WasSpentSince(at)) left = 0;
        return With(scene, new Grant(left, at, at + rule.Span - rule.Margin, old.Pending, old.SpentAt));
    }

    /// <summary>The ledger after the platform said that all are used up (45047) or that nothing may be pushed (45015): the next action begins anew, less what is
    /// still on its way then. What is given back meanwhile opens nothing.</summary>
    /// <param name="refused">What paid for the message that the platform refused.</param>
    public Ledger Exhaust(Reservation refused) => GiveBack(refused).Close(null);

    /// <summary>The ledger when nothing is left of any grant. What is on its way is still counted against the next.</summary>
    /// <param name="at">When the user left, UTC: an action before that opens nothing any more, however late its packet arrives, and one after it stays. Null when the
    /// platform said so.</param>
    public Ledger Close(DateTimeOffset? at) => new()
    {
        UserMessage = Closed(UserMessage, at), MenuClick = Closed(MenuClick, at), Follow = Closed(Follow, at), Scan = Closed(Scan, at), Payment = Closed(Payment, at),
    };

    /// <summary>Whether an action is known that happened after a time.</summary>
    public bool IsNewerThan(DateTimeOffset at) => UserMessage.At > at || MenuClick.At > at || Follow.At > at || Scan.At > at || Payment.At > at;

    /// <summary>Takes one message out of the grant that ends first.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="grant">The scene it was taken from, and the end of that grant: after it the message must not be sent any more.</param>
    /// <param name="next">The ledger afterwards.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryReserve(DateTimeOffset now, out Reservation grant, out Ledger next)
    {
        var best = WindowScene.None;
        foreach (var scene in Scenes)
            if (IsOpen(this[scene], now) && (best == WindowScene.None || this[scene].Until < this[best].Until)) best = scene;
        (grant, next) = (default, this);
        if (best == WindowScene.None) return false;
        var paying = this[best];
        grant = new(best, paying.At, paying.Until);
        next = With(best, paying with { Left = paying.Left - 1, Pending = paying.Pending + 1 });
        return true;
    }

    /// <summary>Gives back what was reserved for a message that was certainly not sent.</summary>
    public Ledger GiveBack(Reservation reservation)
    {
        var grant = this[reservation.Scene];
        return grant.Pending == 0 ? this : With(reservation.Scene, grant with { Left = grant.Left + 1, Pending = grant.Pending - 1 });
    }

    /// <summary>Notes that a reserved message was sent, or may have been. Each grant that ends earlier and was opened after the reservation may have paid
    /// for it at the platform: it is charged too, for one message too few costs less than one that is refused.</summary>
    /// <param name="reservation">What paid for it.</param>
    /// <param name="at">When it was sent, UTC: before the user's next action it cannot have been spent on what that granted.</param>
    public Ledger Spend(Reservation reservation, DateTimeOffset at)
    {
        var grant = this[reservation.Scene];
        if (grant.Pending == 0) return this;
        var spared = grant.At != reservation.At && at < grant.At ? 1 : 0;
        var spent = With(reservation.Scene, grant with { Left = grant.Left + spared, Pending = grant.Pending - 1, SpentAt = Later(grant.SpentAt, at) });
        // Of two that end at the same moment a reservation takes the first. Its own may have been renewed meanwhile.
        var (end, before) = (grant.Until > reservation.Until ? grant.Until : reservation.Until, true);
        foreach (var scene in Scenes)
        {
            var other = this[scene];
            if (scene == reservation.Scene) before = false;
            else if (other.At <= at && IsOpen(other, at) && (before ? other.Until <= end : other.Until < end))
                spent = spent.With(scene, other with { Left = other.Left - 1, SpentAt = Later(other.SpentAt, at) });
        }
        return spent;
    }

    /// <summary>How many messages may be pushed at a time.</summary>
    public int Left(DateTimeOffset now)
    {
        var left = 0;
        foreach (var scene in Scenes)
            if (IsOpen(this[scene], now)) left += this[scene].Left;
        return left;
    }

    /// <summary>When the last grant that has messages left ends, UTC; null when none has.</summary>
    public DateTimeOffset? ClosesAt(DateTimeOffset now)
    {
        DateTimeOffset? last = null;
        foreach (var scene in Scenes)
            if (IsOpen(this[scene], now) && !(last >= this[scene].Until)) last = this[scene].Until;
        return last;
    }

    /// <summary>What rules see.</summary>
    public WindowView View(DateTimeOffset now) => new(Left(now), ClosesAt(now));

    /// <summary>Every scene that can grant.</summary>
    public static ImmutableArray<WindowScene> Scenes { get; } =
        [WindowScene.UserMessage, WindowScene.MenuClick, WindowScene.Follow, WindowScene.Scan, WindowScene.Payment];

    private bool WasSpentSince(DateTimeOffset at) =>
        UserMessage.SpentAt >= at || MenuClick.SpentAt >= at || Follow.SpentAt >= at || Scan.SpentAt >= at || Payment.SpentAt >= at;

    private static Grant Closed(Grant grant, DateTimeOffset? at)
    {
        if (grant.At > at) return grant;
        var since = at > grant.At ? at.Value : grant.At;
        return new Grant(0, since, since, grant.Pending, grant.SpentAt);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static bool IsOpen(Grant grant, DateTimeOffset now) => grant.Left > 0 && now < grant.Until;

    internal Ledger With(WindowScene scene, Grant grant) => scene switch
    {
        WindowScene.UserMessage => this with { UserMessage = grant },
        WindowScene.MenuClick => this with { MenuClick = grant },
        WindowScene.Follow => this with { Follow = grant },
        WindowScene.Scan => this with { Scan = grant },
        WindowScene.Payment => this with { Payment = grant },
        _ => this,
    };
}

/// <summary>Where a push's right comes from.</summary>
/// <param name="Scene">The scene; none for what spends nothing, such as a template message.</param>
/// <param name="At">When the action happened, UTC: tells this grant from the next of its scene.</param>
/// <param name="Until">After it the message must not be sent any more, UTC.</param>
public readonly record struct Reservation(WindowScene Scene, DateTimeOffset At, DateTimeOffset Until);

/// <summary>The grants of all scenes but messages.</summary>
internal sealed record SeldomGrants(Grant MenuClick, Grant Follow, Grant Scan, Grant Payment)
{
    /// <summary>Nothing granted.</summary>
    public static SeldomGrants None { get; } = new(default, default, default, default);
}
