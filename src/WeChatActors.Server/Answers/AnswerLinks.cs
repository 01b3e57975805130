using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>The links to answers of all accounts that have such a page. Safe to use from any thread.</summary>
/// <remarks>Keys are derived from a secret of the account: every node makes and opens the same links, also after a restart.</remarks>
internal sealed class AnswerLinks
{
    /// <summary>Where the pages begin; the link's text follows.</summary>
    public const string Path = "/answers/";

    private readonly FrozenDictionary<string, (Lazy<byte[]> Key, TimeSpan Life)> _accounts;
    private readonly Lazy<Uri> _address;

    /// <param name="configuration">Which accounts have the page.</param>
    /// <param name="listener">Gives the public listener's own address, once it listens.</param>
    public AnswerLinks(ServerConfiguration configuration, Func<Uri> listener)
    {
        // Without an address nobody could open a link.
        var reached = configuration.PublicUrl is not null || configuration.BrowsersReachListener;
        _accounts = configuration.Accounts
            .Select(account => (Account: account, Options: configuration.AnswersOf(account)))
            .Where(pair => reached && pair.Options.Page)
            .ToFrozenDictionary(pair => pair.Account.Alias, pair => (new Lazy<byte[]>(() => KeyOf(pair.Account)), pair.Options.LinkExpires), StringComparer.Ordinal);
        _address = new Lazy<Uri>(() => configuration.PublicUrl ?? listener());
    }

    /// <summary>Whether any account has the page.</summary>
    public bool Any => _accounts.Count > 0;

    /// <summary>What makes the links of an account: from the conversation, the line that took the question, and the time. Null for an account without
    /// the page.</summary>
    public Func<ConversationId, long, DateTimeOffset, string>? Of(string alias)
    {
        if (!_accounts.TryGetValue(alias, out var account)) return null;
        return (id, seq, at) => $"{_address.Value.GetLeftPart(UriPartial.Authority)}{Path}{new AnswerLink(id, seq, at + account.Life).Sign(account.Key.Value)}";
    }

    /// <summary>Reads the text of a link; null for one that was not made here.</summary>
    public AnswerLink? Open(string text) => AnswerLink.Open(text, alias => _accounts.TryGetValue(alias, out var account) ? account.Key.Value : null);

    private static byte[] KeyOf(Account account)
    {
        var purpose = $"wechatactors answer links of {account.Alias}, version 1";
        return account.Platform is { } access
            ? HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(access.Secret.Reveal()), 32, Encoding.UTF8.GetBytes(access.AppId), Encoding.UTF8.GetBytes(purpose))
            : account.Security.DeriveKey(purpose);
    }
}
