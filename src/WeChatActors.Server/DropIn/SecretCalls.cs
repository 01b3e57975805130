using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Passes on calls that carry AppID and AppSecret. What stands in the secret's place is proved and replaced by it.</summary>
/// <param name="access">Knows who may call.</param>
/// <param name="forward">Passes calls on.</param>
internal sealed class SecretCalls(DropInAccess access, PlatformForward forward)
{
    private static readonly string[] Names = ["secret", "appsecret"];

    /// <summary>Passes one on.</summary>
    public async Task Pass(HttpContext context, Account account, ProxyTarget.Found target)
    {
        foreach (var name in Names)
            if (ProxyQuery.Find(target.Query, name) is { } secret)
            {
                if (Refuse(context, account, secret, ProxyQuery.Find(target.Query, "appid"), out var who) is { } refusal) await PlatformAnswer.Error(context, refusal);
                else await forward.Pass(context, new ForwardedCall(account, target.Path, ProxyQuery.With(target.Query, name, account.Platform!.Secret.Reveal()), false, who), PlatformAnswer.Error);
                return;
            }
        using var body = HttpMethods.IsPost(context.Request.Method) ? await SmallBody.Object(context) : null;
        await PassBody(context, account, target, body?.RootElement);
    }

    private async Task PassBody(HttpContext context, Account account, ProxyTarget.Found target, JsonElement? json)
    {
        var name = Array.Find(Names, name => json?.TextOf(name) is not null);
        if (Refuse(context, account, name is null ? null : json?.TextOf(name), json?.TextOf("appid"), out var who) is { } refusal)
            await PlatformAnswer.Error(context, refusal);
        else if (json is not { } members || name is null)
            await PlatformAnswer.Error(context, new Refusal(StatusCodes.Status200OK, 41004, "appsecret missing", "It is neither in the query nor in a body of JSON; an admin key may stand in its place."));
        else if (With(members, account.Platform!.Secret) is { } changed)
            await forward.Pass(context, new ForwardedCall(account, target.Path, target.Query, false, who) { Body = changed }, PlatformAnswer.Error);
        else
            await PlatformAnswer.Error(context, new Refusal(StatusCodes.Status200OK, 47001, "data format error", "The body holds half of a surrogate pair."));
    }

    private Refusal? Refuse(HttpContext context, Account account, string? secret, string? appId, out string who) =>
        access.BySecret(context, account, secret, out who)
        ?? (appId == account.Platform!.AppId ? null : new Refusal(StatusCodes.Status200OK, 40013, "invalid appid", $"It is not that of '{account.Alias}', whose drop-in this is."));

    /// <summary>The body with the real secret; null when it holds half of a surrogate pair, which is no text.</summary>
    private static Func<HttpContent>? With(JsonElement members, AppSecret secret)
    {
        var body = new ArrayBufferWriter<byte>();
        try
        {
            using var json = new Utf8JsonWriter(body, PlatformJson.Writing);
            json.WriteStartObject();
            foreach (var member in members.EnumerateObject())
                if (Array.IndexOf(Names, member.Name) >= 0) json.WriteString(member.Name, secret.Reveal());
                else member.WriteTo(json);
            json.WriteEndObject();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
        var bytes = body.WrittenMemory;
        return () =>
        {
            var content = new ReadOnlyMemoryContent(bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return content;
        };
    }
}
