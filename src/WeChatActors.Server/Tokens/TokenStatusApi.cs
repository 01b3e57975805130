using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>How tokens stand and how they came about, for the operator. Never a value.</summary>
internal sealed class TokenStatusApi(PlatformServices platform, ConversationHost conversations)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/accounts/{account}/tokens", CallingAccount.Only(platform, conversations, Show)).Needs(AdminScope.Read);
        routes.MapGet("/api/accounts/{account}/tokens/audit", CallingAccount.Only(platform, conversations, Audit)).Needs(AdminScope.Read);
    }

    private Task Show(HttpContext context, Account account)
    {
        return JsonAnswer.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("tokens");
            foreach (var kind in Enum.GetValues<TokenKind>())
            {
                var status = platform.Tokens.Status(new TokenId(account.Alias, kind));
                json.WriteStartObject();
                json.WriteString("token", status.Id.Name);
                json.WriteNumber("version", status.Version);
                json.WriteTimestamp("obtained_at", status.ObtainedAt);
                json.WriteTimestamp("expires_at", status.ExpiresAt);
                json.WriteBoolean("good", status.Good);
                json.WriteBoolean("refreshing", status.Refreshing);
                json.WriteString("trouble", status.Trouble);
                json.WriteNumber("calls_today", status.CallsToday);
                json.WriteNumber("forced_today", status.ForcedToday);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private async Task Audit(HttpContext context, Account account)
    {
        if (await AskedCount.Read(context, "limit", 50, "") is not { } limit) return;
        var entries = await platform.Store.Audit(account.Alias, limit);
        await JsonAnswer.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("audit");
            foreach (var (id, line) in entries)
            {
                json.WriteStartObject();
                json.WriteString("token", id.Name);
                json.WriteTimestamp("at", line.At);
                json.WriteString("why", line.Why);
                json.WriteString("asked_by", line.AskedBy);
                json.WriteString("result", line.Result);
                json.WriteString("detail", line.Detail);
                if (line.Version is { } version) json.WriteNumber("version", version);
                else json.WriteNull("version");
                if (line.Took is { } took) json.WriteNumber("took_ms", Math.Round(took.TotalMilliseconds, 1));
                else json.WriteNull("took_ms");
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
