namespace WeChatActors.Engine;

internal sealed partial class TokenTurn
{
    private static readonly TimeSpan LongestStorePause = TimeSpan.FromSeconds(15);

    private void Read(StoredToken stored)
    {
        _s = _s with { Looking = false, LookAt = now + TokenRules.BetweenLooks };
        var first = !_s.Loaded;
        // That it can be read does not say that it can be written.
        if (first || _s.StoreFailures == 0) Recovered();
        Learn(stored, first);
        foreach (var line in _s.Unwritten) Do(new TokenEffect.Note(line, GiveBack: false));
        _s = _s with { Unwritten = [] };
    }

    private void NotRead(string why)
    {
        _s = _s with { Looking = false, LookAt = now + TokenRules.BetweenLooks };
        if (_s.Loaded)
        {
            // It was read before; writing tells whether that matters.
            _s = _s with { StoreTrouble = _s.StoreTrouble ?? why };
            return;
        }
        StoreFailed(why);
        _s = _s with { LookAt = _s.WriteAt };
    }

    private void NotWritten(string why)
    {
        _s = _s with { Work = null };
        StoreFailed(why);
    }

    private void StoreFailed(string why)
    {
        var pause = TimeSpan.FromSeconds(1 << Math.Min(_s.StoreFailures, 4));
        if (pause > LongestStorePause) pause = LongestStorePause;
        var told = _s.StoreFailures > 0;
        _s = _s with { StoreFailures = _s.StoreFailures + 1, StoreTrouble = why, WriteAt = now + pause * (0.75 + 0.25 * Chance()) };
        AnswerDemand(new TokenReply.Refused(null, why, _s.WriteAt));
        if (told) return;
        Notify(!_s.Good(now), _s.Good(now) ? $"{why} The token goes on from memory until its end, {Time(_s.Token!.ExpiresAt)}." : why);
    }

    private void Recovered()
    {
        if (_s.StoreFailures > 0) Notify(false, "The store of the tokens works again.");
        _s = _s with { StoreTrouble = null, StoreFailures = 0, WriteAt = default };
    }

    private void Right(TokenWork.Taking taking, RefreshRight right)
    {
        Recovered();
        _s = _s with { Work = null };
        switch (right)
        {
            case RefreshRight.Taken taken:
                Learn(taken.Stored, first: false);
                Taken(taking);
                break;
            case RefreshRight.Held:
                _s = _s with { RetryAt = Later(_s.RetryAt, now + TokenRules.BetweenPolls) };
                break;
            case RefreshRight.Moved moved:
                Learn(moved.Stored, first: false);
                break;
        }
    }

    private void Taken(TokenWork.Taking taking)
    {
        var stored = _s.Stored;
        if (taking.Forced ? stored.Forced > rules.ForcedPerDay : rules.PerDay is { } most && stored.Calls > most)
        {
            Do(new TokenEffect.Note(new(now, taking.Cause.Why, taking.Cause.AskedBy, "over budget", "The platform was not asked.", null, null), GiveBack: true));
            OverBudget(taking.Forced);
            return;
        }
        StartAsking(taking.Cause, taking.Forced, withRight: true);
    }

    private void Saved(TokenWork.Saving saving, StoredToken stored)
    {
        Recovered();
        var pending = _s.Pending!;
        _s = _s with { Work = null };
        if (stored.Token is { } token && token.Version == pending.Token.Version && token.Value == pending.Token.Value)
        {
            _s = _s with { Pending = null, Stored = stored, HeardAt = now };
            if (saving.Cause.Why is "reported" or "asked") _s = _s with { OnDemandAt = token.ObtainedAt };
            // Served from memory before: nothing else has changed.
            if (_s.Token == pending.Token) _s = _s with { Token = token };
            else Use(token, doubted: false, Floor(token, _s.Token?.Value == token.Value));
            if (saving.Cause.Why == "asked") MeetDemand();
            return;
        }
        if (stored.Version >= pending.Token.Version)
        {
            Learn(stored, first: false);
            // Ours is the later one all the same: it comes after what was faster.
            if (_s.Pending is { } still) _s = _s with { Pending = still with { WithRight = false } };
        }
        else if (pending.WithRight)
        {
            // The right lapsed and went to another process, which is asking now.
            Lost(pending);
            _s = _s with { Pending = null, RetryAt = Later(_s.RetryAt, now + TokenRules.BetweenPolls) };
        }
        else StoreFailed("The store took a token neither as a new one nor as an old one.");
    }

    private void Lost(PendingToken pending) =>
        Do(new TokenEffect.Note(pending.Line with { Result = "lost", Detail = "Another process was faster; its token is used.", Version = null }, GiveBack: pending.WithRight));

    /// <summary>Takes what the store holds, when it is newer than what is known here.</summary>
    private void Learn(StoredToken stored, bool first)
    {
        var heardBefore = first ? now : _s.HeardAt;
        _s = _s with { Stored = stored, Loaded = true, HeardAt = now };
        // What is being saved right now is compared when that is over.
        if (stored.Token is { } token && _s.Work is not TokenWork.Saving)
        {
            if (_s.Pending is { } pending) Compare(token, pending, heardBefore);
            else if (token.Version > (_s.Token?.Version ?? 0)) Adopt(token, first, heardBefore);
        }
        if (_s.Early.IsEmpty) return;
        var early = _s.Early;
        _s = _s with { Early = [] };
        foreach (var report in early)
            if (_s.Report is null && report.Value == _s.Token?.Value) _s = _s with { Report = report };
        // The others reported an old one: they need a token like anybody.
        if (_s.Report is null) _s = _s with { WantedBy = _s.WantedBy ?? early[0].AskedBy };
    }

    /// <summary>Of a token that could not be stored and one that another process stored meanwhile, the later one is used.</summary>
    private void Compare(GrantedToken token, PendingToken pending, DateTimeOffset heardBefore)
    {
        if (token.Version < pending.Token.Version) return;
        if (token.Value == pending.Token.Value && token.Version == pending.Token.Version)
        {
            // It was saved, and only the news of it was lost.
            _s = _s with { Pending = null };
            Use(pending.Token, doubted: false, Floor(pending.Token, same: false));
        }
        else if (token.Value == pending.Token.Value || token.ObtainedAt >= pending.Token.ObtainedAt)
        {
            Lost(pending);
            _s = _s with { Pending = null };
            Adopt(token, first: false, heardBefore);
        }
        else
        {
            var next = pending with { Token = pending.Token with { Version = token.Version + 1 }, Line = pending.Line with { Version = token.Version + 1 } };
            _s = _s with { Pending = next, Token = _s.Token == pending.Token ? next.Token : _s.Token };
        }
    }

    private void Adopt(GrantedToken token, bool first, DateTimeOffset heardBefore)
    {
        var doubted = first && (token.ObtainedAt > now + TokenRules.ClockTolerance || token.ExpiresAt - now > TokenRules.LongestLife);
        if (!first)
        {
            token = ByOurClock(token, heardBefore);
            _s = _s with { OnDemandAt = token.ObtainedAt };
            Do(new TokenEffect.Note(new(now, "adopted", "another process", "ok", "Another process that shares the store got it.", token.Version, null), GiveBack: false));
        }
        var another = _s.Token?.Value != token.Value;
        // A clock that was ahead when it was stored must not lengthen its life.
        Use(doubted && token.ExpiresAt > now + TokenRules.LongestLife ? token with { ExpiresAt = now + TokenRules.LongestLife } : token, doubted, default);
        if (!first && another) MeetDemand();
    }

    /// <summary>A token that was stored since the store was last heard of was asked for since then, or shortly before. When its times say
    /// otherwise, the other process has another clock, and its times are counted from here: each would take the other's token for one
    /// from the past or the future, and ask for a new one in turn.</summary>
    private GrantedToken ByOurClock(GrantedToken token, DateTimeOffset heardBefore)
    {
        var earliest = heardBefore - rules.RightLasts;
        if (token.ObtainedAt >= earliest - TokenRules.ClockTolerance && token.ObtainedAt <= now + TokenRules.ClockTolerance) return token;
        var life = token.ExpiresAt - token.ObtainedAt;
        return token with { ObtainedAt = earliest, ExpiresAt = earliest + (life < TokenRules.LongestLife ? life : TokenRules.LongestLife) };
    }

    /// <summary>From here on this is the token.</summary>
    private void Use(GrantedToken token, bool doubted, DateTimeOffset floor)
    {
        if (_s.Token?.Value != token.Value)
        {
            var dead = _s.DeadValues.Contains(token.Value);
            var report = _s.Report?.Value == token.Value ? _s.Report : dead ? new TokenReport(token.Value, "engine", now) : null;
            _s = _s with { Dead = dead, WrongReports = 0, HoldUntil = default, Report = report, TriedAt = default };
        }
        _s = _s with
        {
            Token = token, Doubted = doubted, RefreshAt = Later(floor, rules.RefreshAt(token.ExpiresAt, Chance())),
            Attempt = 0, RetryAt = default, Trouble = null,
        };
        Relieved();
    }

    /// <summary>Who was told of trouble is told that it is over.</summary>
    private void Relieved()
    {
        if (!_s.Alarmed || !_s.Good(now)) return;
        _s = _s with { Alarmed = false };
        Notify(false, "There is a good token again.");
    }
}
