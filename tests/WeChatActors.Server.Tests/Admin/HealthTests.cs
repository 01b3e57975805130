using System.Net;

namespace WeChatActors.Server.Tests.Admin;

public sealed class HealthTests
{
    [Fact]
    public async Task A_server_says_that_it_lives_and_is_ready()
    {
        await using var edge = await Edge.Start();

        Assert.Equal("ok\n", await edge.Admin.GetStringAsync("/healthz"));
        Assert.Equal("ready\n", await edge.Admin.GetStringAsync("/readyz"));
    }

    [Fact]
    public async Task The_metrics_are_Prometheus_text_and_count_what_happened()
    {
        await using var edge = await Edge.Start();
        await edge.Post("plain", edge.Text("oAnn", "你好", 1));
        await edge.Post("plain", edge.Text("oAnn", "安静", 2));
        await edge.Post("plain", edge.Text("oBen", "你好", 3));
        await edge.Post("plain", new Delivery("", []));
        await edge.Post("plain", new Delivery(Edge.Credentials.Query(edge.Seconds, "1"), "{}"u8.ToArray()));

        var metrics = await edge.Admin.GetAsync("/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", metrics.Content.Headers.ContentType!.ToString());
        var (hash, since) = (edge.Host.Conversations.Accounts["plain"].Script.Hash[..12], Samples.Now.ToUnixTimeSeconds());
        Assert.Equal(
            $$"""
            # TYPE wechatactors_deliveries_total counter
            wechatactors_deliveries_total{answer="refused"} 1
            wechatactors_deliveries_total{answer="reply"} 2
            wechatactors_deliveries_total{answer="success"} 2
            # TYPE wechatactors_refused_total counter
            wechatactors_refused_total{fault="NotXml"} 1
            wechatactors_refused_total{fault="query-forged"} 1
            # TYPE wechatactors_carriers_held gauge
            wechatactors_carriers_held 0
            # TYPE wechatactors_conversations_resident gauge
            wechatactors_conversations_resident 2
            # TYPE wechatactors_packets_queued gauge
            wechatactors_packets_queued 0
            # TYPE wechatactors_packets_accepted_total counter
            wechatactors_packets_accepted_total 3
            # TYPE wechatactors_activations_total counter
            wechatactors_activations_total 2
            # TYPE wechatactors_passivations_total counter
            wechatactors_passivations_total 0
            # TYPE wechatactors_mailbox_full_total counter
            wechatactors_mailbox_full_total 0
            # TYPE wechatactors_deadlines_passed_total counter
            wechatactors_deadlines_passed_total 0
            # TYPE wechatactors_failures_total counter
            wechatactors_failures_total 0
            # TYPE wechatactors_restarts_total counter
            wechatactors_restarts_total 0
            # TYPE wechatactors_poisoned_total counter
            wechatactors_poisoned_total 0
            # TYPE wechatactors_carrier_budget_seconds gauge
            wechatactors_carrier_budget_seconds{account="compat"} 4.5
            wechatactors_carrier_budget_seconds{account="plain"} 4.5
            wechatactors_carrier_budget_seconds{account="safe"} 4.5
            # TYPE wechatactors_answer_readers gauge
            wechatactors_answer_readers 0
            # TYPE wechatactors_alarms_armed gauge
            wechatactors_alarms_armed 0
            # TYPE wechatactors_rules_info gauge
            wechatactors_rules_info{account="compat",hash="{{hash}}"} 1
            wechatactors_rules_info{account="plain",hash="{{hash}}"} 1
            wechatactors_rules_info{account="safe",hash="{{hash}}"} 1
            # TYPE wechatactors_rules_in_force_since_seconds gauge
            wechatactors_rules_in_force_since_seconds{account="compat"} {{since}}
            wechatactors_rules_in_force_since_seconds{account="plain"} {{since}}
            wechatactors_rules_in_force_since_seconds{account="safe"} {{since}}
            # TYPE wechatactors_rules_reloads_total counter
            wechatactors_rules_reloads_total{account="compat",result="loaded"} 0
            wechatactors_rules_reloads_total{account="compat",result="unchanged"} 0
            wechatactors_rules_reloads_total{account="compat",result="refused"} 0
            wechatactors_rules_reloads_total{account="plain",result="loaded"} 0
            wechatactors_rules_reloads_total{account="plain",result="unchanged"} 0
            wechatactors_rules_reloads_total{account="plain",result="refused"} 0
            wechatactors_rules_reloads_total{account="safe",result="loaded"} 0
            wechatactors_rules_reloads_total{account="safe",result="unchanged"} 0
            wechatactors_rules_reloads_total{account="safe",result="refused"} 0
            # TYPE wechatactors_calls_started_total counter
            # TYPE wechatactors_calls_total counter
            # TYPE wechatactors_calls_in_flight gauge
            # TYPE wechatactors_call_circuit_open gauge
            # TYPE wechatactors_call_duration_seconds histogram

            """,
            await metrics.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_idle_conversation_leaves_memory_and_goes_on_where_it_was()
    {
        await using var edge = await Edge.Start("conversations: {passivate_after: 30s}");
        await edge.Post("plain", edge.Text("oAnn", "一", 1));
        edge.Time.Advance(TimeSpan.FromSeconds(31));
        await Edge.Until(() => edge.Host.Conversations.Counters is { Resident: 0, Passivations: 1 });

        Assert.Equal("2: 二", (await edge.Post("plain", edge.Text("oAnn", "二", 2))).ReplyText());
        Assert.Equal(2, await edge.Metric("wechatactors_activations_total"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/wechat/plain")]
    [InlineData("/api/accounts/plain")]
    public async Task An_unknown_route_says_where_the_API_is(string path)
    {
        await using var edge = await Edge.Start();

        var answer = await edge.Admin.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(("There is nothing here", "The API is under /api/accounts; see the README."), await ConversationsTests.Problem(answer));
    }
}
