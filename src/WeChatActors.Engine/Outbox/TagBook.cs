using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>The numbers of an account's tags by their names. Asked for once, and again when a number turns out to be gone. Any thread; a number that two
/// make at once and one of them forgets is asked for again.</summary>
/// <param name="client">Calls.</param>
/// <param name="account">The account's alias.</param>
internal sealed class TagBook(PlatformClient client, string account)
{
    private readonly SharedWork<string, PlatformResult?> _works = new();
    private volatile ImmutableDictionary<string, int>? _ids;

    /// <summary>The number of a tag.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="create">Whether it is made when there is none.</param>
    /// <returns>The number; or null and, when not merely no tag has the name, what failed.</returns>
    public async ValueTask<(int? Id, PlatformResult? Failure)> Find(string name, bool create)
    {
        if (_ids is null && await _works.Run("", () => Load()) is { } failed) return (null, failed);
        if (IdOf(name) is { } known) return (known, null);
        if (!create) return (null, null);
        var failure = await _works.Run(name, () => Create(name));
        return IdOf(name) is { } made ? (made, null) : (null, failure);
    }

    /// <summary>Forgets all numbers: one of them is gone.</summary>
    public void Forget() => _ids = null;

    private int? IdOf(string name) => _ids is { } ids && ids.TryGetValue(name, out var id) ? id : null;

    private async Task<PlatformResult?> Load()
    {
        var result = await client.Get(account, FollowerJson.TagsPath, "", default);
        if (result is not PlatformResult.Done done) return result;
        var ids = ImmutableDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        if (done.Json.ValueKind == JsonValueKind.Object && done.Json.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array)
            foreach (var tag in tags.EnumerateArray())
                if (Read(tag) is { } read) ids[read.Name] = read.Id;
        _ids = ids.ToImmutable();
        return null;
    }

    private async Task<PlatformResult?> Create(string name)
    {
        if (IdOf(name) is not null) return null;
        var result = await client.Post(account, FollowerJson.CreateTagPath, FollowerJson.CreateTag(name), default);
        switch (result)
        {
            case PlatformResult.Done done when _ids is { } ids && done.Json.ValueKind == JsonValueKind.Object && done.Json.TryGetProperty("tag", out var tag) && Read(tag) is { } made:
                // The platform may keep it under another spelling, blanks cut off for one.
                _ids = ids.SetItem(made.Name, made.Id).SetItem(name, made.Id);
                return null;
            // Somebody else made it meanwhile, or nobody knows whether this call did.
            case PlatformResult.Refused { Errcode: 45157 } or PlatformResult.Unknown or PlatformResult.Done:
                return await Load() ?? (result is PlatformResult.Done ? new PlatformResult.Unknown($"{FollowerJson.CreateTagPath} was answered without the tag.") : result);
            default:
                return result;
        }
    }

    private static (string Name, int Id)? Read(JsonElement tag) =>
        tag.ValueKind == JsonValueKind.Object && tag.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
        && tag.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out var number)
            ? (name.GetString()!, number)
            : null;
}
