namespace WeChatActors.Actors.Tests;

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;

/// <summary>Measures the process's memory, so nothing may run beside it.</summary>
[Collection(nameof(Alone))]
public class IdleCostTests
{
    [Fact]
    public void An_idle_actor_costs_less_than_200_bytes_besides_its_key_and_state()
    {
        const int Actors = 100_000;
        var keys = Enumerable.Range(0, Actors).Select(i => $"account/{i}").ToArray();
        var turns = new StepDispatcher();
        var time = new VirtualTime();
        var system = new ActorSystem<string, int, int>(new Stateless(), new ActorOptions(), time, turns);
        system.Tell("warm", 0);
        turns.Run();

        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var key in keys)
        {
            system.Tell(key, 0);
            turns.Run();
        }
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Actors;

        Assert.Equal(Actors + 1, system.Counters.Resident);
        Assert.InRange(each, 50, 200); // 155 when this was written, the table's entry included
        Assert.Equal(2, time.Made);
        GC.KeepAlive(keys);
    }

    private sealed class Stateless : IActorFactory<string, int, int>, IActor<int, int>
    {
        public ValueTask<IActor<int, int>> ActivateAsync(string key) => new(this);

        public ValueTask<int> GiveUpAsync(string key, int message, Exception error, int attempts) => new(0);

        public ValueTask<int> ReceiveAsync(int message) => new(message);
    }
}
