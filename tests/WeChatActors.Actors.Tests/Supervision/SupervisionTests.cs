namespace WeChatActors.Actors.Tests;

public class SupervisionTests
{
    private readonly House _house = new();

    [Fact]
    public async Task A_failed_message_is_handed_to_a_fresh_actor_and_the_state_is_gone()
    {
        _house.Troupe.OnReceive = (player, message) => message switch
        {
            "fail once" when player.Number == 1 => throw new InvalidOperationException("bad state"),
            _ => new($"{player} has received {player.Received}"),
        };
        Assert.Equal(House.Replied("ann#1 has received 1"), await _house.AskAndRun("ann", "hi"));

        Assert.Equal(House.Replied("ann#2 has received 1"), await _house.AskAndRun("ann", "fail once"));

        Assert.Equal((1, 1, 0, 2), (_house.Counters.Failures, _house.Counters.Restarts, _house.Counters.GivenUp, _house.Counters.Activations));
        Assert.Equal(0, _house.Counters.Passivations); // no goodbye from a state in doubt
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_the_last_attempt_the_decision_gives_the_reply_and_the_next_message_goes_on(bool failsLater)
    {
        _house.Troupe.OnReceive = async (_, message) =>
        {
            if (failsLater) await Task.CompletedTask;
            if (message == "poison") throw new InvalidOperationException("cannot");
            return message;
        };
        var poison = _house.Ask("ann", "poison");
        var next = _house.Ask("ann", "next");
        _house.Turns.Run();

        Assert.Equal(House.Replied("gave up poison after 3: cannot"), await poison);
        Assert.Equal(House.Replied("next"), await next);
        Assert.Equal(3, _house.Notes().Count(note => note.EndsWith("receives poison", StringComparison.Ordinal)));
        Assert.Equal((3, 2, 1), (_house.Counters.Failures, _house.Counters.Restarts, _house.Counters.GivenUp));
        Assert.Equal(3, _house.Troupe.Failures.Count);
    }

    [Fact]
    public async Task The_next_message_waits_for_the_decision()
    {
        var decision = new Gate<string>();
        _house.Troupe.OnReceive = (_, message) => message == "poison" ? throw new InvalidOperationException() : new(message);
        _house.Troupe.OnGiveUp = (_, _, _) => new(decision.Task);
        var poison = _house.Ask("ann", "poison");
        var next = _house.Ask("ann", "next");
        _house.Turns.Run();
        Assert.False(next.IsCompleted);

        decision.Open("set aside");

        Assert.Equal(House.Replied("set aside"), await poison);
        Assert.Equal(House.Replied("next"), await next);
    }

    [Fact]
    public async Task A_decision_that_fails_answers_failed()
    {
        _house.Troupe.OnReceive = (_, _) => throw new InvalidOperationException("cannot");
        _house.Troupe.OnGiveUp = (_, _, _) => throw new TimeoutException("no place for poison");

        var result = await _house.AskAndRun("ann", "hi");

        Assert.Equal(AskOutcome.Failed, result.Outcome);
        Assert.IsType<TimeoutException>(result.Error);
        Assert.Equal(4, _house.Counters.Failures);
        Assert.False(_house.System.IsResident("ann"));
    }

    [Fact]
    public async Task An_activation_that_fails_is_an_attempt()
    {
        var left = 2;
        _house.Troupe.OnActivate = _ => left-- > 0 ? throw new FormatException("half a row") : default;

        Assert.Equal(House.Replied("hi"), await _house.AskAndRun("ann", "hi"));
        Assert.Equal((1, 2), (_house.Counters.Activations, _house.Counters.Restarts));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unavailability_answers_failed_at_once_and_the_next_message_tries_anew(bool whileActivating)
    {
        var down = true;
        _house.Troupe.OnActivate = _ => down && whileActivating ? throw new ActorUnavailableException("The store is down.") : default;
        _house.Troupe.OnReceive = (_, message) => down ? throw new ActorUnavailableException("The store is down.") : new(message);

        var result = await _house.AskAndRun("ann", "hi");

        Assert.Equal(AskOutcome.Failed, result.Outcome);
        Assert.Equal("The store is down.", Assert.IsType<ActorUnavailableException>(result.Error).Message);
        Assert.Equal((1, 0, 0), (_house.Counters.Failures, _house.Counters.Restarts, _house.Counters.GivenUp));
        Assert.False(_house.System.IsResident("ann"));

        down = false;
        Assert.Equal(House.Replied("again"), await _house.AskAndRun("ann", "again"));
    }

    [Fact]
    public async Task Unavailability_ends_the_attempts_of_a_message_that_failed_before()
    {
        _house.Troupe.OnReceive = (player, _) => player.Number == 1
            ? throw new InvalidOperationException("once")
            : throw new ActorUnavailableException("The store is down.");

        Assert.Equal(AskOutcome.Failed, (await _house.AskAndRun("ann", "hi")).Outcome);
        Assert.Equal((2, 1, 0), (_house.Counters.Failures, _house.Counters.Restarts, _house.Counters.GivenUp));
    }
}
