namespace WeChatActors.Engine;

/// <summary>The one place that calls the platform's API: adds the token, replaces it once when it is refused, and keeps to the
/// platform's limits. Safe to use from any thread.</summary>
/// <param name="accounts">The accounts by alias.</param>
/// <param name="tokens">Their tokens.</param>
/// <param name="http">Sends requests; it follows no redirects and keeps no cookies.</param>
/// <param name="time">The clock.</param>
public sealed class PlatformClient(IReadOnlyDictionary<string, Account> accounts, ITokens tokens, HttpMessageInvoker http, TimeProvider time)
{
    /// <summary>Makes a call and reads its whole answer, which is JSON.</summary>
    public ValueTask<PlatformResult> Call(PlatformRequest request, CancellationToken ct) => throw new NotImplementedException($"{accounts}{tokens}{http}{time}");

    /// <summary>Makes a call whose answer is passed on as it comes.</summary>
    public ValueTask<PlatformExchange> Send(PlatformRequest request, CancellationToken ct) => throw new NotImplementedException();
}
