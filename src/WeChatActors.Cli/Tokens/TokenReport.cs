using System.Globalization;
using System.Text.Json.Nodes;
using WeChatActors.Engine;

namespace WeChatActors.Cli;

/// <summary>What <c>wechatactors token</c> prints.</summary>
/// <param name="session">The account's tokens.</param>
/// <param name="around">Streams and clock.</param>
internal sealed class TokenReport(PlatformSession session, Surroundings around)
{
    // Enough that every kind's newest line is among them.
    private const int Recent = 100;

    private ChosenAccount Chosen => session.Chosen;

    private TokenId AccessToken => new(Chosen.Alias, TokenKind.AccessToken);

    /// <summary>How every kind stands.</summary>
    /// <returns>The exit code: done when the access_token is good.</returns>
    public async Task<int> Show(bool json)
    {
        var now = around.Time.GetUtcNow();
        var audit = await session.Store.Audit(Chosen.Alias, Recent);
        var rows = new List<TokenRow>();
        foreach (var kind in Enum.GetValues<TokenKind>())
        {
            var id = new TokenId(Chosen.Alias, kind);
            rows.Add(TokenRow.Of(id, await session.Store.Load(id), audit, now));
        }
        if (json) around.Out.WriteLine(JsonText.Of(Json([.. rows.Select(row => row.Json())])));
        else Write(rows, now);
        return rows[0].Good ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Asks for a new access_token.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Refresh(bool json, CancellationToken ct)
    {
        var stored = await session.Store.Load(AccessToken);
        var before = stored.Version;
        if (RefreshPause.Left(stored, Chosen.Account.Platform!.Mode, Chosen.Configuration.Tokens.BetweenForced, around.Time.GetUtcNow()) is { } pause) around.Error.WriteLine(pause);
        var reply = await session.Tokens.Renew(AccessToken, "command", ct);
        var renewed = reply is TokenReply.Granted { Token.Version: var version } && version > before;
        if (json)
        {
            around.Out.WriteLine(JsonText.Of(new JsonObject
            {
                ["account"] = Chosen.Alias, ["renewed"] = renewed, ["old_version"] = before, ["version"] = (reply as TokenReply.Granted)?.Token.Version,
                ["expires_at"] = reply is TokenReply.Granted { Token.ExpiresAt: var end } ? Moment.Of(end) : null,
                ["errcode"] = (reply as TokenReply.Refused)?.Errcode, ["why"] = (reply as TokenReply.Refused)?.Why,
                ["retry_at"] = reply is TokenReply.Refused { RetryAt: { } again } ? Moment.Of(again) : null,
            }));
            return renewed ? ExitCode.Done : ExitCode.Failed;
        }
        switch (reply)
        {
            case TokenReply.Granted { Token: var token } when renewed:
                around.Out.WriteLine(before == 0
                    ? $"access_token of {Chosen.Alias}: version {token.Version}, the first, until {Moment.Of(token.ExpiresAt)}"
                    : $"access_token of {Chosen.Alias}: version {before} -> {token.Version}, until {Moment.Of(token.ExpiresAt)}");
                break;
            case TokenReply.Granted { Token: var token }:
                around.Error.WriteLine(
                    $"WeChat gave no new access_token for {Chosen.Alias}, because one was forced less than 30 s ago: version {token.Version} stays, until {Moment.Of(token.ExpiresAt)}. Try again in half a minute.");
                break;
            case TokenReply.Refused refused:
                around.Error.WriteLine($"There is no new access_token for {Chosen.Alias}{(refused.Errcode is { } code ? $" (errcode {code})" : "")}: {refused.Why}");
                if (refused.RetryAt is { } at) around.Error.WriteLine($"Worth trying again at {Moment.Of(at)}.");
                break;
        }
        return renewed ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>The last lines of the audit, the newest first.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Audit(int limit, bool json)
    {
        var audit = await session.Store.Audit(Chosen.Alias, limit);
        if (json)
        {
            around.Out.WriteLine(JsonText.Of(new JsonObject { ["account"] = Chosen.Alias, ["audit"] = new JsonArray([.. audit.Select(AuditJson)]) }));
            return ExitCode.Done;
        }
        if (audit.IsEmpty) around.Error.WriteLine($"Nobody has asked for a token of {Chosen.Alias} yet.");
        else TextTable.Write(around.Out, [["when", "what", "why", "asked by", "result"], .. audit.Select(AuditRow)]);
        return ExitCode.Done;
    }

    private void Write(IEnumerable<TokenRow> rows, DateTimeOffset now)
    {
        var mode = Chosen.Account.Platform!.Mode == TokenMode.Stable ? "stable" : "classic";
        around.Out.WriteLine($"{Chosen.Alias} ({Chosen.Account.Platform.AppId}), token_mode {mode}");
        TextTable.Write(around.Out,
        [
            ["kind", "version", "obtained", "expires in", "state", "requests today", "forced today"],
            .. rows.Select(row => new[]
            {
                row.Id.Name, row.Version == 0 ? "-" : Text(row.Version), row.ObtainedAt is { } obtained ? Moment.Of(obtained) : "-",
                row.Good ? Moment.Of(row.ExpiresAt!.Value - now) : "-", row switch { { Good: true } => "good", { Version: 0, Trouble: null } => "never asked for", { Version: 0 } => "never given", _ => "expired" },
                Text(row.CallsToday), Text(row.ForcedToday),
            }),
        ]);
        foreach (var row in rows)
            if (row.Trouble is { } trouble) around.Out.WriteLine($"{row.Id.Name}: {trouble}");
    }

    private static string[] AuditRow(TokenAuditEntry entry)
    {
        var line = entry.Line;
        string?[] remarks = [line.Version is { } version ? $"version {Text(version)}" : null, line.Took is { } took ? Moment.Of(took) : null];
        var inside = string.Join(", ", remarks.OfType<string>());
        return
        [
            Moment.Of(line.At), entry.Id.Name, line.Why, line.AskedBy,
            line.Result + (inside.Length > 0 ? $" ({inside})" : "") + (line.Detail is { } detail ? $": {detail}" : ""),
        ];
    }

    private static JsonNode AuditJson(TokenAuditEntry entry) => new JsonObject
    {
        ["at"] = Moment.Of(entry.Line.At), ["kind"] = entry.Id.Name, ["why"] = entry.Line.Why, ["asked_by"] = entry.Line.AskedBy, ["result"] = entry.Line.Result,
        ["detail"] = entry.Line.Detail, ["version"] = entry.Line.Version, ["took_ms"] = entry.Line.Took?.TotalMilliseconds,
    };

    private JsonObject Json(JsonArray tokens) => new()
    {
        ["account"] = Chosen.Alias, ["token_mode"] = Chosen.Account.Platform!.Mode == TokenMode.Stable ? "stable" : "classic", ["tokens"] = tokens,
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
