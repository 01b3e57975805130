using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>WeChat: its accounts, the people who use it, its clock and its network.</summary>
internal sealed class Platform
{
    private readonly Dictionary<string, SimulatedAccount> _accounts = new(StringComparer.Ordinal);
    private readonly List<Person> _people = [];

    /// <summary>A platform with accounts and a few people who follow nobody yet.</summary>
    public Platform(SimulatorOptions options, SimulatedClock clock)
    {
        Options = options;
        Clock = clock;
        Faults = new ApiFaults(clock, Feed);
        Rids = new Rids(new Chance(options.Seed));
        Pusher = new Pusher(this);
        Scenarios = new ScenarioRunner(this);
        foreach (var setup in options.Accounts)
            _accounts.Add(setup.Alias, new SimulatedAccount(setup, new Chance(Chance.Hash(setup.AppId, (long)options.Seed))));
        foreach (var name in options.People) Invite(name);
    }

    /// <summary>What it was started with.</summary>
    public SimulatorOptions Options { get; }

    /// <summary>The time of everything on it.</summary>
    public SimulatedClock Clock { get; }

    /// <summary>Tells pages what happens.</summary>
    public Feed Feed { get; } = new();

    /// <summary>The network between it and the callbacks.</summary>
    public Weather Weather { get; set; } = Weather.Fair;

    /// <summary>What goes wrong with the API on purpose.</summary>
    public ApiFaults Faults { get; }

    /// <summary>The API calls that failed, by rid.</summary>
    public Rids Rids { get; }

    /// <summary>The newest calls of the API that name no account of the platform, for the inspector.</summary>
    public Recent<ApiCall> StrayCalls { get; } = new(200);

    /// <summary>The accounts by alias.</summary>
    public IReadOnlyDictionary<string, SimulatedAccount> Accounts => _accounts;

    /// <summary>The people, in the order they came. Snapshot.</summary>
    public IReadOnlyList<Person> People { get { lock (_people) return [.. _people]; } }

    /// <summary>Where the phone page answers; addresses of pictures in packets begin with it. Set when it is known which port was taken.</summary>
    public Uri Page { get => field ?? Options.Page; set; }

    /// <summary>Where the API answers; addresses of articles begin with it. Set when it is known which port was taken.</summary>
    public Uri Api { get => field ?? Options.Api; set; }

    /// <summary>Pushes packets.</summary>
    public Pusher Pusher { get; }

    /// <summary>Runs scenarios, one at a time.</summary>
    public ScenarioRunner Scenarios { get; }

    /// <summary>The account of an AppID; null for none.</summary>
    public SimulatedAccount? FindByAppId(string appId) => _accounts.Values.FirstOrDefault(account => account.Setup.AppId == appId);

    /// <summary>Somebody does something on the phone, and what follows from it begins.</summary>
    public ActResult Act(SimulatedAccount account, Follower follower, UserAction action) => Phone.Act(this, account, follower, action);

    /// <summary>One more person uses WeChat; every account gives an OpenID.</summary>
    public Person Invite(string? name)
    {
        Person person;
        lock (_people) _people.Add(person = new Person(_people.Count + 1, name));
        foreach (var account in _accounts.Values)
            lock (account.Gate) account.Meet(person);
        Feed.Publish("follower");
        return person;
    }
}
