namespace WeChatActors.Engine;

/// <summary>The platform's token endpoints, stable or classic as the account says.</summary>
internal sealed class AccessTokenEndpoint(IReadOnlyDictionary<string, Account> accounts, HttpMessageInvoker http, TokenOptions options, TimeProvider time) : ITokenEndpoint
{
    public ValueTask<TokenAnswer> Ask(TokenId id, bool force, int attempt, CancellationToken ct) => throw new NotImplementedException($"{accounts}{http}{options}{time}");
}
