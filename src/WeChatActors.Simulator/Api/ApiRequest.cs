using System.Text.Json;

namespace WeChatActors.Simulator;

/// <summary>One call of the platform's API, past the checks that all calls share: path, method, access_token, quota.</summary>
internal sealed class ApiRequest
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

    /// <summary>The body as a JSON object; for an endpoint with a JSON body the shared checks have refused anything else (47001).</summary>
    public JsonElement Json { get; init; }

    private readonly SimulatedAccount? _account;
}
