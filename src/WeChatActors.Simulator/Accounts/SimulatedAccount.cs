using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>One account on the platform: its setup, its followers, and all that was made through its API. Everything in it is read and
/// changed under <see cref="Gate"/>, which is never held across an await.</summary>
internal sealed class SimulatedAccount
{
    private readonly Dictionary<string, Follower> _followers = new(StringComparer.Ordinal);

    public SimulatedAccount(AccountSetup setup, Chance chance)
    {
        Setup = setup;
        Chance = chance;
        Templates = new TemplateShelf(chance);
    }

    /// <summary>Guards the whole account.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Its credentials and callback.</summary>
    public AccountSetup Setup { get; set; }

    /// <summary>Where its invented ids come from.</summary>
    public Chance Chance { get; }

    /// <summary>Everybody who has an OpenID here, also those who do not follow (any more), in the order they came.</summary>
    public IReadOnlyCollection<Follower> Followers => _followers.Values;

    /// <summary>The menu that phones show.</summary>
    public MenuShelf Menus { get; } = new();

    /// <summary>Uploaded and sent pictures, voices, videos.</summary>
    public MediaShelf Media { get; } = new();

    /// <summary>Drafts and published articles.</summary>
    public Articles Articles { get; } = new();

    /// <summary>QR codes with a scene.</summary>
    public QrCodes QrCodes { get; } = new();

    /// <summary>Texts under short keys.</summary>
    public ShortKeys ShortKeys { get; } = new();

    /// <summary>Its message templates.</summary>
    public TemplateShelf Templates { get; }

    /// <summary>Its messages to many.</summary>
    public MassSends MassSends { get; } = new();

    /// <summary>The tags that it gives to followers.</summary>
    public TagShelf Tags { get; } = new();

    /// <summary>Its human agents.</summary>
    public Staff Staff { get; } = new();

    /// <summary>Its access_tokens.</summary>
    public AccountTokens Tokens { get; set; } = AccountTokens.None;

    /// <summary>How often it called what.</summary>
    public AccountQuotas Quotas { get; } = new();

    /// <summary>Its tickets for web pages and cards.</summary>
    public AccountTickets Tickets { get; } = new();

    /// <summary>What people allowed its web pages.</summary>
    public WebGrants WebGrants { get; } = new();

    /// <summary>Whether WeChat keeps silent towards the callback after many failures.</summary>
    public Silence Silence { get; } = new();

    /// <summary>The newest pushes, for the inspector.</summary>
    public Recent<PushRecord> Pushes { get; } = new(1000);

    /// <summary>The newest calls of the API, for the inspector.</summary>
    public Recent<ApiCall> Calls { get; } = new(1000);

    /// <summary>The follower of that OpenID; null when nobody has it.</summary>
    public Follower? Find(string openId) => _followers.GetValueOrDefault(openId);

    /// <summary>Gives a person an OpenID, or finds the one he has.</summary>
    public Follower Meet(Person person)
    {
        var openId = OpenIdOf(person.Number);
        if (_followers.TryGetValue(openId, out var known)) return known;
        var follower = new Follower(new OpenId(openId), person);
        _followers.Add(openId, follower);
        return follower;
    }

    /// <summary>The same person has the same OpenID at the same account, in every run.</summary>
    public string OpenIdOf(int person) => "o" + Chance.Text(Chance.Hash(Setup.AppId, person), 27);

    /// <summary>From whom events come that concern no follower, such as the end of a mass send: an OpenID that nobody of the people has.</summary>
    public string OperatorId => OpenIdOf(0);
}
