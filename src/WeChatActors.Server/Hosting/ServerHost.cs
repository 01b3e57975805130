using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>A running server: the public and the admin listener over one set of conversations.</summary>
public sealed class ServerHost : IAsyncDisposable
{
    /// <summary>How long a stopping server waits for packets it accepted. WeChat waits no longer than 5 s for them.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(10);

    private readonly WebApplication _public;
    private readonly WebApplication _admin;
    private readonly ConversationHost _conversations;
    private readonly IEngineStore _store;
    private readonly PlatformServices _platform;
    private readonly ILogger _log;
    private Logins? _logins;
    private ConversationServices? _services;

    private ServerHost(WebApplication open, WebApplication admin, ConversationHost conversations, IEngineStore store, PlatformServices platform, RuleBook rules, ILogger log) =>
        (_public, _admin, _conversations, _store, _platform, Rules, _log) = (open, admin, conversations, store, platform, rules, log);

    /// <summary>Where the public listener answers.</summary>
    public Uri Public => Address(_public);

    /// <summary>Where the admin listener answers.</summary>
    public Uri Admin => Address(_admin);

    /// <summary>The routes of the admin listener.</summary>
    internal IEnumerable<Endpoint> AdminRoutes => ((IEndpointRouteBuilder)_admin).DataSources.SelectMany(source => source.Endpoints);

    /// <summary>Tokens and the client of the platform.</summary>
    public PlatformServices Platform => _platform;

    /// <summary>Where browsers begin to log in with WeChat, an address for each account that lets them.</summary>
    public IEnumerable<Uri> Logins => _logins?.Addresses ?? [];

    /// <summary>The rules of the accounts, and how others take their place.</summary>
    public RuleBook Rules { get; }

    /// <summary>What the conversations have done and hold.</summary>
    public ConversationHost Conversations => _conversations;

    /// <summary>Starts both listeners over a store.</summary>
    /// <param name="configuration">What to serve.</param>
    /// <param name="store">Where turns are kept; the host owns it from here on.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="logging">Adds the places log lines go to; null for none.</param>
    /// <param name="recorder">Takes the deliveries that were answered; null for none.</param>
    /// <exception cref="ServerStartException">A port is in use or may not be opened.</exception>
    /// <exception cref="StoreUnavailableException">The tokens cannot be kept where the configuration says. One sentence says why, and the remedy.</exception>
    /// <remarks>When it throws, the store is closed too.</remarks>
    public static Task<ServerHost> Start(ServerConfiguration configuration, IEngineStore store, TimeProvider time, Action<ILoggingBuilder>? logging, IDeliveryRecorder? recorder = null) =>
        Start(configuration, store, time, logging, static _ => { }, recorder);

    /// <summary>The same with more routes at the admin listener, to measure others by.</summary>
    internal static async Task<ServerHost> Start(
        ServerConfiguration configuration, IEngineStore store, TimeProvider time, Action<ILoggingBuilder>? logging, Action<IEndpointRouteBuilder> more, IDeliveryRecorder? recorder = null)
    {
        var refreshes = new CountedTokenStore(await OpenTokens(configuration, store));
        var counters = new EdgeCounters();
        var open = Build(configuration.Public, logging);
        // It stays on the thread of the pool that read its packet, where the default would hand it to another one: a callback blocks for a read of
        // the store at most.
        open.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        var admin = Build(configuration.Admin, logging);
        var publicApp = open.Build();
        var log = publicApp.Services.GetService(typeof(ILogger<CallbackEndpoint>)) as ILogger<CallbackEndpoint>
            ?? throw new InvalidOperationException("Logging is not registered.");
        var conversations = new ConversationHost(
            configuration.Accounts, store, configuration.Conversations with { DisposeLimit = TimeSpan.Zero }, time, (id, error) => Failed(log, id, error), configuration.Callbacks.Budget);
        var platform = new PlatformServices(configuration.Accounts, refreshes, configuration.Tokens, time, notice =>
            Log.Notice(log, notice.Urgent ? LogLevel.Error : LogLevel.Warning, notice.Id.Account, notice.Sentence), configuration.Platform);
        var services = new ConversationServices(
            conversations, platform, store, new ServiceOptions { Calls = configuration.Calls, Models = configuration.Models, Outbox = configuration.Outbox }, time,
            (who, urgent, sentence) => Log.Notice(log, urgent ? LogLevel.Error : LogLevel.Warning, who, sentence));
        var rules = new RuleBook(configuration, services.Use, time, log);
        var logins = new Logins(configuration, () => Address(publicApp), conversations, store, platform.Client.Call, time, log);
        var links = new AnswerLinks(configuration, () => Address(publicApp));
        foreach (var alias in conversations.Accounts.Keys)
            if (links.Of(alias) is { } linkOf) conversations.Use(alias, setting => setting with { LinkOf = linkOf });
        var answers = new AnswerPages(links, new ConversationAnswers(conversations, store, services.Calls.Stream, time), time, log, publicApp.Lifetime.ApplicationStopping);
        publicApp.Run(answers.Beside(logins.Beside(new CallbackEndpoint(conversations, new SetAsides(store, time), configuration.Callbacks, counters, time, log, recorder).Handle)));

        var adminApp = admin.Build();
        var access = new AdminAccess(configuration.AdminKeys);
        adminApp.Use(next => context => Problem.Guard(context, next, log));
        // Who may use a route is known once the route is.
        adminApp.UseRouting();
        adminApp.Use(next => context => access.Check(context, next));
        new HealthApi(conversations, store, platform, counters, new TokenMetrics(platform, refreshes, time), new ReachMetrics(conversations, services, store, rules), answers, recorder).Map(adminApp);
        MapConversations(adminApp, conversations, store, rules, time);
        MapPlatform(adminApp, conversations, platform, access, configuration, time);
        logins.Map(adminApp);
        more(adminApp);
        var nothing = new NoRoute(adminApp);
        adminApp.MapFallback("{**path}", nothing.Answer).Needs(AdminScope.None);

        var host = new ServerHost(publicApp, adminApp, conversations, store, platform, rules, log) { _logins = logins, _services = services };
        try
        {
            await services.KeepScripts();
            await StartListener(publicApp, configuration.Public, "public");
            await StartListener(adminApp, configuration.Admin, "admin");
            platform.Start();
            services.Start();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether everything accepted was answered when the server stopped; true while it runs.</summary>
    public bool AnsweredAll { get; private set; } = true;

    /// <summary>Stops taking packets, answers those accepted, writes the last checkpoint and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Kestrel stops accepting and waits for the requests it holds, which the conversations answer meanwhile.
            await _public.StopAsync();
            await _admin.StopAsync();
            // How rows of the outbox end is told to the conversations, which must be there to hear it.
            if (_services is { } services) await services.DisposeAsync();
            var drained = await _conversations.Drain(DrainLimit);
            AnsweredAll = drained.Completed;
            if (!drained.Completed) Log.DrainIncomplete(_log, drained.MessagesLeft, drained.Unfinished.Count);
        }
        finally
        {
            if (_services is { } left) await left.DisposeAsync();
            await _conversations.DisposeAsync();
            await _platform.DisposeAsync();
            await _store.DisposeAsync();
            await _public.DisposeAsync();
            await _admin.DisposeAsync();
        }
    }

    private static void MapConversations(WebApplication admin, ConversationHost conversations, IEngineStore store, RuleBook rules, TimeProvider time)
    {
        var known = new KnownConversation(conversations, store, time);
        var commands = new ConversationCommands(conversations, time);
        var reach = new ReachApi(known, store, time);
        new ConversationsApi(known, reach, store, time).Map(admin);
        new MessagesApi(known, commands, store, time).Map(admin);
        new PausesApi(known, commands, store, time).Map(admin);
        new AccountEventsApi(known, store).Map(admin);
        new RulesApi(known, rules).Map(admin);
        reach.Map(admin);
    }

    private static void MapPlatform(
        WebApplication admin, ConversationHost conversations, PlatformServices platform, AdminAccess access, ServerConfiguration configuration, TimeProvider time)
    {
        var forward = new PlatformForward(platform.Client, configuration.Proxy, time);
        var shared = new SharedTokens(platform.Tokens, time);
        var callers = new DropInAccess(access, shared);
        new TokenApi(platform, conversations, time).Map(admin);
        new TokenStatusApi(platform, conversations).Map(admin);
        new QuotaApi(platform, conversations).Map(admin);
        new JsSdkApi(platform, conversations, time).Map(admin);
        new ProxyApi(platform, conversations, forward).Map(admin);
        new DropInApi(platform, conversations, new TokenGiving(new BoundedTokens(platform.Tokens, time), shared, callers, configuration.Tokens.BetweenForced, time), new SecretCalls(callers, forward), callers, forward).Map(admin);
    }

    private static async Task<SqliteTokenStore> OpenTokens(ServerConfiguration configuration, IEngineStore store)
    {
        try
        {
            return SqliteTokenStore.Open(configuration.StorePath, configuration.Accounts);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    private static WebApplicationBuilder Build(Uri address, Action<ILoggingBuilder>? logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 8 * Callback.MaxBodyBytes; // counts the framing of chunks, 6 bytes for one at worst; the callback has its own limit
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.MinRequestBodyDataRate = null; // the callback has a deadline of its own for the whole body
            // The platform writes names of files into headers as they are.
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            Listen(kestrel, address);
        });
        builder.Services.AddRouting();
        logging?.Invoke(builder.Logging);
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning)
            // A start that fails is told in one sentence by whoever called; the host would log its whole stack as well.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        return builder;
    }

    private static void Listen(KestrelServerOptions kestrel, Uri address)
    {
        void Http1(ListenOptions options) => options.Protocols = HttpProtocols.Http1;
        if (address.Host == "localhost") kestrel.ListenLocalhost(address.Port, Http1);
        else kestrel.Listen(IPAddress.Parse(address.Host.Trim('[', ']')), address.Port, Http1);
    }

    private static async Task StartListener(WebApplication app, Uri address, string which)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            throw new ServerStartException($"Port {address.Port} of {address.Host} is in use: stop what listens there, or give another address with --{which}.", error);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw new ServerStartException(
                $"{address} cannot be opened ({error.GetBaseException().Message}): name an address of this machine and a port this user may open with --{which}.", error);
        }
    }

    private static void Failed(ILogger log, ConversationId id, Exception error)
    {
        // What is outside is down: one sentence says it; a stack trace would only hide it.
        if (error is Actors.ActorUnavailableException) Log.StoreUnavailable(log, $"{id}: {error.Message}");
        else Log.ConversationFailed(log, error, id);
    }

    private static Uri Address(WebApplication app) => new(app.Urls.First());
}
