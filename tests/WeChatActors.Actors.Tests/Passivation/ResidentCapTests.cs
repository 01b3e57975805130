namespace WeChatActors.Actors.Tests;

public class ResidentCapTests
{
    private readonly House _house = new(new ActorOptions { MaxResident = 3 });

    private string Present => string.Concat("abcdef".Where(c => _house.System.IsResident(c.ToString())));

    [Fact]
    public void A_newcomer_over_the_cap_makes_the_least_recently_used_leave()
    {
        Use("a");
        Use("b");
        Use("c");
        Use("a");
        Assert.Equal("abc", Present);

        Use("d");
        Assert.Equal("acd", Present);
        Use("e");
        Assert.Equal("ade", Present);
        Assert.Equal(2, _house.Counters.Passivations);
    }

    [Fact]
    public void Actors_at_work_stay_and_the_number_falls_when_they_are_done()
    {
        var gate = new Gate<string>();
        _house.Troupe.OnReceive = (_, _) => new(gate.Task);
        foreach (var key in "abcde") Use(key.ToString());
        Assert.Equal("abcde", Present);

        gate.Open("");
        _house.Turns.Run();

        Assert.Equal(3, _house.Counters.Resident);
    }

    [Fact]
    public void One_who_is_called_back_while_leaving_counts_and_another_goes_instead()
    {
        var gate = new Gate<bool>();
        foreach (var key in "abc") Use(key.ToString());
        _house.Troupe.OnPassivate = _ => new(gate.Task);
        Use("d"); // a is leaving
        _house.System.Tell("a", "stay");
        _house.Troupe.OnPassivate = _ => default;

        gate.Open(true);
        _house.Turns.Run();

        Assert.Equal("acd", Present);
    }

    private void Use(string key)
    {
        _house.AskAndRun(key, "hi");
        _house.Advance(TimeSpan.FromSeconds(5));
    }
}
