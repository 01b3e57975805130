using System.Collections.Immutable;
using System.Globalization;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>One step of an <see cref="AccessToken"/>: takes the input, decides what comes next, and then shows and tells what there is.</summary>
internal sealed partial class TokenTurn(AccessToken state, TokenRules rules, DateTimeOffset now, ulong seed)
{
    /// <summary>Which audit lines are kept when the store takes none.</summary>
    private const int MostUnwritten = 32;

    private readonly ImmutableArray<TokenEffect>.Builder _effects = ImmutableArray.CreateBuilder<TokenEffect>();
    private AccessToken _s = state;
    private DateTimeOffset _wake = DateTimeOffset.MaxValue;
    private TokenReply? _demandReply;
    private ulong _chance = seed;

    /// <summary>Takes the input and gives what follows from it.</summary>
    public (AccessToken Next, ImmutableArray<TokenEffect> Effects) Take(TokenInput input)
    {
        Handle(input);
        Decide();
        Show();
        // Before anybody is answered: who moves the clock then finds the timer set.
        Arm();
        Settle();
        return (_s, _effects.ToImmutable());
    }

    private void Handle(TokenInput input)
    {
        switch (input)
        {
            case TokenInput.Kept: break;
            case TokenInput.Wanted wanted: Want(wanted.AskedBy); break;
            case TokenInput.Reported reported: Hear(reported); break;
            case TokenInput.Demanded demanded: Demand(demanded.AskedBy); break;
            case TokenInput.StoreRead read: Read(read.Stored); break;
            case TokenInput.StoreUnread unread: NotRead(unread.Why); break;
            case TokenInput.RightAnswered answered when _s.Work is TokenWork.Taking taking && taking.Run == answered.Run: Right(taking, answered.Right); break;
            case TokenInput.RightFailed failed when _s.Work is TokenWork.Taking taking && taking.Run == failed.Run: NotWritten(failed.Why); break;
            case TokenInput.Answered answered when _s.Work is TokenWork.Asking asking && asking.Run == answered.Run: Answered(asking, answered.Answer); break;
            case TokenInput.Probed probed when _s.Work is TokenWork.Probing probing && probing.Run == probed.Run: Probed(probing, probed.Probe); break;
            case TokenInput.Saved saved when _s.Work is TokenWork.Saving saving && saving.Run == saved.Run: Saved(saving, saved.Stored); break;
            case TokenInput.SaveFailed failed when _s.Work is TokenWork.Saving saving && saving.Run == failed.Run: NotWritten(failed.Why); break;
            case TokenInput.NoteFailed failed: Keep(failed.Line); break;
            case TokenInput.Rang: _s = _s with { Armed = null }; break;
            // The result of a run that was given up.
            case TokenInput.RightAnswered or TokenInput.RightFailed or TokenInput.Answered or TokenInput.Probed or TokenInput.Saved or TokenInput.SaveFailed: break;
            default: throw new InvalidOperationException($"A token has no step for {input.GetType().Name}.");
        }
    }

    private void Want(string askedBy)
    {
        if (_s.Good(now))
        {
            Do(new TokenEffect.Answer(new TokenReply.Granted(_s.Token!)));
            return;
        }
        _s = _s with { WantedBy = _s.WantedBy ?? askedBy };
        Do(new TokenEffect.Enqueue(TokenQueue.Token));
    }

    private void Hear(TokenInput.Reported reported)
    {
        var report = new TokenReport(reported.Value, reported.AskedBy, now);
        if (!_s.Loaded && _s.Token is null) _s = _s with { Early = _s.Early.Add(report) };
        else if (_s.Token?.Value != reported.Value)
        {
            Want(reported.AskedBy);
            return;
        }
        else _s = _s with { Report = _s.Report ?? report };
        _s = _s with { Reporters = true };
        Do(new TokenEffect.Enqueue(TokenQueue.Report));
    }

    private void Demand(string askedBy)
    {
        if (_s.Trouble is { Pause: TokenPause.Hour or TokenPause.Day } refused && now < _s.RetryAt)
        {
            Do(new TokenEffect.Answer(new TokenReply.Refused(refused.Errcode, refused.Sentence, _s.RetryAt)));
            return;
        }
        // Whoever asks has mended something, or thinks so.
        if (_s.Work is null) _s = _s with { RetryAt = default, Trouble = null, WriteAt = default };
        _s = _s with { Demand = _s.Demand ?? askedBy };
        Do(new TokenEffect.Enqueue(TokenQueue.Demand));
    }

    /// <summary>Readers see what there is from here on.</summary>
    private void Show()
    {
        var shown = _s.Dead ? null : _s.Token;
        if (shown == _s.Shown) return;
        _s = _s with { Shown = shown };
        Do(new TokenEffect.Publish(shown));
    }

    /// <summary>Whoever got what he waits for is answered, and whoever will not get it soon.</summary>
    private void Settle()
    {
        if (_demandReply is not null) Do(new TokenEffect.Release(TokenQueue.Demand, _demandReply));
        var good = _s.Good(now);
        if (!good && _s.WantedBy is null && !_s.Reporters) return;
        TokenReply? reply = good ? new TokenReply.Granted(_s.Token!) : Refusal();
        if (_s.WantedBy is not null && reply is not null) Release(TokenQueue.Token, reply);
        if (_s.Reporters && (_s.Report is null && _s.Early.IsEmpty ? reply : Refusal()) is { } verdict) Release(TokenQueue.Report, verdict);
    }

    /// <summary>What those hear who wait although it will take long; null when it will not.</summary>
    private TokenReply.Refused? Refusal()
    {
        if (_s.Work is not null) return null;
        if (_s.Trouble is { Pause: TokenPause.Stop } stopped) return new(stopped.Errcode, stopped.Sentence, null);
        if (_s.Trouble is { } trouble && _s.RetryAt > now + TokenRules.Patience) return new(trouble.Errcode, trouble.Sentence, _s.RetryAt);
        return StoreDown && !rules.Harmless ? new(null, _s.StoreTrouble!, _s.Loaded ? _s.WriteAt : _s.LookAt) : null;
    }

    private void Release(TokenQueue queue, TokenReply reply)
    {
        _s = queue == TokenQueue.Token ? _s with { WantedBy = null } : _s with { Reporters = false };
        Do(new TokenEffect.Release(queue, reply));
    }

    private void Arm()
    {
        if (_wake == DateTimeOffset.MaxValue || _s.Armed == _wake) return;
        _s = _s with { Armed = _wake };
        Do(new TokenEffect.Arm(_wake));
    }

    private void Do(TokenEffect effect) => _effects.Add(effect);

    /// <summary>Something must be decided anew at that moment.</summary>
    private void Wake(DateTimeOffset at)
    {
        if (at > now && at < _wake) _wake = at;
    }

    private void Keep(TokenAuditLine line) =>
        _s = _s with { Unwritten = (_s.Unwritten.Length < MostUnwritten ? _s.Unwritten : _s.Unwritten.RemoveAt(0)).Add(line) };

    private void Notify(bool urgent, string sentence) => Do(new TokenEffect.Notify(urgent, sentence));

    private long NextRun()
    {
        _s = _s with { Run = _s.Run + 1 };
        return _s.Run;
    }

    /// <summary>From 0 to 1.</summary>
    private double Chance() => SplitMix64.Unit(SplitMix64.Next(ref _chance));

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
