using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>The logins of a server: pages for browsers on the public listener, tickets for the operator's site on the other.</summary>
internal sealed class Logins
{
    private readonly FrozenDictionary<string, LoginSite> _sites;
    private readonly Lazy<Uri> _address;
    private readonly LoginPages _pages;
    private readonly LoginApi _api;

    /// <param name="configuration">Which accounts have logins.</param>
    /// <param name="listener">Gives the public listener's own address, once it listens.</param>
    /// <param name="conversations">Keep what is learned.</param>
    /// <param name="store">Holds it.</param>
    /// <param name="call">Calls the platform.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Hears what an operator could mend.</param>
    public Logins(ServerConfiguration configuration, Func<Uri> listener, ConversationHost conversations, IConversationStore store, PlatformCaller call, TimeProvider time, ILogger log)
    {
        var sites = new Dictionary<string, LoginSite>(StringComparer.Ordinal);
        foreach (var account in configuration.Accounts)
        {
            // Without an address no browser could come back; the configuration's findings say so.
            if (configuration.PublicUrl is null && !configuration.BrowsersReachListener) break;
            if (configuration.Logins.TryGetValue(account.Alias, out var options) && account.Platform is { } access)
                sites.Add(account.Alias, new LoginSite(account, access, options, RandomNumberGenerator.Fill));
        }
        // It may be there for the pages of late answers alone.
        if (configuration.PublicUrl is not null && configuration.Logins.IsEmpty && !configuration.Accounts.Any(account => configuration.AnswersOf(account).Page)) LoginLog.NoAccount(log);
        _sites = sites.ToFrozenDictionary(StringComparer.Ordinal);
        _address = new Lazy<Uri>(() => configuration.PublicUrl ?? listener());
        _pages = new LoginPages(_sites, _address, conversations, new CodeExchange(call, time), time, RandomNumberGenerator.Fill, log);
        _api = new LoginApi(_sites, store, time);
    }

    /// <summary>Where browsers begin a login, for each account that has one; known once the public listener listens.</summary>
    public IEnumerable<Uri> Addresses => _sites.Values.Select(site => new Uri(_address.Value, site.Path + "login")).OrderBy(address => address.AbsolutePath, StringComparer.Ordinal);

    /// <summary>Puts the pages beside what else the public listener answers, which stays as fast as it is.</summary>
    public RequestDelegate Beside(RequestDelegate other) => _sites.Count == 0 ? other : context => LoginPages.Takes(context) ? _pages.Handle(context) : other(context);

    /// <summary>Adds the route of the admin listener.</summary>
    public void Map(IEndpointRouteBuilder routes) => _api.Map(routes);
}
