using System.Collections.Immutable;
using WeChatActors.Actors;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>All that a server is told at its start. Holds secrets, and shows none of them.</summary>
public sealed class ServerConfiguration
{
    /// <summary>The listener WeChat reaches.</summary>
    public required Uri Public { get; init; }

    /// <summary>The listener of the operator.</summary>
    public required Uri Admin { get; init; }

    /// <summary>Bearer keys of the admin listener; empty when it is loopback and open.</summary>
    public required ImmutableArray<AdminKey> AdminKeys { get; init; }

    /// <summary>The SQLite file, as a full path.</summary>
    public required string StorePath { get; init; }

    /// <summary>The accounts with their compiled rules.</summary>
    public required ImmutableArray<Account> Accounts { get; init; }

    /// <summary>The rule files of the accounts, by alias, with what was found in them.</summary>
    public ImmutableDictionary<string, AccountRules> Rules { get; init; } = ImmutableDictionary<string, AccountRules>.Empty;

    /// <summary>How the edge treats deliveries.</summary>
    public CallbackOptions Callbacks { get; init; } = new();

    /// <summary>The public listener's address as WeChat and browsers reach it, through the TLS proxy in front; null when it was not said.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Whether browsers reach the public listener at its own address while <see cref="PublicUrl"/> is null, as in development.</summary>
    public bool BrowsersReachListener { get; init; }

    /// <summary>The login pages of accounts that have some, by alias.</summary>
    public ImmutableDictionary<string, LoginOptions> Logins { get; init; } = ImmutableDictionary<string, LoginOptions>.Empty;

    /// <summary>How accounts show answers that came too late for the chat, by alias; <see cref="AnswerOptions.Usual"/> for those that are not there.</summary>
    public ImmutableDictionary<string, AnswerOptions> Answers { get; init; } = ImmutableDictionary<string, AnswerOptions>.Empty;

    /// <summary>How an account shows answers that came too late for the chat.</summary>
    public AnswerOptions AnswersOf(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Answers.GetValueOrDefault(account.Alias, AnswerOptions.Usual);
    }

    /// <summary>How access_tokens and tickets are kept fresh.</summary>
    public TokenOptions Tokens { get; init; } = new();

    /// <summary>How the platform is called.</summary>
    public PlatformOptions Platform { get; init; } = new();

    /// <summary>How what conversations owe is sent.</summary>
    public OutboxOptions Outbox { get; init; } = new();

    /// <summary>How calls of other systems are passed on to the platform.</summary>
    public ProxyOptions Proxy { get; init; } = new();

    /// <summary>What rules may call, and how.</summary>
    public CallOptions Calls { get; init; } = new();

    /// <summary>The models that rules may ask, by name.</summary>
    public ImmutableDictionary<string, ModelOptions> Models { get; init; } = ImmutableDictionary<string, ModelOptions>.Empty;

    /// <summary>How deliveries and their answers are captured; null for not at all.</summary>
    public CaptureOptions? Capture { get; init; }

    /// <summary>Mailboxes and passivation of conversations.</summary>
    public ActorOptions Conversations { get; init; } = new();
}
