using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Liveness, readiness and counters.</summary>
internal sealed class HealthApi(ConversationHost conversations, IConversationStore store, EdgeCounters counters)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Results.Text("ok\n")).NeedsNoKey();
        routes.MapGet("/readyz", Ready).NeedsNoKey();
        routes.MapGet("/metrics", () => Results.Text(Metrics(), "text/plain; version=0.0.4; charset=utf-8")).Needs(AdminScope.Read);
    }

    private async Task<IResult> Ready()
    {
        var health = await store.CheckHealth();
        return health.Ok
            ? Results.Text("ready\n")
            : Results.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: "The store does not take writes", detail: health.Why);
    }

    private string Metrics()
    {
        var actors = conversations.Counters;
        var text = new StringBuilder();
        counters.Write(text);
        Line("wechatactors_conversations_resident", "gauge", actors.Resident);
        Line("wechatactors_packets_queued", "gauge", actors.Queued);
        Line("wechatactors_packets_accepted_total", "counter", actors.Messages);
        Line("wechatactors_activations_total", "counter", actors.Activations);
        Line("wechatactors_passivations_total", "counter", actors.Passivations);
        Line("wechatactors_mailbox_full_total", "counter", actors.MailboxFull);
        Line("wechatactors_deadlines_passed_total", "counter", actors.DeadlinesPassed);
        Line("wechatactors_failures_total", "counter", actors.Failures);
        Line("wechatactors_restarts_total", "counter", actors.Restarts);
        Line("wechatactors_poisoned_total", "counter", actors.GivenUp);
        return text.ToString();

        void Line(string name, string type, long value) =>
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n{name} {value}\n");
    }
}
