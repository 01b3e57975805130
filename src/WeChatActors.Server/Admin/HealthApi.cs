using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Liveness, readiness and counters.</summary>
internal sealed class HealthApi(
    ConversationHost conversations, IConversationStore store, PlatformServices platform, EdgeCounters counters, TokenMetrics tokens, ReachMetrics reach, AnswerPages answers,
    IDeliveryRecorder? recorder = null)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Results.Text("ok\n")).NeedsNoKey();
        routes.MapGet("/readyz", Ready).NeedsNoKey();
        routes.MapGet("/metrics", async () => Results.Text(await Metrics(), "text/plain; version=0.0.4; charset=utf-8")).Needs(AdminScope.Read);
    }

    /// <summary>A token that cannot be had stops no passive reply, so it is told and the node stays in service; another one could not have
    /// it either.</summary>
    private async Task<IResult> Ready()
    {
        var health = await store.CheckHealth();
        var statuses = platform.Accounts.Keys.Order(StringComparer.Ordinal).Select(alias => platform.Tokens.Status(new TokenId(alias, TokenKind.AccessToken))).ToList();
        if (health.Ok)
        {
            var text = new StringBuilder("ready\n");
            foreach (var status in statuses)
                if (status.Trouble is { } trouble) text.Append(CultureInfo.InvariantCulture, $"{status.Id}: {(status.Good ? "good, but " : "")}{trouble}\n");
            return Results.Text(text.ToString());
        }
        var why = health.Why ?? "";
        foreach (var status in statuses)
            why += status.Good ? $" The {status.Id} stays usable from memory until {JsonAnswer.Timestamp(status.ExpiresAt!.Value)}." : $" There is no {status.Id} now.";
        return Results.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: "The store does not take writes", detail: why);
    }

    private async Task<string> Metrics()
    {
        var actors = conversations.Counters;
        var text = new StringBuilder();
        counters.Write(text);
        tokens.Write(text);
        if (platform.Accounts.Count > 0) platform.Client.Counters.Write(text);
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
        await reach.Write(text, answers.Readers.Count);
        recorder?.Write(text);
        return text.ToString();

        void Line(string name, string type, long value) =>
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n{name} {value}\n");
    }
}
