using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>Runs scenarios on a platform, one at a time.</summary>
internal sealed class ScenarioRunner(Platform platform)
{
    private int _running;

    /// <summary>Runs one to its end. The clock stands at the scenario's times meanwhile, and goes on from there afterwards if it ran before.</summary>
    public async Task<ScenarioResult> Run(Scenario scenario)
    {
        if (FindAccount(scenario) is not { } account)
            return new ScenarioRefused(
                scenario.Account is null ? "There is more than one account; the scenario must name one as \"account\"." : $"There is no account '{scenario.Account}'.");
        if (Interlocked.Exchange(ref _running, 1) == 1) return new ScenarioRefused("Another scenario is running; wait for its end.");
        var stopped = platform.Clock.Stopped;
        try
        {
            platform.Clock.Stop(scenario.Start);
            var followers = Gather(account, scenario);
            var results = ImmutableArray.CreateBuilder<StepResult>(scenario.Steps.Length);
            foreach (var step in scenario.Steps)
            {
                results.Add(await Run(account, followers[step.Person - 1], step.Action, results.Count + 1));
                platform.Clock.Advance(TimeSpan.FromSeconds(step.Wait));
            }
            return new ScenarioDone(results.MoveToImmutable());
        }
        finally
        {
            if (!stopped) platform.Clock.Run();
            Volatile.Write(ref _running, 0);
        }
    }

    private SimulatedAccount? FindAccount(Scenario scenario) =>
        scenario.Account is { } alias ? platform.Accounts.GetValueOrDefault(alias)
        : platform.Accounts.Count == 1 ? platform.Accounts.Values.First()
        : null;

    /// <summary>Brings the people who take part, and puts account and followers into the state of the start.</summary>
    private ImmutableArray<Follower> Gather(SimulatedAccount account, Scenario scenario)
    {
        for (var number = platform.People.Count; number < scenario.Followers.Length; number++) platform.Invite(scenario.Followers[number].Name);
        var people = platform.People;
        var followers = ImmutableArray.CreateBuilder<Follower>(scenario.Followers.Length);
        lock (account.Gate)
        {
            account.Chance.RestartPackets(scenario.Seed);
            account.Silence.End();
            for (var i = 0; i < scenario.Followers.Length; i++)
            {
                var follower = account.Meet(people[i]);
                follower.Subscribed = scenario.Followers[i].Subscribed;
                follower.SubscribedAt = follower.Subscribed ? scenario.Start : null;
                (follower.Blacklisted, follower.Receives) = (false, true);
                follower.Windows.Close();
                follower.LastExchange = null;
                follower.Chat.TypingUntil = null;
                account.Staff.Close(follower.OpenId.Value);
                followers.Add(follower);
            }
        }
        platform.Feed.Publish("follower", account.Setup.Alias);
        platform.Feed.Publish("windows", account.Setup.Alias);
        return followers.MoveToImmutable();
    }

    private async Task<StepResult> Run(SimulatedAccount account, Follower follower, UserAction action, int number)
    {
        var at = platform.Clock.GetUtcNow();
        switch (platform.Act(account, follower, action))
        {
            case ActionRefused refused:
                return new StepResult(number, at, refused.Sentence.English, []);
            case Acted acted:
                var records = await acted.Finished;
                return new StepResult(number, at, null, [.. records.Select(record => new ScenarioPacket(record.Kind, record.Packet, record.Outcome, record.Verdict.English))]);
            case var other:
                throw new InvalidOperationException($"No step ends with {other.GetType().Name}.");
        }
    }
}
