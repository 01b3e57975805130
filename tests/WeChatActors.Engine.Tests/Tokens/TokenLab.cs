namespace WeChatActors.Engine.Tests;

/// <summary>One machine over a store, in a world whose clock, platform and probes the test plays.</summary>
internal sealed class TokenLab
{
    public static readonly TokenId Id = new("demo", TokenKind.AccessToken);

    private readonly Queue<TokenInput> _inputs = new();
    private ulong _seed = 7;
    private DateTimeOffset? _armed;

    public TokenLab(TokenManner manner = TokenManner.Stable, TokenOptions? options = null, MemoryTokenStore? store = null)
    {
        Rules = TokenRules.Of(manner, options ?? new TokenOptions());
        Store = store ?? new MemoryTokenStore();
    }

    public TokenRules Rules { get; }

    public MemoryTokenStore Store { get; }

    public string Holder { get; init; } = "lab";

    public DateTimeOffset Now { get; set; } = Given.Noon;

    public AccessToken State { get; private set; } = AccessToken.New(0);

    /// <summary>The request to the platform that waits for its answer.</summary>
    public TokenEffect.Ask? Asked { get; private set; }

    public TokenEffect.Probe? Probing { get; private set; }

    /// <summary>Requests so far.</summary>
    public List<TokenEffect.Ask> Requests { get; } = [];

    public List<TokenReply> Replies { get; } = [];

    public TokenReply LastReply => Replies[^1];

    public List<TokenEffect.Notify> Notices { get; } = [];

    public string[] Audit => [.. Store.Lines.Select(entry => $"{entry.Line.Why} by {entry.Line.AskedBy}: {entry.Line.Result}{(entry.Line.Version is { } version ? $" v{version}" : "")}")];

    /// <summary>What readers get now.</summary>
    public string? Current => State.Shown is { } token && Now < token.ExpiresAt - TokenRules.Safety ? token.Value : null;

    public int Waiting { get; private set; }

    /// <summary>A machine that serves token A, which the platform gave for two hours just now.</summary>
    public static TokenLab Serving(TokenManner manner = TokenManner.Stable, TokenOptions? options = null, MemoryTokenStore? store = null)
    {
        var lab = new TokenLab(manner, options, store).Send(new TokenInput.Kept());
        return lab.Give("A");
    }

    public TokenLab Want(string by = "engine") => Send(new TokenInput.Wanted(by));

    public TokenLab Report(string value, int? errcode = 40001, string by = "proxy") => Send(new TokenInput.Reported(value, errcode, by));

    public TokenLab Demand(string by = "command") => Send(new TokenInput.Demanded(by));

    public TokenLab Give(string value, double seconds = 7200) => Answer(new TokenAnswer.Given(value, TimeSpan.FromSeconds(seconds)));

    public TokenLab Refuse(int errcode, string errmsg = "") => Answer(new TokenAnswer.Error(errcode, errmsg));

    public TokenLab Garble() => Answer(new TokenAnswer.Unreadable("api.example answered with something other than a JSON object."));

    public TokenLab Answer(TokenAnswer answer)
    {
        var asked = Asked ?? throw new InvalidOperationException("Nothing was asked.");
        Asked = null;
        return Send(new TokenInput.Answered(asked.Run, answer));
    }

    public TokenLab Prove(TokenProbe probe)
    {
        var probing = Probing ?? throw new InvalidOperationException("Nothing is being tried.");
        Probing = null;
        return Send(new TokenInput.Probed(probing.Run, probe));
    }

    public TokenLab ProveAlive() => Prove(new TokenProbe.Alive());

    public TokenLab ProveDead(int errcode = 40001) => Prove(new TokenProbe.Dead(errcode));

    /// <summary>Lets time pass; what was armed rings at its moment.</summary>
    public TokenLab Pass(TimeSpan span)
    {
        var end = Now + span;
        while (_armed is { } at && at <= end)
        {
            _armed = null;
            if (at > Now) Now = at;
            Send(new TokenInput.Rang());
        }
        Now = end;
        return this;
    }

    public TokenLab Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets time pass until the platform is asked or a token is tried.</summary>
    public TimeSpan UntilAsked(TimeSpan? atMost = null)
    {
        var from = Now;
        var end = Now + (atMost ?? TimeSpan.FromHours(30));
        while (Asked is null && Probing is null)
        {
            if (_armed is not { } at || at > end) throw new InvalidOperationException($"Nothing was asked within {end - from}.");
            _armed = null;
            if (at > Now) Now = at;
            Send(new TokenInput.Rang());
        }
        return Now - from;
    }

    /// <summary>Lets time pass; it is a mistake when something is asked meanwhile.</summary>
    public TokenLab Quietly(TimeSpan span)
    {
        Pass(span);
        Assert.Null(Asked);
        Assert.Null(Probing);
        return this;
    }

    public TokenLab Send(TokenInput input)
    {
        _inputs.Enqueue(input);
        while (_inputs.TryDequeue(out var next))
        {
            var (state, effects) = AccessToken.Step(State, next, Rules, Now, _seed++);
            State = state;
            foreach (var effect in effects) Run(effect);
        }
        return this;
    }

    private void Run(TokenEffect effect)
    {
        switch (effect)
        {
            case TokenEffect.ReadStore:
                Ask(() => new TokenInput.StoreRead(Store.LoadNow(Id)), why => new TokenInput.StoreUnread(why));
                break;
            case TokenEffect.TakeRight take:
                Ask(() => new TokenInput.RightAnswered(take.Run, Store.TakeRightNow(Id, take.Version, Holder, take.Forced, take.Now, take.Until)), why => new TokenInput.RightFailed(take.Run, why));
                break;
            case TokenEffect.Save save:
                Ask(() => new TokenInput.Saved(save.Run, Store.SaveNow(Id, save.WithRight ? Holder : null, save.Token, save.Line)), why => new TokenInput.SaveFailed(save.Run, why));
                break;
            case TokenEffect.Note note:
                try
                {
                    Store.NoteNow(Id, note.GiveBack ? Holder : null, note.Line);
                }
                catch (StoreUnavailableException)
                {
                    _inputs.Enqueue(new TokenInput.NoteFailed(note.Line));
                }
                break;
            case TokenEffect.Ask ask:
                Assert.Null(Asked);
                Asked = ask;
                Requests.Add(ask);
                break;
            case TokenEffect.Probe probe:
                Assert.Null(Probing);
                Probing = probe;
                break;
            case TokenEffect.Answer answer: Replies.Add(answer.Reply); break;
            case TokenEffect.Enqueue: Waiting++; break;
            case TokenEffect.Release release:
                Replies.Add(release.Reply);
                Waiting = 0;
                break;
            case TokenEffect.Arm arm: _armed = arm.At; break;
            case TokenEffect.Notify notify: Notices.Add(notify); break;
        }
    }

    private void Ask(Func<TokenInput> call, Func<string, TokenInput> failed)
    {
        try
        {
            _inputs.Enqueue(call());
        }
        catch (StoreUnavailableException error)
        {
            _inputs.Enqueue(failed(error.Message));
        }
    }
}
