using System.Globalization;

namespace WeChatActors.Engine;

internal sealed partial class TokenTurn
{
    /// <summary>What may be done next about a token.</summary>
    private enum Move
    {
        Ask,
        Force,
        Probe,
    }

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    // The platform counts from when a forced request reaches it, and that is later than when the right to it was taken.
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LastMinute = TimeSpan.FromMinutes(1);

    // While the old token is sure to live beside the one that cannot be stored.
    private static readonly TimeSpan LongestPending = TimeSpan.FromMinutes(3);

    private bool StoreDown => _s.StoreTrouble is not null && (!_s.Loaded || now < _s.WriteAt);

    private DateTimeOffset ForcedFrom =>
        Later(_s.Stored.ForcedAt is { } at && at <= now + TokenRules.ClockTolerance ? at + rules.BetweenForced + OnTheWay : default, _s.ForcedBarredUntil);

    private DateTimeOffset OnDemandFrom => _s.OnDemandAt is { } at ? at + rules.BetweenForced : default;

    private bool CountsOfToday => _s.Stored.Day == ChinaCalendar.DayOf(now);

    private bool ForcedLeft => now >= _s.ForcedBarredUntil && (!CountsOfToday || _s.Stored.Forced < rules.ForcedPerDay);

    /// <summary>Begins what is to be done now, one thing at a time.</summary>
    private void Decide()
    {
        if (_s.Work is not null) return;
        if (!_s.Looking && now >= _s.LookAt)
        {
            _s = _s with { Looking = true };
            Do(new TokenEffect.ReadStore());
        }
        if (!_s.Looking) Wake(_s.LookAt);
        // Nothing is asked before it is known what is there.
        if (!_s.Loaded && _s.StoreTrouble is null) return;
        if (_s.Pending is { } pending)
        {
            if (_s.Loaded && now >= _s.WriteAt)
            {
                StartSaving(pending);
                return;
            }
            Wake(_s.WriteAt);
            Promote(pending);
            // What is next is known: this one.
            if (_s.Token != pending.Token) return;
        }
        // What cannot be done now is refused or put off, and then something else is next.
        while (Next() is (var move, var cause, var at))
        {
            if (at > now)
            {
                Wake(at);
                return;
            }
            if (Begin(move, cause)) return;
        }
    }

    private (Move Move, TokenCause Cause, DateTimeOffset At)? Next()
    {
        if (_s.Demand is { } operatorName)
        {
            var asked = new TokenCause("asked", operatorName);
            return rules.Manner == TokenManner.Stable
                ? (Move.Force, asked, ForcedLeft ? Later(_s.RetryAt, ForcedFrom) : default)
                : (Move.Ask, asked, Later(_s.RetryAt, OnDemandFrom));
        }
        if (_s.Trouble is { Pause: TokenPause.Stop }) return null;
        if (_s.Report is { } report) return Look(new TokenCause("reported", report.AskedBy));
        if (_s.Token is not { } token) return (Move.Ask, new TokenCause("first", _s.WantedBy ?? "engine"), _s.RetryAt);
        if (!_s.Good(now)) return (Move.Ask, new TokenCause("expired", _s.WantedBy ?? "engine"), _s.RetryAt);
        if (_s.Doubted) return (Move.Ask, new TokenCause("doubted", "engine"), _s.RetryAt);
        Wake(token.ExpiresAt - TokenRules.Safety);
        return (Move.Ask, new TokenCause("ahead", "engine"), Later(_s.RetryAt, _s.RefreshAt));
    }

    /// <summary>What is done about a report of the current token.</summary>
    private (Move, TokenCause, DateTimeOffset) Look(TokenCause cause)
    {
        var due = Later(_s.RetryAt, _s.HoldUntil);
        var tried = now - _s.TriedAt < Fresh;
        return rules.Manner switch
        {
            TokenManner.Stable => (_s.Dead && tried && ForcedLeft && now >= ForcedFrom ? Move.Force : Move.Ask, cause, due),
            TokenManner.Ticket => (Move.Ask, cause, Later(due, OnDemandFrom)),
            // A new one is needed anyhow.
            _ when now >= _s.Token!.ExpiresAt - TokenRules.Safety => (Move.Ask, cause, _s.RetryAt),
            // A wrong report must not cost one of the day's requests, and with it everybody's token.
            _ when !_s.Dead && !tried => (Move.Probe, cause, due),
            _ => (Move.Ask, cause, Later(due, OnDemandFrom)),
        };
    }

    /// <returns>False when it was refused or put off instead, so that something else is next.</returns>
    private bool Begin(Move move, TokenCause cause)
    {
        if (move == Move.Probe)
        {
            StartProbing(cause);
            return true;
        }
        var forced = move == Move.Force;
        if (forced ? !ForcedLeft : rules.PerDay is { } most && CountsOfToday && _s.Stored.Calls >= most)
        {
            OverBudget(forced);
            return false;
        }
        if (!StoreDown)
        {
            var run = NextRun();
            _s = _s with { Work = new TokenWork.Taking(run, cause, forced) };
            Do(new TokenEffect.TakeRight(run, _s.Stored.Version, forced, now, now + rules.RightLasts));
            return true;
        }
        Wake(_s.WriteAt);
        // Everybody is given the same token, so no right is needed; but nobody could tell the others of a new one.
        if (forced || !rules.Harmless) return !AnswerDemand(new TokenReply.Refused(null, _s.StoreTrouble!, _s.WriteAt));
        if (_s.Report is not null || _s.Token is null || _s.Dead || now >= _s.Token.ExpiresAt - LastMinute) StartAsking(cause, forced: false, withRight: false);
        else Wake(_s.Token.ExpiresAt - LastMinute);
        return true;
    }

    private void StartAsking(TokenCause cause, bool forced, bool withRight)
    {
        var run = NextRun();
        _s = _s with { Work = new TokenWork.Asking(run, cause, forced, withRight, now) };
        Do(new TokenEffect.Ask(run, forced, _s.Attempt));
    }

    private void StartProbing(TokenCause cause)
    {
        var run = NextRun();
        _s = _s with { Work = new TokenWork.Probing(run, cause, now) };
        Do(new TokenEffect.Probe(run, _s.Token!.Value, _s.Attempt));
    }

    private void StartSaving(PendingToken pending)
    {
        var run = NextRun();
        _s = _s with { Work = new TokenWork.Saving(run, new TokenCause(pending.Line.Why, pending.Line.AskedBy)) };
        Do(new TokenEffect.Save(run, pending.Token, pending.Line, pending.WithRight));
    }

    /// <summary>Serves a token that cannot be stored now from memory, once the one before is not good any more.</summary>
    private void Promote(PendingToken pending)
    {
        if (_s.Token == pending.Token) return;
        var until = pending.Token.ObtainedAt + LongestPending;
        if (_s.Good(now) && _s.Report is null && !pending.Forced && now < until)
        {
            Wake(until);
            Wake(_s.Token!.ExpiresAt - TokenRules.Safety);
            return;
        }
        Use(pending.Token, doubted: false, Floor(pending.Token, same: false));
    }

    /// <summary>The day's requests are used up.</summary>
    private void OverBudget(bool forced)
    {
        var midnight = ChinaCalendar.NextDay(now);
        var most = (forced ? rules.ForcedPerDay : rules.PerDay!.Value).ToString("N0", CultureInfo.InvariantCulture);
        var sentence = forced
            ? $"The day's {most} forced refreshes are used up: the next are after midnight in China; find out who reports tokens or asks for new ones so often (wechatactors token audit)."
            : $"The day's {most} requests for tokens are used up: the platform is asked again after midnight in China, and the current token is kept until its end; find out who asks so often (wechatactors token audit).";
        var pause = forced ? TokenPause.Slowly : TokenPause.Midnight;
        // Without force it may still be learnt that somebody else got a new one.
        var retryAt = forced ? now + TokenRules.Slowly : midnight + TimeSpan.FromMinutes(1) * Chance();
        if (AnswerDemand(new TokenReply.Refused(null, sentence, midnight))) return;
        Trouble(new TokenTrouble(null, sentence, pause), retryAt, tell: true);
    }

    private void Trouble(TokenTrouble trouble, DateTimeOffset retryAt, bool tell)
    {
        var known = _s.Alarmed && _s.Trouble is { } before && before.Errcode == trouble.Errcode && before.Pause == trouble.Pause;
        _s = _s with { Trouble = trouble, RetryAt = retryAt };
        Wake(retryAt);
        if (!tell || known) return;
        _s = _s with { Alarmed = true };
        Notify(trouble.Pause is not (TokenPause.Backoff or TokenPause.NextMinute) || !_s.Good(now), trouble.Sentence);
    }

    private bool AnswerDemand(TokenReply reply)
    {
        if (_s.Demand is null) return false;
        _s = _s with { Demand = null };
        _demandReply = reply;
        return true;
    }

    /// <summary>An operator who wanted a new one has it.</summary>
    private void MeetDemand()
    {
        if (_s.Good(now)) AnswerDemand(new TokenReply.Granted(_s.Token!));
    }

    /// <summary>How early a token that was just given may be asked for again, whatever it says of its life.</summary>
    private DateTimeOffset Floor(GrantedToken token, bool same)
    {
        var half = (token.ExpiresAt - now) / 2;
        return now + (same ? TimeSpan.FromSeconds(15) : half < LastMinute ? half : LastMinute);
    }
}
