namespace WeChatActors.Actors.Tests;

/// <summary>Actors that wait, fail and are unavailable by chance, and notice every broken promise.</summary>
internal sealed class Chaos(Random random, int maxAttempts) : IActorFactory<int, int, int>
{
    private readonly List<TaskCompletionSource> _waits = [];
    private readonly Dictionary<int, Life> _lives = [];

    /// <summary>How many acts wait to be let on.</summary>
    internal int Waiting => _waits.Count;

    /// <summary>From now on nothing waits and nothing fails.</summary>
    internal bool Calm { get; set; }

    /// <summary>Every broken promise. Noted, not thrown: what an actor throws, supervision would take for a failure.</summary>
    internal List<string> Mistakes { get; } = [];

    internal Life Of(int key)
    {
        if (!_lives.TryGetValue(key, out var life)) _lives.Add(key, life = new Life(Mistakes));
        return life;
    }

    /// <summary>Lets one waiting act go on, on this thread.</summary>
    internal void LetOneOn()
    {
        var index = random.Next(_waits.Count);
        var wait = _waits[index];
        _waits.RemoveAt(index);
        wait.SetResult();
    }

    public async ValueTask<IActor<int, int>> ActivateAsync(int key)
    {
        var life = Of(key);
        life.Enter();
        life.Promise(!life.Present, "A second actor was activated while the first was there.");
        await Perhaps();
        life.Exit();
        if (!Happens(10))
        {
            life.Present = true;
            return new Actor(this, life);
        }
        life.FailedActivations++;
        throw Happens(2) ? new ActorUnavailableException("down") : new InvalidOperationException("half loaded");
    }

    public async ValueTask<int> GiveUpAsync(int key, int message, Exception error, int attempts)
    {
        var life = Of(key);
        life.Enter();
        life.Promise(attempts == maxAttempts, $"A message was given up after {attempts} attempts.");
        await Perhaps();
        life.Exit();
        if (Happens(5)) throw new InvalidOperationException("no place");
        return -message;
    }

    public void Failed(int key, Exception error) => Of(key).Present = false;

    private ValueTask Perhaps()
    {
        if (Calm || Happens(2)) return default;
        var wait = new TaskCompletionSource();
        _waits.Add(wait);
        return new(wait.Task);
    }

    private bool Happens(int oneIn) => !Calm && random.Next(oneIn) == 0;

    /// <summary>What one key has seen.</summary>
    internal sealed class Life(List<string> mistakes)
    {
        private bool _inside;

        internal bool Present { get; set; }

        /// <summary>The messages received, each once however often it was attempted.</summary>
        internal List<int> Received { get; } = [];

        internal int FailedActivations { get; set; }

        internal void Promise(bool kept, string otherwise)
        {
            if (!kept) mistakes.Add(otherwise);
        }

        internal void Enter()
        {
            Promise(!_inside, "Two turns of one key ran at once.");
            _inside = true;
        }

        internal void Exit() => _inside = false;
    }

    private sealed class Actor(Chaos chaos, Life life) : IActor<int, int>
    {
        private bool _gone;

        public async ValueTask<int> ReceiveAsync(int message)
        {
            life.Enter();
            life.Promise(!_gone && life.Present, "An actor that had left received a message.");
            if (life.Received.Count == 0 || life.Received[^1] != message) life.Received.Add(message);
            await chaos.Perhaps();
            life.Exit();
            if (chaos.Happens(6)) throw chaos.Happens(4) ? new ActorUnavailableException("down") : new InvalidOperationException("failed");
            return message;
        }

        public async ValueTask PassivateAsync()
        {
            life.Enter();
            life.Promise(!_gone && life.Present, "An actor that had left was passivated.");
            await chaos.Perhaps();
            life.Exit();
            _gone = true;
            life.Present = false;
            if (chaos.Happens(10)) throw new InvalidOperationException("no goodbye");
        }
    }
}
