using System.Text.Json;

namespace WeChatActors.Simulator;

/// <summary>One call of the platform's API, past the checks that all calls share: path, method, access_token, quota.</summary>
internal sealed record ApiRequest
{
    /// <summary>The platform.</summary>
    public required Platform Platform { get; init; }

    /// <summary>Whose access_token it carries. For calls without one the handler looks it up in <see cref="Platform"/>; then this throws.</summary>
    public SimulatedAccount Account
    {
        get => _account ?? throw new InvalidOperationException("This call carries no access_token.");
        init => _account = value;
    }

    /// <summary>The query string, decoded; access_token included.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The body, as it came.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The Content-Type header.</summary>
    public string? ContentType { get; init; }

    /// <summary>When it came, by the simulated clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Where this API is reached, for addresses in answers.</summary>
    public required Uri Base { get; init; }

    /// <summary>Where a browser sees the account's files and articles.</summary>
    public Addresses Addresses => new(Base, Account.Setup.AppId);

    /// <summary>The body as a JSON object; for an endpoint with a JSON body the shared checks have refused anything else (47001).</summary>
    public JsonElement Json { get; init; }

    /// <summary>The files of a multipart body, in order; empty for other bodies. With <see cref="ApiNeeds.Files"/> there is at least one.</summary>
    public IReadOnlyList<ApiFile> Files { get; init; } = [];

    /// <summary>The other fields of a multipart body; the first of each name.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = NoFields;

    /// <summary>The browser's cookies.</summary>
    public IReadOnlyDictionary<string, string> Cookies { get; init; } = NoFields;

    /// <summary>The caller's address.</summary>
    public string ClientIp { get; init; } = "";

    /// <summary>Whether the caller is gone.</summary>
    public CancellationToken Aborted { get; init; }

    /// <summary>The same call on behalf of an account.</summary>
    public ApiRequest With(SimulatedAccount account) => this with { Account = account };

    /// <summary>The same call with its JSON body read.</summary>
    public ApiRequest With(JsonElement json) => this with { Json = json };

    /// <summary>The same call with its multipart body taken apart.</summary>
    public ApiRequest With(MultipartBody parts) => this with { Files = parts.Files, Fields = parts.Fields };

    private static readonly IReadOnlyDictionary<string, string> NoFields = new Dictionary<string, string>();

    private readonly SimulatedAccount? _account;

    /// <summary>Nothing of the call: query and body carry credentials.</summary>
    public override string ToString() => nameof(ApiRequest);
}
