using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Signs what web pages pass to the JS-SDK, with the shared tickets.</summary>
/// <param name="platform">Who can call the platform, and their tickets.</param>
/// <param name="conversations">All accounts.</param>
/// <param name="time">The clock.</param>
internal sealed class JsSdkApi(PlatformServices platform, ConversationHost conversations, TimeProvider time)
{
    private const int MaxUrl = 2048;
    private const int MaxCardValue = 128;

    private static readonly string[] PageNames = ["url"];
    private static readonly string[] CardNames = ["card_id", "code", "openid"];

    private readonly BoundedTokens _tickets = new(platform.Tokens, time);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/accounts/{account}/jssdk", CallingAccount.Only(platform, conversations, SignPage)).Needs(AdminScope.Token);
        routes.MapGet("/api/accounts/{account}/card_signature", CallingAccount.Only(platform, conversations, SignCard)).Needs(AdminScope.Token);
    }

    private async Task SignPage(HttpContext context, Account account)
    {
        var values = new string?[1];
        if ((RawQuery.Read(context.Request.QueryString.Value, PageNames, values) ?? FaultOfUrl(values[0])) is { } fault)
        {
            await Problem.Write(context, StatusCodes.Status400BadRequest, fault,
                $"Give ?url= the page's address as the browser has it (location.href), percent-encoded once as encodeURIComponent does: http or https, at most {MaxUrl} characters.");
            return;
        }
        if (await Ticket(context, new TokenId(account.Alias, TokenKind.JsapiTicket)) is not { } ticket) return;
        var url = JsSdkSignature.PageUrl(values[0]!);
        var (timestamp, nonce) = Fresh();
        await JsonAnswer.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("app_id", account.Security.AppId);
            json.WriteNumber("timestamp", timestamp);
            json.WriteString("nonce_str", nonce);
            json.WriteString("signature", JsSdkSignature.Compute(ticket, nonce, timestamp.ToString(CultureInfo.InvariantCulture), url));
            json.WriteString("url", url);
            json.WriteEndObject();
        });
    }

    private async Task SignCard(HttpContext context, Account account)
    {
        var values = new string?[3];
        if ((RawQuery.Read(context.Request.QueryString.Value, CardNames, values) ?? FaultOfCard(values)) is { } fault)
        {
            await Problem.Write(context, StatusCodes.Status400BadRequest, fault, $"Give ?card_id= and, when the page passes them, &code= and &openid=, each at most {MaxCardValue} characters.");
            return;
        }
        if (await Ticket(context, new TokenId(account.Alias, TokenKind.WxCardTicket)) is not { } ticket) return;
        var (timestamp, nonce) = Fresh();
        await JsonAnswer.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("timestamp", timestamp);
            json.WriteString("nonce_str", nonce);
            for (var i = 0; i < CardNames.Length; i++)
                if (values[i] is { Length: > 0 } value) json.WriteString(CardNames[i], value);
            json.WriteString("signature", CardSignature.Compute(ticket, timestamp.ToString(CultureInfo.InvariantCulture), nonce, values[0]!, values[1] ?? "", values[2] ?? ""));
            json.WriteEndObject();
        });
    }

    private static string? FaultOfUrl(string? url)
    {
        if (string.IsNullOrEmpty(url)) return "There is no 'url'";
        if (url.Length > MaxUrl) return $"'url' has {url.Length} characters";
        // Read by its letters too: what is signed is the text, whatever an address like it would lead to.
        if (!url.StartsWith("http://", StringComparison.Ordinal) && !url.StartsWith("https://", StringComparison.Ordinal)) return "'url' does not begin with http:// or https://";
        if (url.AsSpan().ContainsAnyInRange('\0', ' ') || url.Contains('\x7f', StringComparison.Ordinal)) return "'url' has a blank or a control character, which no browser shows in an address";
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Host.Length > 0 ? null : "'url' is no address";
    }

    private static string? FaultOfCard(string?[] values)
    {
        if (string.IsNullOrEmpty(values[0])) return "There is no 'card_id'";
        for (var i = 0; i < values.Length; i++)
            if (values[i] is { Length: > MaxCardValue }) return $"'{CardNames[i]}' has {values[i]!.Length} characters";
        return null;
    }

    /// <summary>The ticket's value; null after a problem was answered.</summary>
    private async Task<string?> Ticket(HttpContext context, TokenId id)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (_tickets.Current(id) is { } current) return current.Value;
        switch (await _tickets.Get(id, AdminCaller.Of(context), context.RequestAborted))
        {
            case TokenReply.Granted granted:
                return granted.Token.Value;
            case TokenReply.Refused refused:
                await TokenProblem.Write(context, id, refused, time);
                return null;
            case var other:
                throw new InvalidOperationException($"No answer for {other.GetType().Name}.");
        }
    }

    private (long Timestamp, string Nonce) Fresh() =>
        (time.GetUtcNow().ToUnixTimeSeconds(), RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 16));
}
