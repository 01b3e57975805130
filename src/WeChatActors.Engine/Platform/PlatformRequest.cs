namespace WeChatActors.Engine;

/// <summary>One call of the platform's API.</summary>
public sealed record PlatformRequest
{
    /// <summary>The account's alias; it has <see cref="Account.Platform"/>.</summary>
    public required string Account { get; init; }

    /// <summary>GET or POST.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>The path, such as <c>/cgi-bin/menu/get</c>: begins with a slash, no query, nothing that must be resolved or decoded to be understood.</summary>
    public required string Path { get; init; }

    /// <summary>The query without <c>access_token</c>, escaped, without question mark; empty for none.</summary>
    public string Query { get; init; } = "";

    /// <summary>Makes the body, anew for each attempt; null for a call without one.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Whether <see cref="Content"/> may be called a second time, with the same bytes.</summary>
    public bool Replayable { get; init; } = true;

    /// <summary>Whether doing it twice does what doing it once does; null leaves it to what is known of the path.</summary>
    public bool? Idempotent { get; init; }

    /// <summary>Whether the account's access_token is added to the query. User-level calls under /sns/ bring a token of their own.</summary>
    public bool WithToken { get; init; } = true;

    /// <summary>Headers that go with it beside those of the body, such as Accept or Range. Accept-Encoding does not go, because an errcode must be
    /// seen, nor does what is not printable ASCII.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Who calls, for the audit of tokens: <c>engine</c>, <c>proxy</c>, <c>command</c>.</summary>
    public string AskedBy { get; init; } = "engine";

    /// <summary>How long one attempt may take: until its answer begins, and for a call until it is complete. A long body on its way does not count as
    /// long as it moves. Waiting for a turn and pauses before repetitions end with it too.</summary>
    /// <value>Default 10 s.</value>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Method, path and account; the query is left out: it may hold credentials of a user.</summary>
    public override string ToString() => $"{Method} {Path} of {Account}";
}
