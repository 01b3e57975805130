namespace WeChatActors.Engine;

/// <summary>The platform's endpoint of tickets, called with the account's access_token.</summary>
internal sealed class TicketEndpoint(PlatformClient client) : ITokenEndpoint
{
    public ValueTask<TokenAnswer> Ask(TokenId id, bool force, int attempt, CancellationToken ct) => throw new NotImplementedException($"{client}");
}
