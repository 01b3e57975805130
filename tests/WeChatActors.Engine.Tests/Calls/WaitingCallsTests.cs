using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Calls;

/// <summary>What is measured in the memory of the whole process cannot be measured beside other tests.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public class AloneCollection;

[Collection("Alone")]
public class WaitingCallsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ten_thousand_calls_that_wait_cost_little_and_no_thread(bool llm)
    {
        const int Calls = 10_000;
        var wire = new Wire();
        await using var lab = Wire.Lab(wire, new CallOptions { PerHost = Calls + 1 });
        CallOrder order = llm ? CallLab.Ask(new string('书', 500), history: 20) : CallLab.Order("POST", new Uri("http://shop.example/"), new string('书', 500), "text/plain");
        var history = Enumerable.Range(0, 20).Select(i => new Exchange(new string('问', 500), new string('答', 500))).ToArray();
        var tickets = Enumerable.Range(1, Calls).Select(turn => CallLab.Ticket(order, turn, history) with { To = Given.Id($"o{turn}") }).ToList();
        lab.Runner.Start(CallLab.Ticket(order, Calls + 1, history));
        await wire.Sent();
        var (before, threads) = (GC.GetTotalMemory(forceFullCollection: true), ThreadPool.ThreadCount);

        foreach (var ticket in tickets) lab.Runner.Start(ticket);
        for (var i = 0; i < Calls; i++) await wire.Sent();

        // With the stand-in of the test for a connection.
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Calls;
        Assert.InRange(each, 0, 5 * 1024);
        Assert.InRange(ThreadPool.ThreadCount - threads, int.MinValue, 50);
        GC.KeepAlive(tickets);
    }
}
