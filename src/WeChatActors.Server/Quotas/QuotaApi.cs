using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>How much of the platform's daily quotas is used, for the operator.</summary>
internal sealed class QuotaApi(PlatformServices platform, ConversationHost conversations)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/accounts/{account}/quotas", CallingAccount.Only(platform, conversations, Show)).Needs(AdminScope.Read);

    private Task Show(HttpContext context, Account account)
    {
        return JsonAnswer.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("quotas");
            foreach (var use in platform.Client.QuotaUse(account.Alias))
            {
                json.WriteStartObject();
                json.WriteString("path", use.Path);
                json.WriteNumber("used_today", use.UsedToday);
                if (use.PerDay is { } limit) json.WriteNumber("per_day", limit);
                else json.WriteNull("per_day");
                json.WriteTimestamp("stopped_until", use.StoppedUntil);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
