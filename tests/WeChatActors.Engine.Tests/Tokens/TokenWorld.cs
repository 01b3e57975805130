namespace WeChatActors.Engine.Tests;

/// <summary>Several processes with one store and one WeChat, in virtual time, where everything that can go wrong does.</summary>
internal sealed class TokenWorld
{
    private const int PerDay = 60;

    private readonly PriorityQueue<Action, (DateTimeOffset, int)> _events = new();
    private MemoryTokenStore Store { get; } = new();
    private readonly Node[] _nodes;
    private int _scheduled;
    private int _holders;

    public TokenWorld(int seed, TokenManner manner, int nodes, bool clocksJump)
    {
        Chance = new Random(seed);
        ClocksJump = clocksJump;
        Rules = TokenRules.Of(manner, new TokenOptions { ClassicPerDay = PerDay });
        WeChat = new ModelWeChat(manner, PerDay);
        Now = Given.Noon + TimeSpan.FromMinutes(Chance.Next(24 * 60));
        _nodes = [.. Enumerable.Range(0, nodes).Select(_ => new Node(this))];
        foreach (var node in _nodes) node.Start();
    }

    public Random Chance { get; }

    public bool ClocksJump { get; }

    public TokenRules Rules { get; }

    public ModelWeChat WeChat { get; }

    public DateTimeOffset Now { get; private set; }

    /// <summary>Whether things go wrong.</summary>
    public bool Chaos { get; private set; }

    public long Steps { get; private set; }

    /// <summary>Lets everything go wrong for a while, and gives what it came to.</summary>
    public void Rage(TimeSpan span)
    {
        Chaos = true;
        var end = Now + span;
        while (Now < end)
        {
            Run(Now + TimeSpan.FromSeconds(Math.Pow(10, Chance.NextDouble() * 3 - 1)));
            Harm();
        }
        Chaos = false;
        WeChat.Sick = null;
        Store.NoReading = Store.NoWriting = null;
        foreach (var node in _nodes)
        {
            if (!node.Alive) node.Start();
            // Somebody has mended what stopped it.
            node.Take(new TokenInput.Demanded("operator"));
        }
    }

    /// <summary>Every node is used now and then, until each has a token that WeChat takes: within minutes, or within a day when the day's requests are used up.</summary>
    public void Heal()
    {
        var from = Now;
        var stored = Store.LoadNow(TokenLab.Id);
        var usedUp = stored.Calls >= Rules.PerDay || stored.Forced >= Rules.ForcedPerDay || _nodes.Any(node => node.IsBarred);
        var atMost = usedUp ? TimeSpan.FromHours(26) : TimeSpan.FromMinutes(12);
        while (!_nodes.All(node => node.Current is { } value && WeChat.Accepts(value, Now)))
        {
            Assert.True(Now - from < atMost, $"Not healed after {Now - from}: {string.Join("; ", _nodes.Select(node => node.Describe()))}");
            foreach (var node in _nodes) node.Use();
            Run(Now + TimeSpan.FromSeconds(1));
        }
        // An answer that was lost on its way may have killed a classic token, which lives five minutes more.
        for (var end = Now + TimeSpan.FromMinutes(10); Now < end; Run(Now + TimeSpan.FromSeconds(1)))
            foreach (var node in _nodes) node.Use();
    }

    /// <summary>Nothing goes wrong, so no call does. Between processes whose clocks differ the right to refresh is no fence, so two may ask at once;
    /// the token that dies by it is replaced when it is first used.</summary>
    public void Calm(TimeSpan span)
    {
        var end = Now + span;
        foreach (var node in _nodes) node.GoodAt = Now;
        // Without requests left there is a last token, and then none until midnight.
        while (Now < end && (Rules.PerDay is null || Store.LoadNow(TokenLab.Id).Calls < PerDay))
        {
            foreach (var node in _nodes)
            {
                if (node.Current is { } value && WeChat.Accepts(value, Now)) node.GoodAt = Now;
                Assert.True(Now - node.GoodAt <= (ClocksJump ? TimeSpan.FromSeconds(60) : TimeSpan.Zero), $"At {Now:O} a reader got nothing good: {node.Describe()}");
                if (ClocksJump) node.Use();
            }
            Run(Now + TimeSpan.FromSeconds(7));
        }
    }

    public void CheckHistory()
    {
        var versions = Store.Saved.Select(saved => saved.Token.Version).ToArray();
        Assert.Equal(versions.Distinct().Order(), versions);
        if (!ClocksJump) Assert.Equal(0, WeChat.OverBudget);
    }

    private void At(TimeSpan after, Action action) => _events.Enqueue(action, (Now + after, _scheduled++));

    private void Run(DateTimeOffset until)
    {
        while (_events.TryPeek(out var action, out var due) && due.Item1 <= until)
        {
            _events.Dequeue();
            if (due.Item1 > Now) Now = due.Item1;
            action();
        }
        Now = until;
    }

    private TimeSpan Latency(double most) => TimeSpan.FromSeconds(most * Math.Pow(Chance.NextDouble(), 3));

    private void Harm()
    {
        var node = _nodes[Chance.Next(_nodes.Length)];
        switch (Chance.Next(26))
        {
            case 0: WeChat.TakenByAnother(Now); break;
            case 1: WeChat.Kill(Now); break;
            case 2: WeChat.Sick = new TokenAnswer.Error(new[] { -1, 45011, 40164, 45009, 40001, 99999 }[Chance.Next(6)], ""); break;
            case 3: WeChat.Sick = new TokenAnswer.Unreadable("A page."); break;
            case 4 or 5 or 6: WeChat.Sick = null; break;
            case 7: Store.NoWriting = "It is full."; break;
            case 8: Store.NoReading = Store.NoWriting = "It is locked."; break;
            case 9 or 10 or 11: Store.NoReading = Store.NoWriting = null; break;
            case 12: node.Crash(); break;
            case 13 or 14: if (!node.Alive) node.Start(); break;
            case 15: if (ClocksJump) node.SetClock(TimeSpan.FromMinutes(Chance.Next(-600, 600))); break;
            case 16: if (node.Current is { } good) node.Take(new TokenInput.Reported(good, 40001, "liar")); break;
            case 17: node.Take(new TokenInput.Reported("an old one", 42001, "latecomer")); break;
            case 18: if (Chance.Next(4) == 0) node.Take(new TokenInput.Demanded("operator")); break;
            default: node.Use(); break;
        }
    }

    private sealed class Node(TokenWorld world)
    {
        private readonly HashSet<string> _dead = [];
        private AccessToken _state = AccessToken.New(0);
        private string _holder = "";
        private TimeSpan _wall;
        private TimeSpan _ahead;
        private int _life;
        private int _ring;
        private bool _asking;
        private DateTimeOffset _storeFree;
        private long _shownVersion;

        public bool Alive { get; private set; }

        /// <summary>Whether it was told that forced mode is used up.</summary>
        public bool IsBarred => _state.ForcedBarredUntil > Clock;

        /// <summary>When a reader last got something that WeChat takes.</summary>
        public DateTimeOffset GoodAt { get; set; }

        public string? Current => Alive && _state.Shown is { } token && Clock < token.ExpiresAt - TokenRules.Safety ? token.Value : null;

        private DateTimeOffset Clock => world.Now + _ahead;

        public string Describe() => $"{(Alive ? "alive" : "dead")} shows {_state.Shown?.Value} until {_state.Shown?.ExpiresAt:T}, now {Clock:T}, version {_state.Token?.Version} of {_state.Stored.Version}, pending {_state.Pending}, looking {_state.Looking} at {_state.LookAt:T}, work {_state.Work}, {_state.Trouble}, retry {_state.RetryAt:T}, store {_state.StoreTrouble}, report {_state.Report}, dead {_state.Dead}, hold {_state.HoldUntil:T}";

        public void Start()
        {
            (Alive, _state, _asking, _shownVersion, _storeFree) = (true, AccessToken.New(0), false, 0, default);
            _holder = $"h{world._holders++}";
            _ahead = _wall;
            _dead.Clear();
            Take(new TokenInput.Kept());
        }

        public void Crash()
        {
            Alive = false;
            _asking = false;
            _life++;
        }

        /// <summary>The clock of a process never goes back while it lives.</summary>
        public void SetClock(TimeSpan wall)
        {
            _wall = wall;
            if (wall > _ahead) _ahead = wall;
        }

        /// <summary>Somebody makes a call with the token that is given out, and reports what failed.</summary>
        public void Use()
        {
            if (!Alive) return;
            if (Current is not { } value) Take(new TokenInput.Wanted("caller"));
            else if (!world.WeChat.Accepts(value, world.Now)) Take(new TokenInput.Reported(value, 40001, "caller"));
        }

        public void Take(TokenInput input)
        {
            if (!Alive) return;
            world.Steps++;
            var before = _state;
            var (next, effects) = AccessToken.Step(before, input, world.Rules, Clock, (ulong)world.Chance.NextInt64());
            if (input is TokenInput.Reported reported && before.Loaded && before.Good(Clock) && before.Token!.Value != reported.Value)
            {
                var otherwise = AccessToken.Step(before, new TokenInput.Kept(), world.Rules, Clock, 1).Next;
                Assert.Equal(otherwise.Work?.GetType(), next.Work?.GetType());
            }
            if (input is TokenInput.Probed { Probe: TokenProbe.Alive } && before.Token is { } proved) _dead.Remove(proved.Value);
            if (input is TokenInput.Probed { Probe: TokenProbe.Dead } && before.Report is not null) _dead.Add(before.Token!.Value);
            _state = next;
            var life = _life;
            foreach (var effect in effects)
            {
                // The process may end between any two things it does.
                if (world.Chaos && world.Chance.Next(3000) == 0) Crash();
                if (life != _life) return;
                Run(effect);
            }
        }

        private void Run(TokenEffect effect)
        {
            switch (effect)
            {
                case TokenEffect.ReadStore:
                    Store(() => new TokenInput.StoreRead(world.Store.LoadNow(TokenLab.Id)), why => new TokenInput.StoreUnread(why));
                    break;
                case TokenEffect.TakeRight take:
                    var holder = _holder;
                    Store(
                        () => new TokenInput.RightAnswered(take.Run, world.Store.TakeRightNow(TokenLab.Id, take.Version, holder, take.Forced, take.Now, take.Until)),
                        why => new TokenInput.RightFailed(take.Run, why));
                    break;
                case TokenEffect.Save save:
                    var saver = save.WithRight ? _holder : null;
                    Store(() => new TokenInput.Saved(save.Run, world.Store.SaveNow(TokenLab.Id, saver, save.Token, save.Line)), why => new TokenInput.SaveFailed(save.Run, why));
                    break;
                case TokenEffect.Note note:
                    var giver = note.GiveBack ? _holder : null;
                    Store(
                        () =>
                        {
                            world.Store.NoteNow(TokenLab.Id, giver, note.Line);
                            return null;
                        }, _ => new TokenInput.NoteFailed(note.Line));
                    break;
                case TokenEffect.Ask ask: Ask(ask); break;
                case TokenEffect.Probe probe:
                    Reach(() => world.WeChat.Probe(probe.Value, world.Now), () => new TokenProbe.Unknown("No answer."), answer => new TokenInput.Probed(probe.Run, answer));
                    break;
                case TokenEffect.Publish { Token: { } token }:
                    Check(token);
                    Assert.True(token.Version >= _shownVersion, $"Version {token.Version} came after {_shownVersion}.");
                    _shownVersion = token.Version;
                    break;
                case TokenEffect.Answer { Reply: TokenReply.Granted granted }: Give(granted.Token); break;
                case TokenEffect.Release { Reply: TokenReply.Granted granted }: Give(granted.Token); break;
                case TokenEffect.Arm arm:
                    var ring = ++_ring;
                    Later(arm.At - Clock, () =>
                    {
                        if (ring == _ring) Take(new TokenInput.Rang());
                    });
                    break;
            }
        }

        private void Give(GrantedToken token)
        {
            Check(token);
            Assert.True(Clock < token.ExpiresAt, "A token was given whose end had passed.");
            if (!world.ClocksJump) Assert.False(world.WeChat.Ended(token.Value, world.Now), "A token was given that WeChat had ended.");
        }

        private void Check(GrantedToken token) => Assert.DoesNotContain(token.Value, _dead);

        private void Ask(TokenEffect.Ask ask)
        {
            var asking = Assert.IsType<TokenWork.Asking>(_state.Work);
            Assert.True(asking.WithRight || (world.Rules.Manner == TokenManner.Stable && !ask.Force), "What kills a token was asked for without the right.");
            if (asking.WithRight)
            {
                if (!world.ClocksJump) Assert.DoesNotContain(world._nodes, other => other._asking);
                _asking = true;
            }
            Reach(() => world.WeChat.Ask(ask.Force, world.Now), () => new TokenAnswer.Unreadable("No answer."), answer => new TokenInput.Answered(ask.Run, answer), () => _asking = false);
        }

        /// <summary>A request that takes its time; it or its answer may be lost.</summary>
        private void Reach<T>(Func<T> platform, Func<T> lost, Func<T, TokenInput> input, Action? ended = null)
        {
            var there = world.Latency(3);
            var back = there + world.Latency(3);
            var luck = world.Chaos ? world.Chance.Next(20) : 19;
            var answer = default(T);
            // What was sent arrives, although its sender may have died.
            if (luck > 0) world.At(there, () => answer = platform());
            Later(luck <= 1 ? TimeSpan.FromSeconds(10) : back, () =>
            {
                ended?.Invoke();
                Take(input(luck <= 1 ? lost() : answer!));
            });
        }

        private void Store(Func<TokenInput?> call, Func<string, TokenInput> failed)
        {
            var at = (_storeFree > world.Now ? _storeFree : world.Now) + world.Latency(0.05);
            _storeFree = at + world.Latency(0.05);
            TokenInput? result = null;
            Later(at - world.Now, () =>
            {
                try
                {
                    result = call();
                }
                catch (StoreUnavailableException error)
                {
                    result = failed(error.Message);
                }
            });
            Later(_storeFree - world.Now, () =>
            {
                if (result is not null) Take(result);
            });
        }

        private void Later(TimeSpan after, Action action)
        {
            var life = _life;
            world.At(after > TimeSpan.Zero ? after : TimeSpan.Zero, () =>
            {
                if (life == _life) action();
            });
        }
    }
}
