namespace WeChatActors.Engine;

/// <summary>A language model behind an OpenAI-compatible chat API. The operator chose its address, so it may be private.</summary>
/// <param name="Name">What rules call it.</param>
/// <param name="Url">Where the API is, such as <c>https://llm.example/v1</c>; also with <c>/chat/completions</c> at its end.</param>
/// <param name="Model">What the server calls it.</param>
public sealed record ModelOptions(string Name, Uri Url, string Model)
{
    private const string Path = "/chat/completions";

    /// <summary>The key sent as a bearer; null for a server that asks for none.</summary>
    public ModelKey? Key { get; init; }

    /// <summary>How long an answer may take that says nothing itself.</summary>
    /// <value>From 1 s to 10 min; default 60 s.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an answer that has begun may stand still.</summary>
    /// <value>From 1 s to 10 min; default 20 s.</value>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many tokens it may say; null leaves it to the server.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>How freely it speaks, 0 to 2; null leaves it to the server.</summary>
    public decimal? Temperature { get; init; }

    /// <summary>Where chat completions are asked for.</summary>
    public Uri Endpoint { get; } = EndpointOf(Url);

    /// <summary>Its name: an address may hold a key.</summary>
    public override string ToString() => $"model {Name}";

    private static Uri EndpointOf(Uri url)
    {
        var path = url.AbsolutePath.TrimEnd('/');
        return path.EndsWith(Path, StringComparison.Ordinal) ? url : new UriBuilder(url) { Path = path + Path }.Uri;
    }
}
