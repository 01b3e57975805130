using System.Globalization;

namespace WeChatActors.Engine;

internal sealed partial class TokenTurn
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ForcedApart = TimeSpan.FromSeconds(30);

    private const int MostDeadValues = 4;

    // As long as nobody waits in vain, a hiccup is not worth a line in the log.
    private const int AttemptToTell = 3;

    private void Answered(TokenWork.Asking asking, TokenAnswer answer)
    {
        switch (answer)
        {
            case TokenAnswer.Given given when given.Lifetime <= TokenRules.Safety:
                Unreadable(asking, $"The platform gave a token that lives for {given.Lifetime.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s, which is none.");
                break;
            case TokenAnswer.Given given:
                var life = given.Lifetime < TokenRules.LongestLife ? given.Lifetime : TokenRules.LongestLife;
                var version = Math.Max(_s.Stored.Version, _s.Token?.Version ?? 0) + 1;
                Given(asking, new GrantedToken(given.Value, version, asking.Since, asking.Since + life));
                break;
            case TokenAnswer.Error error:
                Refused(asking, error);
                break;
            case TokenAnswer.Unreadable unreadable:
                Unreadable(asking, unreadable.Why);
                break;
        }
    }

    private void Given(TokenWork.Asking asking, GrantedToken token)
    {
        var line = Line(asking, "ok", null, token.Version);
        if (_s.Token is { } old && old.Value == token.Value)
        {
            Same(asking, old, token, line with { Result = "same token" });
            return;
        }
        if (!asking.Forced && rules.Harmless && _s.Token is { } current && !_s.Doubted && current.ExpiresAt - now > TokenRules.Overlap + LastMinute)
            line = line with { Detail = DiedEarly(current, _s.Report?.At ?? now) };
        Store(new PendingToken(token, line, asking.WithRight, asking.Forced));
    }

    /// <summary>Keeps a token that was given; it is used when it is stored.</summary>
    private void Store(PendingToken pending)
    {
        if (_s.Pending is { } before) Keep(before.Line with { Version = null });
        _s = _s with { Work = null, Pending = pending };
        // While the store is down it is served from memory, and stored later.
        if (!StoreDown) StartSaving(pending);
    }

    /// <summary>The platform gave the token that is known.</summary>
    private void Same(TokenWork.Asking asking, GrantedToken old, GrantedToken token, TokenAuditLine line)
    {
        if (asking.Forced) SameThoughForced(asking, old, line);
        else if (_s.Report is not null && rules.Manner == TokenManner.Stable)
        {
            Do(new TokenEffect.Note(line with { Version = old.Version }, asking.WithRight));
            StartProbing(asking.Cause);
        }
        else
        {
            // There is no way to try it: the platform was asked and stands by it.
            if (_s.Report is not null)
                _s = _s with { HoldUntil = now + rules.BetweenForced, Report = _s.Dead ? _s.Report : null };
            if (_s.Doubted || !_s.Good(now) || (token.ExpiresAt - old.ExpiresAt).Duration() > LastMinute)
            {
                Store(new PendingToken(token, line, asking.WithRight, Forced: false));
                return;
            }
            Do(new TokenEffect.Note(line with { Version = old.Version }, asking.WithRight));
            _s = _s with { Work = null };
            Use(old, doubted: false, Floor(old, same: true));
            if (asking.Cause.Why == "asked") MeetDemand();
        }
    }

    /// <summary>Somebody forced a new one less than half a minute ago, and forced calls so close together change nothing.</summary>
    private void SameThoughForced(TokenWork.Asking asking, GrantedToken old, TokenAuditLine line)
    {
        const string why = "The platform gave the same token although a new one was forced: somebody else forced one less than 30 s ago.";
        Do(new TokenEffect.Note(line with { Version = old.Version, Detail = why }, asking.WithRight));
        _s = _s with { Work = null, HoldUntil = now + (rules.BetweenForced > ForcedApart ? rules.BetweenForced : ForcedApart) };
        if (asking.Cause.Why == "asked")
            AnswerDemand(_s.Good(now) ? new TokenReply.Granted(old) : new TokenReply.Refused(null, why, _s.HoldUntil));
    }

    private void Refused(TokenWork.Asking asking, TokenAnswer.Error error)
    {
        var code = error.Errcode.ToString(CultureInfo.InvariantCulture);
        var line = Line(asking, $"errcode {code}", error.Errmsg.Length == 0 ? null : error.Errmsg, null);
        var reaction = TokenReactions.To(rules.Manner, error.Errcode, error.Errmsg);
        if (asking.Forced && reaction.Pause == TokenPause.Midnight)
        {
            // Forced mode has a quota of its own; without force the platform may be asked all day.
            _s = _s with { ForcedBarredUntil = ChinaCalendar.NextDay(now), Work = null };
            Do(new TokenEffect.Note(line, asking.WithRight));
            OverBudget(forced: true);
            return;
        }
        Fail(line, asking.WithRight, error.Errcode, reaction);
    }

    private void Unreadable(TokenWork.Asking asking, string why) =>
        Fail(Line(asking, "unreadable", why, null), asking.WithRight, null, new TokenReaction(TokenPause.Backoff, why));

    private void Fail(TokenAuditLine line, bool giveBack, int? errcode, TokenReaction reaction)
    {
        Do(new TokenEffect.Note(line, giveBack));
        var retryAt = reaction.Pause switch
        {
            TokenPause.Backoff => now + Backoff(),
            TokenPause.NextMinute => ChinaCalendar.NextMinute(now) + TimeSpan.FromSeconds(2) * Chance(),
            TokenPause.Slowly => now + TokenRules.Slowly,
            TokenPause.Hour => now + TimeSpan.FromHours(1),
            TokenPause.Day => now + TimeSpan.FromHours(24),
            TokenPause.Midnight => ChinaCalendar.NextDay(now) + LastMinute * Chance(),
            _ => now,
        };
        _s = _s with { Work = null, Attempt = _s.Attempt + 1 };
        var passing = reaction.Pause is TokenPause.Backoff or TokenPause.NextMinute;
        Trouble(new TokenTrouble(errcode, reaction.Sentence, reaction.Pause), retryAt, tell: !passing || _s.Attempt >= AttemptToTell);
        AnswerDemand(new TokenReply.Refused(errcode, reaction.Sentence, reaction.Pause == TokenPause.Stop ? null : retryAt));
    }

    private TimeSpan Backoff()
    {
        var pause = TimeSpan.FromSeconds(1L << Math.Min(_s.Attempt, 6));
        return (pause < LongestBackoff ? pause : LongestBackoff) * (0.75 + 0.25 * Chance());
    }

    private void Probed(TokenWork.Probing probing, TokenProbe probe)
    {
        var cause = probing.Cause;
        _s = _s with { Work = null };
        // Another process replaced it meanwhile.
        if (_s.Report is not { } report) return;
        switch (probe)
        {
            case TokenProbe.Alive:
                Do(new TokenEffect.Note(new(now, cause.Why, cause.AskedBy, "wrong report", "The platform takes the token that was reported; it is kept.", _s.Token!.Version, now - probing.Since), GiveBack: false));
                var pause = TimeSpan.FromSeconds(1L << Math.Min(_s.WrongReports, 10));
                _s = _s with
                {
                    Dead = false, DeadValues = _s.DeadValues.Remove(_s.Token.Value), Report = null, WrongReports = _s.WrongReports + 1, HoldUntil = now + (pause < rules.BetweenForced ? pause : rules.BetweenForced),
                    Attempt = 0, Trouble = null, RetryAt = default,
                };
                Relieved();
                break;
            case TokenProbe.Dead dead:
                Died(cause, report, dead.Errcode, now - probing.Since);
                break;
            case TokenProbe.Unknown unknown when rules.Manner == TokenManner.Stable:
                Fail(new(now, cause.Why, cause.AskedBy, "not tried", unknown.Why, _s.Token!.Version, now - probing.Since), giveBack: false, null, new TokenReaction(TokenPause.Backoff, unknown.Why));
                break;
            case TokenProbe.Unknown:
                _s = _s with { TriedAt = now };
                break;
        }
    }

    private void Died(TokenCause cause, TokenReport report, int errcode, TimeSpan took)
    {
        var token = _s.Token!;
        var before = _s.Dead;
        var others = _s.DeadValues.Remove(token.Value);
        _s = _s with { Dead = true, TriedAt = now, DeadValues = (others.Length < MostDeadValues ? others : others.RemoveAt(0)).Add(token.Value) };
        if (rules.Manner == TokenManner.Stable)
        {
            if (!ForcedLeft) OverBudget(forced: true);
            else if (StoreDown) Trouble(new TokenTrouble(null, _s.StoreTrouble!, TokenPause.Slowly), now + TokenRules.Slowly, tell: false);
            else _s = _s with { HoldUntil = Later(_s.HoldUntil, ForcedFrom) };
            return;
        }
        // Within the overlap after our own refresh nobody else's can have killed it.
        var foreign = errcode == 40001 && now >= token.ObtainedAt + TokenRules.Overlap && token.ExpiresAt - now > TokenRules.Overlap;
        if (!before && foreign)
            Do(new TokenEffect.Note(new(now, cause.Why, cause.AskedBy, "died early", DiedEarly(token, report.At), token.Version, took), GiveBack: false));
    }

    private string DiedEarly(GrantedToken token, DateTimeOffset at)
    {
        var minutes = Math.Max(0, (int)(token.ExpiresAt - at).TotalMinutes).ToString(CultureInfo.InvariantCulture);
        var sentence = $"The token was found dead at {Time(at)}, {minutes} min before its end: another program uses the same AppSecret, or somebody asked for a token on a debugging page. "
            + "Let every program get it from here; reset the AppSecret if nobody knows who it is.";
        Notify(false, sentence);
        return sentence;
    }

    private TokenAuditLine Line(TokenWork.Asking asking, string result, string? detail, long? version) =>
        new(now, asking.Cause.Why, asking.Cause.AskedBy, asking.Forced ? $"{result}, forced" : result, detail, version, now - asking.Since);
}
