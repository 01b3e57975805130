using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>The endpoints that give access_tokens.</summary>
internal static class TokensApi
{
    // Real ones have had many lengths; a store that cuts them off shall be found out.
    private static readonly int[] Lengths = [136, 136, 157, 176, 216, 512];

    /// <summary>Adds them to the table.</summary>
    public static void Register(ApiTable table)
    {
        table.Add("GET", "/cgi-bin/token", ApiNeeds.None, Classic);
        table.Add("POST", "/cgi-bin/stable_token", ApiNeeds.Json, Stable);
    }

    /// <summary>Somebody else takes tokens with the same secret, and those in use are dead at once. The channels are isolated at WeChat, so
    /// it is as if he had taken a classic one five minutes ago and forced a stable one now.</summary>
    /// <param name="account">Whose; its gate is taken.</param>
    /// <param name="now">When.</param>
    /// <param name="channel">Only this channel; null for both.</param>
    /// <returns>The channels whose token died; empty when none was alive.</returns>
    public static IReadOnlyList<TokenChannel> Revoke(SimulatedAccount account, DateTimeOffset now, TokenChannel? channel = null)
    {
        var died = new List<TokenChannel>();
        lock (account.Gate)
        {
            foreach (var each in (ReadOnlySpan<TokenChannel>)[TokenChannel.Classic, TokenChannel.Stable])
            {
                if (channel is { } only && only != each || account.Tokens.Newest(each)?.At(now) != TokenState.Living) continue;
                account.Tokens = account.Tokens.Revoke(each, now, Invent(account, each));
                died.Add(each);
            }
        }
        return died;
    }

    private static ApiAnswer Classic(ApiRequest request)
    {
        if (request.Query.GetValueOrDefault("grant_type") != "client_credential") return ApiAnswer.Fail(40002, "grant_type must be client_credential");
        if (AppCredentials.Check(request.Platform, request.Query.GetValueOrDefault("appid"), request.Query.GetValueOrDefault("secret"), out var account) is { } wrong) return wrong;
        if (QuotaCheck.Count(account, "/cgi-bin/token", request.Now) is { } tooOften) return tooOften;
        lock (account.Gate)
        {
            account.Tokens = account.Tokens.TakeClassic(request.Now, Invent(account, TokenChannel.Classic));
            return Given(account.Tokens.Newest(TokenChannel.Classic)!, request.Now);
        }
    }

    private static ApiAnswer Stable(ApiRequest request)
    {
        if (request.Json.TextOf("grant_type") != "client_credential") return ApiAnswer.Fail(40002, "grant_type must be client_credential");
        if (AppCredentials.Check(request.Platform, request.Json.TextOf("appid"), request.Json.TextOf("secret"), out var account) is { } wrong) return wrong;
        var force = false;
        if (request.Json.TryGetProperty("force_refresh", out var asked))
        {
            if (asked.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return ApiAnswer.Fail(47001, "force_refresh must be true or false");
            force = asked.GetBoolean();
        }
        if (QuotaCheck.Count(account, "/cgi-bin/stable_token", request.Now) is { } tooOften) return tooOften;
        lock (account.Gate)
        {
            var fresh = Invent(account, TokenChannel.Stable);
            account.Tokens = force
                ? account.Tokens.ForceStable(request.Now, fresh, out var result)
                : account.Tokens.TakeStable(request.Now, fresh, out result);
            return result == StableResult.TooManyForced
                ? ApiAnswer.Fail(45009, $"force_refresh may be used {AccountTokens.ForcedPerDay} times a day")
                : Given(account.Tokens.Newest(TokenChannel.Stable)!, request.Now);
        }
    }

    private static ApiAnswer.Json Given(AccessToken token, DateTimeOffset now) => new(new JsonObject
    {
        ["access_token"] = token.Value, ["expires_in"] = (long)(token.ExpiresAt - now).TotalSeconds,
    });

    private static string Invent(SimulatedAccount account, TokenChannel channel)
    {
        var purpose = channel == TokenChannel.Classic ? "token" : "stable_token";
        var length = Lengths[account.Chance.Number(purpose, Lengths.Length)];
        var head = string.Create(CultureInfo.InvariantCulture, $"{60 + account.Chance.Number(purpose, 40)}_");
        var middle = account.Chance.Text(purpose, 40) + "-" + account.Chance.Text(purpose, 30) + "_";
        return head + middle + account.Chance.Text(purpose, length - head.Length - middle.Length);
    }
}
