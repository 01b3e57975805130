namespace WeChatActors.Engine;

/// <summary>The platform's endpoint of tickets, called with the account's access_token.</summary>
/// <param name="client">Calls it, and replaces the access_token when that is what was wrong.</param>
internal sealed class TicketEndpoint(PlatformClient client) : ITokenEndpoint
{
    /// <inheritdoc/>
    public TokenManner MannerOf(TokenId id) => TokenManner.Ticket;

    /// <inheritdoc/>
    public async ValueTask<TokenAnswer> Ask(TokenId id, bool force, int attempt, CancellationToken ct)
    {
        var request = new PlatformRequest
        {
            Account = id.Account, Method = HttpMethod.Get, Path = "/cgi-bin/ticket/getticket", Query = id.Kind == TokenKind.WxCardTicket ? "type=wx_card" : "type=jsapi",
            Idempotent = true,
        };
        return await client.Call(request, ct) switch
        {
            PlatformResult.Done done => done.Json.Token("ticket", "The platform"),
            PlatformResult.Refused refused => new TokenAnswer.Error(refused.Errcode, PlatformWords.Quote(refused.Errmsg)),
            PlatformResult.NotSent not => new TokenAnswer.Unreadable(not.Why),
            PlatformResult.Unknown unknown => new TokenAnswer.Unreadable(unknown.Why),
            var other => throw new InvalidOperationException($"No answer for {other.GetType().Name}."),
        };
    }
}
