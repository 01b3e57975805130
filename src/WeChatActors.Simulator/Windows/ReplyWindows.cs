using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>How many customer-service messages an action of a user allows, and for how long. WeChat changes these numbers.</summary>
/// <param name="Messages">After a message; default 5.</param>
/// <param name="MessageWindow">After a message; default 48 h.</param>
/// <param name="Taps">After a menu tap, a follow or a scan; default 3.</param>
/// <param name="TapWindow">After a menu tap, a follow or a scan; default 1 min.</param>
public sealed record WindowRules(int Messages, TimeSpan MessageWindow, int Taps, TimeSpan TapWindow)
{
    /// <summary>The rule in force since 12 June 2023.</summary>
    public static WindowRules Current { get; } = new(5, TimeSpan.FromHours(48), 3, TimeSpan.FromMinutes(1));
}

/// <summary>What became of an attempt to send.</summary>
internal enum SpendResult
{
    /// <summary>Allowed, and counted.</summary>
    Sent,

    /// <summary>45015: no window is open.</summary>
    NoWindow,

    /// <summary>45047: a window is open, but its messages are used up.</summary>
    UsedUp,
}

/// <summary>One allowance.</summary>
/// <param name="Scene">The action that gave it.</param>
/// <param name="Left">Messages left.</param>
/// <param name="Of">Messages it began with.</param>
/// <param name="ExpiresAt">First moment it does not count any more.</param>
internal readonly record struct Grant(WindowScene Scene, int Left, int Of, DateTimeOffset ExpiresAt);

/// <summary>The windows of one follower: an action replaces the allowance of its own scene, and a message spends the one that ends first.</summary>
internal sealed class ReplyWindows
{
    private Grant[] _grants = [];

    /// <summary>Those still open.</summary>
    public IEnumerable<Grant> Open(DateTimeOffset now) => _grants.Where(grant => grant.ExpiresAt > now);

    /// <summary>An action of the user opens a window, or renews it.</summary>
    public void Grant(WindowScene scene, DateTimeOffset now, WindowRules rules)
    {
        if (scene == WindowScene.None) return;
        var (count, window) = scene == WindowScene.UserMessage ? (rules.Messages, rules.MessageWindow) : (rules.Taps, rules.TapWindow);
        _grants = [.. _grants.Where(grant => grant.Scene != scene && grant.ExpiresAt > now), new Grant(scene, count, count, now + window)];
    }

    /// <summary>Takes one message from the window that ends first.</summary>
    public SpendResult Spend(DateTimeOffset now)
    {
        var best = -1;
        var open = false;
        for (var i = 0; i < _grants.Length; i++)
        {
            if (_grants[i].ExpiresAt <= now) continue;
            open = true;
            if (_grants[i].Left > 0 && (best < 0 || _grants[i].ExpiresAt < _grants[best].ExpiresAt)) best = i;
        }
        if (best < 0) return open ? SpendResult.UsedUp : SpendResult.NoWindow;
        _grants[best] = _grants[best] with { Left = _grants[best].Left - 1 };
        return SpendResult.Sent;
    }

    /// <summary>Unfollowing ends everything.</summary>
    public void Close() => _grants = [];
}
