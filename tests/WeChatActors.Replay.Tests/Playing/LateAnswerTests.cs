namespace WeChatActors.Replay.Tests.Playing;

/// <summary>Answers that come just when the five seconds are over.</summary>
public class LateAnswerTests
{
    private readonly Stage _stage = new();

    [Fact]
    public async Task An_answer_that_crosses_its_deadline_costs_its_own_connection_and_not_the_next_one_of_its_lane()
    {
        await using var source = new ListedPackets([Stage.Text(0, 1), Stage.Text(0, 2)]);
        var wire = new CrossingWire();
        var options = Stage.Options(new Pace.Saturate()) with { Concurrency = 2 };
        var run = new Player(options, source, [_stage], wire, _stage.Time).Run(default);
        _stage.Time.Advance(TimeSpan.FromSeconds(5));
        wire.AnswerAll();
        var result = await run.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(2, result.Sent);
        Assert.All(_stage.Played, played => Assert.Equal(
            (PlayedOutcome.Acknowledged, 2, DeliveryFault.Late, DeliveryFault.None), (played.Outcome, played.Deliveries, played.Faults[0], played.Faults[1])));
        Assert.Equal([true, true, false, false], wire.Connections.Select(connection => connection.IsAborted));
    }

    [Fact]
    public async Task A_connection_that_calls_its_answer_late_is_replaced()
    {
        await using var source = new ListedPackets([Stage.Text(0, 1)]);
        var wire = new CrossingWire();
        var run = new Player(Stage.Options(new Pace.Saturate()) with { Concurrency = 1 }, source, [_stage], wire, _stage.Time).Run(default);
        wire.Connections[0].Abort();
        wire.AnswerAll();
        await run.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((2, PlayedOutcome.Acknowledged), (Assert.Single(_stage.Played).Deliveries, _stage.Played[0].Outcome));
    }

    /// <summary>While the first connection is aborted, the answers on all others come: too late, but before those are aborted.</summary>
    private sealed class CrossingWire : IWire
    {
        public List<Connection> Connections { get; } = [];

        public IWireConnection Create()
        {
            Connections.Add(new Connection(this));
            return Connections[^1];
        }

        public void AnswerAll()
        {
            foreach (var connection in Connections.ToList()) connection.End(ScriptedTarget.Success);
        }

        public sealed class Connection(CrossingWire wire) : IWireConnection
        {
            private TaskCompletionSource<WireAnswer>? _coming;

            public bool IsAborted { get; private set; }

            public ValueTask<WireAnswer> Exchange(ReadOnlyMemory<byte> request, bool rested)
            {
                if (IsAborted) return new(WireAnswer.Failed(DeliveryFault.Late, "late"));
                _coming = new();
                return new(_coming.Task);
            }

            public void Abort()
            {
                if (IsAborted) return;
                IsAborted = true;
                if (wire.Connections.Count > 1 && wire.Connections[0] == this) wire.Connections[1].End(ScriptedTarget.Success);
                End(WireAnswer.Failed(DeliveryFault.Late, "late"));
            }

            public void End(in WireAnswer answer) => _coming?.TrySetResult(answer);

            public void Dispose()
            {
            }
        }
    }
}
