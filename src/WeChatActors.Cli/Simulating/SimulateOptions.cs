using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using WeChatActors.Protocol;
using WeChatActors.Rules;
using WeChatActors.Server;
using WeChatActors.Simulator;

namespace WeChatActors.Cli;

/// <summary>The options of <c>wechatactors simulate</c>.</summary>
internal sealed class SimulateOptions
{
    private static readonly OrderedDictionary<string, AccountKind> Kinds =
        new(Enum.GetValues<AccountKind>().Select(kind => KeyValuePair.Create(kind.ToString().ToLowerInvariant(), kind)), StringComparer.Ordinal);

    private readonly CredentialOptions _credentials = new(CredentialOptions.DemoToken, "an invented one");
    private readonly Option<string?> _callback = new("--callback") { HelpName = "URL", Description = $"Where your program takes pushes; {CredentialOptions.DemoCallback} without it" };
    private readonly Option<string?> _appSecret = new("--app-secret") { HelpName = "TEXT", Description = "The AppSecret that your program asks for a token with; an invented one without it" };
    private readonly Option<string?> _kind = new("--kind") { HelpName = "KIND", Description = "service, subscription, test or unverified: what the account may call; service without it" };
    private readonly Option<string?> _seed = new("--seed") { HelpName = "N", Description = "The same number, the same ids, nonces and tokens; another one at each start without it" };
    private readonly Option<string?> _people = new("--people") { HelpName = "NAMES", Description = "Who is there, such as 小明,Ann" };

    private Option<string?>[] OfAccount => [_callback, _credentials.Token, _credentials.AppId, _appSecret, _credentials.Security, _credentials.AesKey, _kind];

    /// <summary>Names the configuration whose accounts are simulated; null when the other options tell of one account.</summary>
    public Option<string?> Configuration { get; } = new("--conf") { HelpName = "FILE", Description = "Simulates the accounts of a configuration instead; pushes go to its public listener" };

    /// <summary>Where the API answers.</summary>
    public Option<string?> Api { get; } = new("--api") { HelpName = "URL", Description = "Where the API answers, in the place of https://api.weixin.qq.com; http://127.0.0.1:8083 without it" };

    /// <summary>Where the page answers.</summary>
    public Option<string?> Page { get; } = new("--page") { HelpName = "URL", Description = "Where the phone page answers; http://127.0.0.1:8082 without it" };

    /// <summary>A scenario to run.</summary>
    public Option<string?> Scenario { get; } = new("--scenario") { HelpName = "FILE", Description = "Runs a scenario, prints each packet's verdict, and ends" };

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [Configuration, .. OfAccount, Api, Page, _seed, _people, Scenario];

    /// <summary>Checks what can be checked without opening a file.</summary>
    public void Check(CommandResult call)
    {
        if (call.GetResult(Configuration) is { Implicit: false })
            foreach (var option in OfAccount)
                if (call.GetResult(option) is { Implicit: false }) call.AddError($"{option.Name} stands beside --conf, expected one of the two.");
        call.Expect(_callback, "an address such as http://127.0.0.1:3000/wechat", CredentialOptions.IsHttp);
        _credentials.Check(call);
        call.Expect(_seed, $"a whole number from 0 to {ulong.MaxValue}", text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        call.Expect(_people, "1 to 100 names with commas between them, such as 小明,Ann", text => Names(text) is { Length: >= 1 and <= 100 } names && !names.Contains(""));
        call.ExpectWord(_kind, Kinds.Keys);
    }

    /// <summary>What the simulator is started with.</summary>
    /// <param name="call">The call.</param>
    /// <param name="accounts">Its accounts.</param>
    /// <param name="time">Gives a seed when the call does not.</param>
    /// <param name="findings">Gets what is wrong with the addresses.</param>
    /// <returns>Null, with errors among the findings, when an address is wrong.</returns>
    public SimulatorOptions? Read(ParseResult call, ImmutableArray<AccountSetup> accounts, TimeProvider time, Findings findings)
    {
        var options = new SimulatorOptions { Accounts = accounts };
        // Nobody opens the page of a scenario, so it may run beside another simulator.
        var usual = call.GetValue(Scenario) is null ? (Func<Uri, string>)(address => address.ToString()) : address => FreePort.Or(address.ToString());
        var api = ListenerAddress.OfOption(call.GetValue(Api) ?? usual(options.Api), Api.Name, findings);
        var page = ListenerAddress.OfOption(call.GetValue(Page) ?? usual(options.Page), Page.Name, findings);
        if (api is null || page is null) return null;
        return options with
        {
            Api = api, Page = page,
            Seed = call.GetValue(_seed) is { } seed ? ulong.Parse(seed, CultureInfo.InvariantCulture) : AccountSetups.AnotherSeed(time),
            People = call.GetValue(_people) is { } people ? [.. Names(people)] : options.People,
        };
    }

    /// <summary>The account that the options tell of, and what of its secrets was invented here and may be shown.</summary>
    public InventedAccount Account(ParseResult call)
    {
        var appId = call.GetValue(_credentials.AppId) ?? CredentialOptions.DemoAppId;
        var invented = InventedSecrets.Of(appId);
        var security = CredentialOptions.Mode(call.GetValue(_credentials.Security));
        var key = security == SecurityMode.Plaintext ? null : call.GetValue(_credentials.AesKey) ?? invented.AesKey;
        var setup = new AccountSetup
        {
            Alias = "demo", AppId = appId, AppSecret = call.GetValue(_appSecret) ?? invented.AppSecret, OriginalId = AccountSetups.OriginalId(appId),
            Kind = call.GetValue(_kind) is { } kind ? Kinds[kind] : AccountKind.Service,
            Callback = new Uri(call.GetValue(_callback) ?? CredentialOptions.DemoCallback), Token = call.GetValue(_credentials.Token) ?? CredentialOptions.DemoToken, Security = security, AesKey = key,
        };
        return new(setup, call.GetValue(_appSecret) is null, call.GetValue(_credentials.Token) is null, key is not null && call.GetValue(_credentials.AesKey) is null);
    }

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.TrimEntries);
}

/// <summary>An account of the simulator, and which of its credentials were invented here: only those are shown.</summary>
internal readonly record struct InventedAccount(AccountSetup Setup, bool SecretInvented, bool TokenInvented, bool KeyInvented);
