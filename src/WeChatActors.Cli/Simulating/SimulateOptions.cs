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
    /// <summary>The security modes by the words of a configuration.</summary>
    public static readonly OrderedDictionary<string, SecurityMode> Securities = Words<SecurityMode>();

    private static readonly OrderedDictionary<string, AccountKind> Kinds = Words<AccountKind>();

    private readonly Option<string?> _callback = new("--callback") { HelpName = "URL", Description = $"Where your program takes pushes; {DemoCallback} without it" };
    private readonly Option<string?> _token = new("--token") { HelpName = "TEXT", Description = $"The token your program checks signatures with; {DemoToken} without it" };
    private readonly Option<string?> _appId = new("--app-id") { HelpName = "ID", Description = $"The AppID; {DemoAppId} without it" };
    private readonly Option<string?> _appSecret = new("--app-secret") { HelpName = "TEXT", Description = "The AppSecret that your program asks for a token with; an invented one without it" };
    private readonly Option<string?> _security = new("--security") { HelpName = "MODE", Description = "plaintext, compatible or safe; plaintext without it" };
    private readonly Option<string?> _aesKey = new("--aes-key") { HelpName = "KEY", Description = "The EncodingAESKey, 43 characters; an invented one without it" };
    private readonly Option<string?> _kind = new("--kind") { HelpName = "KIND", Description = "service, subscription, test or unverified: what the account may call; service without it" };
    private readonly Option<string?> _seed = new("--seed") { HelpName = "N", Description = "The same number, the same ids, nonces and tokens; another one at each start without it" };
    private readonly Option<string?> _people = new("--people") { HelpName = "NAMES", Description = "Who is there, such as 小明,Ann" };

    private const string DemoAppId = "wx0000000000000demo";
    private const string DemoToken = "demo-token";
    private const string DemoCallback = "http://127.0.0.1:8080/wechat/demo";

    private Option<string?>[] OfAccount => [_callback, _token, _appId, _appSecret, _security, _aesKey, _kind];

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
        Expect(call, _callback, "an address such as http://127.0.0.1:3000/wechat", text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https");
        Expect(call, _appId, "1 to 64 letters and digits, such as wx0000000000000demo", text => OpenId.IsValid(text));
        Expect(call, _seed, $"a whole number from 0 to {ulong.MaxValue}", text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        Expect(call, _people, "1 to 100 names with commas between them, such as 小明,Ann", text => Names(text) is { Length: >= 1 and <= 100 } names && !names.Contains(""));
        ExpectWord(call, _security, Securities.Keys);
        ExpectWord(call, _kind, Kinds.Keys);
        // The sentences must not show the value: it may be that of a real account.
        if (Given(call, _token) is { Length: > 128 }) call.AddError("--token is too long, expected 1 to 128 characters.");
        if (Given(call, _aesKey) is { } key && !EncodingAesKey.TryParse(key, out _, out var error)) call.AddError($"--aes-key is no EncodingAESKey: {error}");
        if (Given(call, _aesKey) is not null && Mode(Given(call, _security)) == SecurityMode.Plaintext)
            call.AddError("--aes-key stands without encryption, expected --security compatible or --security safe beside it.");
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
        var appId = call.GetValue(_appId) ?? DemoAppId;
        var invented = InventedSecrets.Of(appId);
        var security = Mode(call.GetValue(_security));
        var key = security == SecurityMode.Plaintext ? null : call.GetValue(_aesKey) ?? invented.AesKey;
        var setup = new AccountSetup
        {
            Alias = "demo", AppId = appId, AppSecret = call.GetValue(_appSecret) ?? invented.AppSecret, OriginalId = AccountSetups.OriginalId(appId),
            Kind = call.GetValue(_kind) is { } kind ? Kinds[kind] : AccountKind.Service,
            Callback = new Uri(call.GetValue(_callback) ?? DemoCallback), Token = call.GetValue(_token) ?? DemoToken, Security = security, AesKey = key,
        };
        return new(setup, call.GetValue(_appSecret) is null, call.GetValue(_token) is null, key is not null && call.GetValue(_aesKey) is null);
    }

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.TrimEntries);

    private static SecurityMode Mode(string? word) => word is null ? SecurityMode.Plaintext : Securities.GetValueOrDefault(word);

    private static string? Given(CommandResult call, Option<string?> option) => call.GetResult(option) is { Tokens: [{ Value.Length: > 0 } token] } ? token.Value : null;

    private static void Expect(CommandResult call, Option<string?> option, string expected, Func<string, bool> fits)
    {
        if (Given(call, option) is { } text && !fits(text)) call.AddError($"'{text}' stands at {option.Name}, expected {expected}.");
    }

    private static void ExpectWord(CommandResult call, Option<string?> option, IEnumerable<string> words)
    {
        if (Given(call, option) is not { } text || words.Contains(text)) return;
        var hint = Nearest.Hint(text, [.. words]);
        call.AddError($"'{text}' stands at {option.Name}{(hint.Length > 0 ? hint : ",")} expected one of: {string.Join(", ", words)}.");
    }

    private static OrderedDictionary<string, T> Words<T>() where T : struct, Enum =>
        new(Enum.GetValues<T>().Select(value => KeyValuePair.Create(value.ToString().ToLowerInvariant(), value)), StringComparer.Ordinal);
}

/// <summary>An account of the simulator, and which of its credentials were invented here: only those are shown.</summary>
internal readonly record struct InventedAccount(AccountSetup Setup, bool SecretInvented, bool TokenInvented, bool KeyInvented);
