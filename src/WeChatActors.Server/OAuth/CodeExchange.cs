using System.Globalization;
using System.Text.Json;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Makes a call of the platform's API.</summary>
internal delegate ValueTask<PlatformResult> PlatformCaller(PlatformRequest request, CancellationToken ct);

/// <summary>Exchanges a code for a person: /sns/oauth2/access_token, and /sns/userinfo where he allowed it. The person's own token and
/// refresh_token live no longer than this.</summary>
/// <param name="call">Calls the platform.</param>
/// <param name="time">The clock.</param>
internal sealed class CodeExchange(PlatformCaller call, TimeProvider time)
{
    /// <summary>A browser waits for it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private const int MaxName = 128;
    private const int MaxPicture = 1024;

    /// <summary>Exchanges a code. Whatever happens, it is not tried again: a code is good for one use.</summary>
    public async Task<WebGrant> Exchange(string account, PlatformAccess access, string code)
    {
        var asked = await call(
            Request(account, "/sns/oauth2/access_token",
                $"appid={Uri.EscapeDataString(access.AppId)}&secret={Uri.EscapeDataString(access.Secret.Reveal())}&code={Uri.EscapeDataString(code)}&grant_type=authorization_code",
                idempotent: false),
            CancellationToken.None);
        if (asked is not PlatformResult.Done { Json: var grant }) return Failed(asked);
        // A list or a text is an answer, but not one to this.
        if (Text(grant, "openid") is not { } openId || !OpenId.IsValid(openId)) return Unusable("names no openid");

        var scope = Text(grant, "scope")?.Contains("snsapi_userinfo", StringComparison.Ordinal) == true ? AuthorisationScope.UserInfo : AuthorisationScope.Base;
        if (IsSnapshot(grant)) return new WebGrant.Given(new OpenId(openId), null, scope);
        var unionId = UnionId(grant);
        if (scope == AuthorisationScope.Base) return new WebGrant.Given(new OpenId(openId), new Profile(unionId, null, null, scope, time.GetUtcNow()), scope);

        if (Text(grant, "access_token") is not { } token) return Unusable("gives no access_token of the person");
        var told = await call(
            Request(account, "/sns/userinfo", $"access_token={Uri.EscapeDataString(token)}&openid={openId}&lang=zh_CN", idempotent: true), CancellationToken.None);
        return told is PlatformResult.Done { Json: var person }
            ? new WebGrant.Given(new OpenId(openId), new Profile(UnionId(person) ?? unionId, Cut(Text(person, "nickname")), Picture(person), scope, time.GetUtcNow()), scope)
            : Failed(told);
    }

    private static PlatformRequest Request(string account, string path, string query, bool idempotent) => new()
    {
        Account = account, Method = HttpMethod.Get, Path = path, Query = query, Replayable = false, Idempotent = idempotent, WithToken = false,
        AskedBy = "login", Limit = Limit,
    };

    private static WebGrant.Failed Failed(PlatformResult result) => result switch
    {
        // Never given, used, too old: the code is the browser's.
        PlatformResult.Refused { Errcode: 40029 or 40163 or 42003 } spent => new(new(LoginFault.CodeSpent, spent.Errcode), null),
        PlatformResult.Refused refused => new(new(LoginFault.Refused, refused.Errcode), string.Create(CultureInfo.InvariantCulture, $"a login was refused with {refused.Errcode}: {refused.Remedy}")),
        PlatformResult.NotSent unsent => new(new(LoginFault.NoAnswer), $"a login could not be completed: {unsent.Why}"),
        PlatformResult.Unknown unknown => new(new(LoginFault.NoAnswer), $"a login could not be completed: {unknown.Why}"),
        _ => throw new InvalidOperationException($"No page for {result.GetType().Name}."),
    };

    private static WebGrant.Failed Unusable(string what) =>
        new(new(LoginFault.NoAnswer), $"a login could not be completed: the answer of /sns/oauth2/access_token {what}.");

    private static bool IsSnapshot(JsonElement grant) => grant.TryGetProperty("is_snapshotuser"u8, out var flag) && flag.ValueKind switch
    {
        JsonValueKind.Number => flag.TryGetInt32(out var number) && number != 0,
        JsonValueKind.String => flag.ValueEquals("1"u8),
        var kind => kind == JsonValueKind.True,
    };

    private static string? UnionId(JsonElement json) => Text(json, "unionid") is { } text && OpenId.IsValid(text) ? text : null;

    private static string? Picture(JsonElement json) =>
        Text(json, "headimgurl") is { Length: <= MaxPicture } text && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? text : null;

    private static string? Cut(string? name) =>
        name is { Length: > MaxName } ? name[..(char.IsHighSurrogate(name[MaxName - 1]) ? MaxName - 1 : MaxName)] : name;

    /// <summary>A text that is there and not empty.</summary>
    private static string? Text(JsonElement json, string name) => json.TextOf(name) is { Length: > 0 } text ? text : null;
}
