using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Uploads local files once, and again before the platform forgets them or when they change. Safe to use from any thread.</summary>
/// <remarks>Source of the three days: WeChat Official Accounts docs, 新增临时素材.</remarks>
public sealed class MediaKeeper : IAsyncDisposable
{
    /// <summary>The path that takes files.</summary>
    internal const string UploadPath = "/cgi-bin/media/upload";

    /// <summary>How long an id is used before its file is uploaded anew.</summary>
    public static readonly TimeSpan RenewAfter = TimeSpan.FromDays(2.5);

    /// <summary>How often the files of passive replies are looked at.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    // The platform's three days, and an hour for clocks that differ.
    private static readonly TimeSpan Lives = TimeSpan.FromHours(71);

    private static readonly FrozenDictionary<string, string> Nothing = FrozenDictionary<string, string>.Empty;

    private readonly PlatformClient _client;
    private readonly IOutboxStore _store;
    private readonly FindLocalFile _find;
    private readonly TimeProvider _time;
    private readonly Action<PlatformNotice> _notice;
    private readonly ITimer _look;
    private readonly SharedWork<(string Account, string Media, string Kind), MediaFound> _uploads = new();
    private readonly SharedWork<string, bool> _loads = new();
    private readonly Lock _gate = new();
    private readonly HashSet<string> _loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Media, string Kind), Held> _held = [];
    private readonly Dictionary<(string Account, RepliedFile File), (int Failures, DateTimeOffset NotBefore, (long, DateTime)? Stamp)> _failed = [];
    private ImmutableDictionary<string, ImmutableArray<RepliedFile>> _replied = ImmutableDictionary.Create<string, ImmutableArray<RepliedFile>>(StringComparer.Ordinal);
    private ImmutableDictionary<string, FrozenDictionary<string, string>> _shown = ImmutableDictionary.Create<string, FrozenDictionary<string, string>>(StringComparer.Ordinal);
    private Task _looking = Task.CompletedTask;
    private bool _started;
    private bool _disposed;

    /// <summary>Makes a keeper that has uploaded nothing yet.</summary>
    /// <param name="client">Uploads.</param>
    /// <param name="store">Keeps what was uploaded.</param>
    /// <param name="find">Knows local files.</param>
    /// <param name="time">The clock.</param>
    /// <param name="notice">Hears what an operator must know.</param>
    public MediaKeeper(PlatformClient client, IOutboxStore store, FindLocalFile find, TimeProvider time, Action<PlatformNotice> notice)
    {
        (_client, _store, _find, _time, _notice) = (client, store, find, time, notice);
        _look = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends when the files of passive replies have been looked at the last time: for whoever must know that they are there.</summary>
    public Task Looked
    {
        get { lock (_gate) return _looking; }
    }

    /// <summary>Begins to keep the files of passive replies uploaded. Returns at once.</summary>
    public void Start()
    {
        lock (_gate) _started = true;
        Look();
    }

    /// <summary>Says which files the passive replies of an account show, in the place of those said before. They are uploaded soon.</summary>
    /// <param name="account">The alias of an account that can call.</param>
    /// <param name="files">The files.</param>
    public void Keep(string account, ImmutableArray<RepliedFile> files)
    {
        bool started;
        lock (_gate) (_replied, started) = (_replied.SetItem(account, files), _started);
        if (started) Look();
    }

    /// <summary>The media ids of the files that passive replies of an account show, by the files' names in the rules; a file that could not be uploaded is
    /// not among them. An unchanging snapshot.</summary>
    public IReadOnlyDictionary<string, string> Media(string account) => Volatile.Read(ref _shown).GetValueOrDefault(account) ?? Nothing;

    /// <summary>The id for what stands as media in a message: the id itself, or that of a file, which is uploaded if need be.</summary>
    /// <param name="account">The alias of an account that can call.</param>
    /// <param name="media">What stands there.</param>
    /// <param name="kind">image, voice, video or thumb.</param>
    internal async ValueTask<MediaFound> Find(string account, string media, string kind)
    {
        if (_find(account, media) is not { } file)
        {
            // A file that was dropped from the rules must not be taken for an id.
            return MessageMedia.IsPath(media) ? new MediaFound.Missing(MessageMedia.NoFile(media)) : new MediaFound.Here(media);
        }
        return await _uploads.Run((account, media, kind), () => Provide(account, media, kind, file));
    }

    /// <summary>Whether what stands as media in a message is a local file.</summary>
    internal bool IsFile(string account, string media) => _find(account, media) is not null;

    /// <summary>The platform does not know an id any more: the file is uploaded when it is needed next.</summary>
    internal void Forget(string account, string media, string kind)
    {
        lock (_gate) _held.Remove((account, media, kind));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task looking;
        lock (_gate) (_disposed, looking) = (true, _looking);
        await _look.DisposeAsync();
        await looking;
    }

    private async Task<MediaFound> Provide(string account, string media, string kind, LocalFile file)
    {
        await _loads.Run(account, () => Load(account));
        var key = (account, media, kind);
        Held? held;
        lock (_gate) held = _held.GetValueOrDefault(key);
        var fresh = held is not null && _time.GetUtcNow() - held.Uploaded.At < RenewAfter;
        if (fresh && held!.Stamp is { } known && known == MediaFile.StampOf(file)) return new MediaFound.Here(held.Uploaded.MediaId);
        var (content, why) = await MediaFile.Read(media, file, kind);
        if (content is null) return new MediaFound.Missing(why);
        if (fresh && held!.Uploaded.Hash == content.Hash)
        {
            lock (_gate) _held[key] = held with { Stamp = content.Stamp };
            return new MediaFound.Here(held.Uploaded.MediaId);
        }
        var at = _time.GetUtcNow();
        var result = await _client.Call(new PlatformRequest
        {
            Account = account, Method = HttpMethod.Post, Path = UploadPath, Query = $"type={kind}", Content = PlatformContent.Upload("media", content.Upload),
            Idempotent = true, AskedBy = "outbox",
        }, default);
        if (result is not PlatformResult.Done done) return new MediaFound.NotUploaded(result);
        if (MediaIdOf(done.Json) is not { } id) return new MediaFound.NotUploaded(new PlatformResult.Unknown($"{UploadPath} was answered without a media_id."));
        var uploaded = new UploadedMedia(account, media, kind, content.Hash, id, at);
        lock (_gate) _held[key] = new Held(uploaded, content.Stamp);
        try
        {
            await _store.KeepMedia(uploaded);
        }
        catch (StoreUnavailableException error)
        {
            // It holds all the same, until this process ends.
            _notice(new PlatformNotice(account, false, $"That {media} is uploaded could not be kept: {error.Message}"));
        }
        return new MediaFound.Here(id);
    }

    private async Task<bool> Load(string account)
    {
        lock (_gate)
            if (_loaded.Contains(account)) return true;
        var stored = await _store.Media(account);
        lock (_gate)
        {
            foreach (var uploaded in stored) _held.TryAdd((account, uploaded.Path, uploaded.Kind), new Held(uploaded, null));
            return _loaded.Add(account);
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            // One after the other; the next one sees what was said meanwhile.
            if (!_disposed) _looking = LookAfter(_looking);
        }
    }

    private async Task LookAfter(Task before)
    {
        await Task.Yield();
        await before;
        ImmutableDictionary<string, ImmutableArray<RepliedFile>> replied;
        lock (_gate) replied = _replied;
        foreach (var (account, files) in replied)
        {
            foreach (var file in files)
            {
                if (_disposed) return;
                await Look(account, file);
            }
            Show(account, files);
        }
        lock (_gate)
            if (!_disposed) _look.Change(LookEvery, Timeout.InfiniteTimeSpan);
    }

    private async Task Look(string account, RepliedFile file)
    {
        var now = _time.GetUtcNow();
        var stamp = _find(account, file.Media) is { } local ? MediaFile.StampOf(local) : null;
        var failed = _failed.GetValueOrDefault((account, file));
        if (failed.Failures > 0 && now < failed.NotBefore && stamp == failed.Stamp) return;
        string? why;
        try
        {
            why = await Find(account, file.Media, file.Kind) switch
            {
                MediaFound.Missing missing => missing.Why,
                MediaFound.NotUploaded { Result: PlatformResult.Refused refused } => $"{file.Media} was refused with {refused.Errcode}: {refused.Remedy}",
                MediaFound.NotUploaded { Result: PlatformResult.NotSent not } => $"{file.Media} was not uploaded: {not.Why}",
                MediaFound.NotUploaded { Result: PlatformResult.Unknown unknown } => $"Whether {file.Media} was uploaded is unknown: {unknown.Why}",
                _ => null,
            };
        }
        catch (Exception error)
        {
            // Whatever it is, the other files and the next look must not suffer.
            why = $"Looking for {file.Media} failed: {(error is StoreUnavailableException ? error.Message : error.GetType().Name)}";
        }
        if (why is null)
        {
            _failed.Remove((account, file));
            return;
        }
        if (failed.Failures == 0 || stamp != failed.Stamp) _notice(new PlatformNotice(account, true, $"A passive reply lacks its file. {why}"));
        _failed[(account, file)] = (failed.Failures + 1, now + TimeSpan.FromMinutes(Math.Min(60, 1 << Math.Min(failed.Failures, 6))), stamp);
    }

    private void Show(string account, ImmutableArray<RepliedFile> files)
    {
        var now = _time.GetUtcNow();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (var file in files)
                if (_held.TryGetValue((account, file.Media, file.Kind), out var held) && now - held.Uploaded.At < Lives
                    // One that is used as a picture too is shown as one.
                    && (file.Kind != "thumb" || !ids.ContainsKey(file.Media)))
                    ids[file.Media] = held.Uploaded.MediaId;
            Volatile.Write(ref _shown, _shown.SetItem(account, ids.ToFrozenDictionary(StringComparer.Ordinal)));
        }
    }

    private static string? MediaIdOf(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return null;
        foreach (var name in (ReadOnlySpan<string>)["media_id", "thumb_media_id"])
            if (json.TryGetProperty(name, out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 } text) return text;
        return null;
    }

    private sealed record Held(UploadedMedia Uploaded, (long Length, DateTime WrittenAt)? Stamp);
}
