using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>A call as it came, before anything of it was judged.</summary>
internal sealed record IncomingCall
{
    /// <summary>By the simulated clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>GET, POST or whatever it was.</summary>
    public required string Method { get; init; }

    /// <summary>Decoded, without query.</summary>
    public required string Path { get; init; }

    /// <summary>Decoded; the first of each name.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>All of the body; empty when it was refused.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The Content-Type header.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body as JSON; undefined when it is none.</summary>
    public JsonElement Json { get; init; }

    /// <summary>Why the body is no JSON object, in words; null when it is one, and for an empty or multipart body.</summary>
    public string? Complaint { get; init; }

    /// <summary>The caller's address.</summary>
    public required string ClientIp { get; init; }

    /// <summary>The account that the call is about, by its token or the AppID it names; null for none.</summary>
    public SimulatedAccount? Account(Platform platform)
    {
        if (Query.TryGetValue("access_token", out var token))
        {
            if (TokenLookup.Of(platform, token, At).Account is { } owner) return owner;
            if (WebGrants.Find(platform, token) is var (granter, _)) return granter;
        }
        var appId = Query.GetValueOrDefault("appid") ?? Json.TextOf("appid");
        return appId is null ? null : platform.FindByAppId(appId);
    }

    /// <summary>Method and path; the rest may carry credentials.</summary>
    public override string ToString() => $"{Method} {Path}";
}
