using System.Collections.Concurrent;

namespace WeChatActors.Actors.Tests;

/// <summary>Actors whose every act is noted and can be scripted; by default one replies with what it was asked.</summary>
internal sealed class Troupe : IActorFactory<string, string, string>
{
    private int _born;

    /// <summary>What happened, in order: <c>activate ann</c>, <c>ann#1 receives hi</c>, <c>passivate ann#1</c>.</summary>
    internal ConcurrentQueue<string> Notes { get; } = new();

    internal ConcurrentQueue<Exception> Failures { get; } = new();

    internal Func<Player, string, ValueTask<string>> OnReceive { get; set; } = (_, message) => new(message);

    internal Func<string, ValueTask> OnActivate { get; set; } = _ => default;

    internal Func<Player, ValueTask> OnPassivate { get; set; } = _ => default;

    internal Func<string, Exception, int, ValueTask<string>> OnGiveUp { get; set; } =
        (message, error, attempts) => new($"gave up {message} after {attempts}: {error.Message}");

    public async ValueTask<IActor<string, string>> ActivateAsync(string key)
    {
        Notes.Enqueue($"activate {key}");
        await OnActivate(key);
        return new Player(this, key, Interlocked.Increment(ref _born));
    }

    public ValueTask<string> GiveUpAsync(string key, string message, Exception error, int attempts) =>
        OnGiveUp(message, error, attempts);

    public void Failed(string key, Exception error)
    {
        Failures.Enqueue(error);
        throw new InvalidOperationException("A log that is full must not stop a turn.");
    }

    internal sealed class Player(Troupe troupe, string key, int number) : IActor<string, string>
    {
        internal int Number => number;

        internal int Received { get; private set; }

        public ValueTask<string> ReceiveAsync(string message)
        {
            Received++;
            troupe.Notes.Enqueue($"{this} receives {message}");
            return troupe.OnReceive(this, message);
        }

        public ValueTask PassivateAsync()
        {
            troupe.Notes.Enqueue($"passivate {this}");
            return troupe.OnPassivate(this);
        }

        public override string ToString() => $"{key}#{number}";
    }
}
