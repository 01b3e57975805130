using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace WeChatActors.Simulator.Tests;

public class AccountTokensTests
{
    private static readonly DateTimeOffset Start = ApiLab.Start;
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private enum Call { Classic, Stable, Forced, RevokeClassic, RevokeStable }

    [Fact]
    public void A_classic_token_lives_five_minutes_beside_its_successor_and_not_a_tick_more()
    {
        var tokens = AccountTokens.None.TakeClassic(Start, "a").TakeClassic(Start.AddMinutes(10), "b");
        Assert.Equal(TokenState.Living, tokens.Find("a")!.At(Start.AddMinutes(15) - Tick));
        Assert.Equal(TokenState.Superseded, tokens.Find("a")!.At(Start.AddMinutes(15)));
        Assert.Equal(TokenState.Living, tokens.Find("b")!.At(Start.AddMinutes(10).AddSeconds(7200) - Tick));
        Assert.Equal(TokenState.Expired, tokens.Find("b")!.At(Start.AddMinutes(10).AddSeconds(7200)));
    }

    [Fact]
    public void A_token_that_expires_during_its_overlap_is_expired_for_good()
    {
        var tokens = AccountTokens.None.TakeClassic(Start, "a").TakeClassic(Start.AddSeconds(7100), "b");
        Assert.Equal(TokenState.Living, tokens.Find("a")!.At(Start.AddSeconds(7200) - Tick));
        Assert.Equal(TokenState.Expired, tokens.Find("a")!.At(Start.AddSeconds(7200)));
        Assert.Equal(TokenState.Expired, tokens.Find("a")!.At(Start.AddSeconds(9000)));
    }

    [Fact]
    public void The_stable_token_stays_until_its_last_five_minutes()
    {
        var tokens = AccountTokens.None.TakeStable(Start, "a", out var result);
        Assert.Equal(StableResult.Fresh, result);
        var edge = Start.AddSeconds(7200) - AccessToken.Overlap;
        Assert.Same(tokens, tokens.TakeStable(edge - Tick, "b", out result));
        Assert.Equal(StableResult.Same, result);
        tokens = tokens.TakeStable(edge, "b", out result);
        Assert.Equal(StableResult.Fresh, result);
        Assert.Equal(TokenState.Living, tokens.Find("a")!.At(Start.AddSeconds(7200) - Tick));
        Assert.Equal(TokenState.Living, tokens.Find("b")!.At(Start.AddSeconds(7200) - Tick));
    }

    [Fact]
    public void Forced_mode_kills_the_old_token_at_once_but_not_twice_in_thirty_seconds()
    {
        var tokens = AccountTokens.None.TakeStable(Start, "a", out _).ForceStable(Start, "b", out var result);
        Assert.Equal(StableResult.Fresh, result);
        Assert.Equal(TokenState.Superseded, tokens.Find("a")!.At(Start));

        tokens = tokens.ForceStable(Start.AddSeconds(30) - Tick, "c", out result);
        Assert.Equal((StableResult.Same, "b"), (result, tokens.Newest(TokenChannel.Stable)!.Value));
        tokens = tokens.ForceStable(Start.AddSeconds(30), "d", out result);
        Assert.Equal((StableResult.Fresh, "d"), (result, tokens.Newest(TokenChannel.Stable)!.Value));
    }

    [Fact]
    public void A_clock_that_was_set_back_makes_no_token_live_longer_than_its_time()
    {
        var tokens = AccountTokens.None.ForceStable(Start.AddYears(1), "a", out _).TakeStable(Start, "b", out var result);
        Assert.Equal((StableResult.Fresh, Start + AccessToken.Lifetime), (result, tokens.Newest(TokenChannel.Stable)!.ExpiresAt));
        tokens.ForceStable(Start.AddMinutes(1), "c", out result);
        Assert.Equal(StableResult.Fresh, result);
    }

    [Fact]
    public void Forced_mode_works_twenty_times_a_day_of_Shanghai()
    {
        var tokens = AccountTokens.None;
        for (var i = 0; i < 20; i++)
        {
            tokens = tokens.ForceStable(Start.AddMinutes(i), i.ToString(CultureInfo.InvariantCulture), out var fresh);
            Assert.Equal(StableResult.Fresh, fresh);
        }
        Assert.Same(tokens, tokens.ForceStable(Start.AddHours(14) - Tick, "x", out var result));
        Assert.Equal(StableResult.TooManyForced, result);
        tokens.ForceStable(Start.AddHours(14), "y", out result);
        Assert.Equal(StableResult.Fresh, result);
    }

    [Fact]
    public void Somebody_else_s_token_ends_one_channel_only()
    {
        var tokens = AccountTokens.None.TakeClassic(Start, "a").TakeStable(Start, "s", out _);
        var classic = tokens.Revoke(TokenChannel.Classic, Start, "x");
        Assert.Equal(TokenState.Superseded, classic.Find("a")!.At(Start));
        Assert.Equal(TokenState.Living, classic.Find("s")!.At(Start));
        var stable = tokens.Revoke(TokenChannel.Stable, Start, "y");
        Assert.Equal(TokenState.Living, stable.Find("a")!.At(Start));
        Assert.Equal("y", stable.TakeStable(Start, "z", out _).Newest(TokenChannel.Stable)!.Value);
        Assert.Same(AccountTokens.None, AccountTokens.None.Revoke(TokenChannel.Classic, Start, "x"));
    }

    [Fact]
    public void Any_calls_keep_the_promises_of_both_channels() => Prop.ForAll(Arb.From(Schedules), schedule =>
    {
        var tokens = AccountTokens.None;
        var now = Start;
        var promised = new Dictionary<string, (DateTimeOffset At, TokenChannel Channel)>();
        for (var i = 0; i < schedule.Count; i++)
        {
            now += schedule[i].Wait;
            var before = tokens;
            var (channel, result) = (TokenChannel.Stable, StableResult.Fresh);
            var fresh = i.ToString(CultureInfo.InvariantCulture);
            switch (schedule[i].Call)
            {
                case Call.Classic: (tokens, channel) = (tokens.TakeClassic(now, fresh), TokenChannel.Classic); break;
                case Call.Stable: tokens = tokens.TakeStable(now, fresh, out result); break;
                case Call.Forced: tokens = tokens.ForceStable(now, fresh, out result); break;
                case Call.RevokeClassic: tokens = tokens.Revoke(TokenChannel.Classic, now, fresh); continue;
                default: tokens = tokens.Revoke(TokenChannel.Stable, now, fresh); continue;
            }
            if (result == StableResult.TooManyForced) continue;
            var given = tokens.Newest(channel)!;
            // What is given lives, and a token of normal mode does so for five minutes more at least.
            if (given.At(now) != TokenState.Living) return false;
            if (schedule[i].Call == Call.Stable && given.ExpiresAt - now <= AccessToken.Overlap) return false;
            if (given.ExpiresAt - now > AccessToken.Lifetime) return false;
            // The other channel does not notice.
            var other = channel == TokenChannel.Classic ? TokenChannel.Stable : TokenChannel.Classic;
            if (!Equals(before.Newest(other), tokens.Newest(other))) return false;
            // The one before lives on through its overlap, but for forced mode.
            if (schedule[i].Call != Call.Forced && before.Newest(channel) is { } old && old.At(now) == TokenState.Living)
            {
                var end = old.ExpiresAt < now + AccessToken.Overlap ? old.ExpiresAt : now + AccessToken.Overlap;
                var kept = tokens.Find(old.Value)!;
                if (kept.At(end - Tick) != TokenState.Living) return false;
                if (kept.Value != given.Value && kept.At(now + AccessToken.Overlap) == TokenState.Living) return false;
            }
            if (schedule[i].Call == Call.Forced && result == StableResult.Fresh
                && tokens.Given.Any(token => token.Channel == TokenChannel.Stable && token != given && token.At(now) == TokenState.Living)) return false;
        }
        // Nothing comes back to life.
        return tokens.Given.All(token => token.At(now) == TokenState.Living || token.At(now.AddHours(1)) == token.At(now));
    }).QuickCheckThrowOnFailure();

    private static Gen<List<(Call Call, TimeSpan Wait)>> Schedules =>
        Gen.Elements(Call.Classic, Call.Stable, Call.Stable, Call.Forced, Call.RevokeClassic, Call.RevokeStable)
            .SelectMany(call => Gen.Elements(0, 1, 29, 30, 299, 300, 301, 6899, 6900, 6901, 7200).Select(seconds => (call, TimeSpan.FromSeconds(seconds))))
            .ListOf().Select(list => list.ToList());
}
