namespace WeChatActors.Actors.Tests.Mailboxes;

/// <summary>An idle actor's turn begins on its sender's thread, which must not make stacks grow.</summary>
public sealed class SenderTurnTests
{
    private const int Length = 20_000;

    [Fact]
    public async Task A_long_chain_of_actors_that_ask_each_other_comes_back_to_its_asker()
    {
        var chain = new Chain();
        await using var system = new ActorSystem<int, int, int>(chain, new ActorOptions(), TimeProvider.System);
        chain.System = system;

        var reply = await system.AskAsync(0, 0, Timeout.InfiniteTimeSpan);

        Assert.Equal(Length, reply.Reply);
    }

    [Fact]
    public async Task A_turn_that_waits_for_nothing_is_over_when_the_ask_returns()
    {
        await using var system = new ActorSystem<int, int, int>(new Chain(), new ActorOptions(), TimeProvider.System);
        var asked = system.AskAsync(Length, 0, TimeSpan.FromSeconds(1));
        Assert.True(asked.IsCompleted);
        Assert.Equal(0, (await asked).Reply);
    }

    private sealed class Chain : IActorFactory<int, int, int>
    {
        public ActorSystem<int, int, int>? System { get; set; }

        public ValueTask<IActor<int, int>> ActivateAsync(int key) => new(new Link(key, this));

        public ValueTask<int> GiveUpAsync(int key, int message, Exception error, int attempts) => throw error;
    }

    private sealed class Link(int key, Chain chain) : IActor<int, int>
    {
        public async ValueTask<int> ReceiveAsync(int message)
        {
            if (key == Length) return message;
            var next = await chain.System!.AskAsync(key + 1, message + 1, Timeout.InfiniteTimeSpan);
            return next.TryGetReply(out var reply) ? reply : throw new InvalidOperationException($"{next.Outcome}");
        }
    }
}
