using System.Net.Http.Headers;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>The platform's token endpoints, stable or classic as the account says.</summary>
/// <param name="accounts">The accounts by alias.</param>
/// <param name="http">Sends requests.</param>
/// <param name="options">How long one may take.</param>
/// <param name="time">The clock of that.</param>
internal sealed class AccessTokenEndpoint(IReadOnlyDictionary<string, Account> accounts, HttpMessageInvoker http, TokenOptions options, TimeProvider time) : ITokenEndpoint
{
    /// <inheritdoc/>
    public TokenManner MannerOf(TokenId id) => Access(id).Mode == TokenMode.Stable ? TokenManner.Stable : TokenManner.Classic;

    /// <inheritdoc/>
    public async ValueTask<TokenAnswer> Ask(TokenId id, bool force, int attempt, CancellationToken ct)
    {
        var access = Access(id);
        var host = Host(access, attempt);
        var request = access.Mode == TokenMode.Stable ? Stable(access, host, force) : Classic(access, host);
        var (json, why) = await TokenRequest.Send(http, request, options.RequestLimit, time, ct);
        if (json is null) return new TokenAnswer.Unreadable(why);
        using (json)
        {
            var answer = json.RootElement;
            return answer.Number("errcode") is { } errcode and not 0
                ? new TokenAnswer.Error(errcode, PlatformWords.Quote(answer.Words("errmsg") ?? "", access.Secret.Reveal(), answer.Words("access_token") ?? ""))
                : answer.Token("access_token", host.Authority);
        }
    }

    /// <inheritdoc/>
    /// <remarks>GET /cgi-bin/getcallbackip: every account may call it and it changes nothing.</remarks>
    public async ValueTask<TokenProbe> Probe(TokenId id, string value, int attempt, CancellationToken ct)
    {
        var host = Host(Access(id), attempt);
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host, $"/cgi-bin/getcallbackip?access_token={Uri.EscapeDataString(value)}"));
        var (json, why) = await TokenRequest.Send(http, request, options.RequestLimit, time, ct);
        if (json is null) return new TokenProbe.Unknown(why);
        using (json)
        {
            var errcode = json.RootElement.Number("errcode") ?? 0;
            return Errcode.ClassOf(errcode) switch
            {
                ErrcodeClass.TokenRefresh => new TokenProbe.Dead(errcode),
                // Who is not let in at all is told so before anybody looks at the token.
                ErrcodeClass.BusyRetry or ErrcodeClass.IpWhitelist => new TokenProbe.Unknown($"{host.Authority} answered errcode {errcode} when a token was tried."),
                _ => new TokenProbe.Alive(),
            };
        }
    }

    private PlatformAccess Access(TokenId id) => accounts[id.Account].Platform ?? throw new ArgumentException($"Account {id.Account} has no AppSecret.", nameof(id));

    private static Uri Host(PlatformAccess access, int attempt) => attempt % 2 == 1 && access.Hosts.Backup is { } backup ? backup : access.Hosts.Api;

    private static HttpRequestMessage Stable(PlatformAccess access, Uri host, bool force)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, PlatformJson.Writing))
        {
            json.WriteStartObject();
            json.WriteString("grant_type", "client_credential");
            json.WriteString("appid", access.AppId);
            json.WriteString("secret", access.Secret.Reveal());
            json.WriteBoolean("force_refresh", force);
            json.WriteEndObject();
        }
        return new HttpRequestMessage(HttpMethod.Post, new Uri(host, "/cgi-bin/stable_token"))
        {
            Content = new ByteArrayContent(body.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
    }

    private static HttpRequestMessage Classic(PlatformAccess access, Uri host) => new(HttpMethod.Get, new Uri(
        host, $"/cgi-bin/token?grant_type=client_credential&appid={Uri.EscapeDataString(access.AppId)}&secret={Uri.EscapeDataString(access.Secret.Reveal())}"));
}
