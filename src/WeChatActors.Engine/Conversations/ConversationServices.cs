using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What conversations need beyond passive replies, put together for one process: calls, the outbox and uploaded files.</summary>
public sealed class ConversationServices : IAsyncDisposable
{
    /// <summary>How long a stopping process waits for what is being sent; the next one goes on with the rest.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly ConversationHost _conversations;
    private readonly IEngineStore _store;
    private readonly Action<string> _storeFailed;
    private readonly ScriptShelf _scripts;
    private int _disposed;

    /// <summary>Puts them together; nothing is called or sent before <see cref="Start"/>.</summary>
    /// <param name="conversations">The conversations.</param>
    /// <param name="platform">Calls the platform; its accounts are those that can push.</param>
    /// <param name="store">The outbox's rows, the timers and the rules.</param>
    /// <param name="options">How calls are made and rows are sent.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="notice">Hears what an operator must know: of whom (an account, a host or a model), whether somebody must act, and one sentence.</param>
    public ConversationServices(
        ConversationHost conversations, PlatformServices platform, IEngineStore store, ServiceOptions options, TimeProvider time, Action<string, bool, string> notice)
    {
        ArgumentNullException.ThrowIfNull(platform);
        ArgumentNullException.ThrowIfNull(options);
        (_conversations, _store) = (conversations, store);
        _storeFailed = sentence => notice("store", true, sentence);
        _scripts = new ScriptShelf(conversations.Accounts.Values, store, time, _storeFailed);
        void Tell(PlatformNotice said) => notice(said.Account, said.Urgent, said.Sentence);
        Calls = new CallRunner(options.Calls, options.Models, conversations.CallEnded, time, said => notice(said.Target, said.Urgent, said.Sentence));
        Media = new MediaKeeper(platform.Client, store, FindFile, time, Tell);
        Outbox = new Outbox(platform.Accounts, new OutboxPorts(platform.Client, store, Media, time, Tell, conversations.PushEnded), options.Outbox);
    }

    /// <summary>Makes calls of rules.</summary>
    public CallRunner Calls { get; }

    /// <summary>Sends what conversations owe.</summary>
    public Outbox Outbox { get; }

    /// <summary>Uploads local files.</summary>
    public MediaKeeper Media { get; }

    /// <summary>Begins: conversations that were interrupted go on, and rows that wait are sent. Returns at once.</summary>
    public void Start()
    {
        _conversations.Connect(_store, Calls, Outbox.Owe, Media.Media, _storeFailed);
        foreach (var (alias, account) in _conversations.Accounts)
            if (account.Platform is not null) KeepFiles(alias, account.Script);
        Media.Start();
        Outbox.Start();
    }

    /// <summary>Keeps the rules in force, so that conversations end with those they begin with, whatever replaces them.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be kept now.</exception>
    public async Task KeepScripts()
    {
        await _scripts.Start();
        _conversations.Connect(_scripts);
    }

    /// <summary>Puts other rules in force: kept first, then used by every turn that begins, and the files that they name are uploaded.</summary>
    /// <param name="account">The account's alias.</param>
    /// <param name="script">Its rules from now on.</param>
    /// <exception cref="StoreUnavailableException">They cannot be kept now; the rules before them stay.</exception>
    public async Task Use(string account, Script script)
    {
        ArgumentNullException.ThrowIfNull(script);
        await _scripts.Keep(script);
        _conversations.Accounts[account].Use(script);
        if (_conversations.Accounts[account].Platform is not null) KeepFiles(account, script);
    }

    private void KeepFiles(string account, Script script)
    {
        Media.Keep(account, [.. script.Files.Select(file => new RepliedFile(file.Path, Word(file.Kind)))]);
    }

    /// <summary>Ends what runs. The conversations are drained before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _scripts.Dispose();
        await Outbox.Stop(StopLimit);
        await Calls.DisposeAsync();
        await Media.DisposeAsync();
    }

    private LocalFile? FindFile(string account, string media)
    {
        foreach (var file in _conversations.Accounts[account].Script.Files)
            if (file.Path == media) return file;
        return null;
    }

    private static string Word(MediaKind kind) => kind switch
    {
        MediaKind.Voice => "voice",
        MediaKind.Video => "video",
        MediaKind.Thumb => "thumb",
        _ => "image",
    };
}

/// <summary>How calls are made and rows are sent.</summary>
public sealed record ServiceOptions
{
    /// <summary>What rules may call, and how.</summary>
    public CallOptions Calls { get; init; } = new();

    /// <summary>The models that rules may ask, by name.</summary>
    public ImmutableDictionary<string, ModelOptions> Models { get; init; } = ImmutableDictionary<string, ModelOptions>.Empty;

    /// <summary>How rows of the outbox are sent.</summary>
    public OutboxOptions Outbox { get; init; } = new();
}
