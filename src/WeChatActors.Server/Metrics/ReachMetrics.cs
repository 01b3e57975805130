using System.Globalization;
using System.Text;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>What conversations do beyond replies, in Prometheus text format: slow answers, pushes, calls, timers.</summary>
/// <param name="conversations">The conversations.</param>
/// <param name="services">Their calls and pushes.</param>
/// <param name="store">Holds the rows that wait.</param>
/// <param name="rules">The rules in force.</param>
internal sealed class ReachMetrics(ConversationHost conversations, ConversationServices services, IOutboxStore store, RuleBook rules)
{
    /// <summary>Writes all of them.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="readers">How many read answers on their page now.</param>
    public async Task Write(StringBuilder text, int readers)
    {
        text.Append("# TYPE wechatactors_carrier_budget_seconds gauge\n");
        foreach (var alias in conversations.Accounts.Keys.Order(StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"wechatactors_carrier_budget_seconds{{account=\"{alias}\"}} {conversations.BudgetOf(alias).TotalSeconds}\n");
        var late = conversations.Settled.All.ToList();
        if (late.Count > 0) text.Append("# TYPE wechatactors_late_answers_total counter\n");
        foreach (var (account, how, count) in late)
            text.Append(CultureInfo.InvariantCulture, $"wechatactors_late_answers_total{{account=\"{account}\",how=\"{how}\"}} {count}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE wechatactors_answer_readers gauge\nwechatactors_answer_readers {readers}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE wechatactors_alarms_armed gauge\nwechatactors_alarms_armed {conversations.AlarmsArmed}\n");
        rules.WriteMetrics(text);
        var counted = conversations.Counted.All.ToList();
        if (counted.Count > 0) text.Append("# TYPE wechatactors_rule_metric_total counter\n");
        foreach (var (account, name, sum) in counted)
            text.Append(CultureInfo.InvariantCulture, $"wechatactors_rule_metric_total{{account=\"{account}\",name=\"{name}\"}} {sum}\n");
        services.Calls.Counters.Write(text);
        WriteOutbox(text);
        await WriteRows(text);
    }

    private void WriteOutbox(StringBuilder text)
    {
        var accounts = services.Outbox.Counters;
        if (accounts.IsEmpty) return;
        text.Append("# TYPE wechatactors_outbox_ended_total counter\n");
        foreach (var account in accounts)
            foreach (var (state, count) in new[] { ("sent", account.Sent), ("refused", account.Refused), ("expired", account.Expired), ("unknown", account.Unknown) })
                text.Append(CultureInfo.InvariantCulture, $"wechatactors_outbox_ended_total{{account=\"{account.Account}\",state=\"{state}\"}} {count}\n");
        Each("wechatactors_outbox_put_off_total", "counter", account => account.PutOff);
        Each("wechatactors_outbox_in_hand", "gauge", account => account.InHand);
        Each("wechatactors_outbox_untold", "gauge", account => account.Untold);
        Each("wechatactors_outbox_oldest_seconds", "gauge", account => (long)account.Oldest.TotalSeconds);

        void Each(string name, string type, Func<OutboxCounters, long> value)
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n");
            foreach (var account in accounts) text.Append(CultureInfo.InvariantCulture, $"{name}{{account=\"{account.Account}\"}} {value(account)}\n");
        }
    }

    private async Task WriteRows(StringBuilder text)
    {
        try
        {
            var rows = await store.Count();
            if (!rows.IsEmpty) text.Append("# TYPE wechatactors_outbox_rows gauge\n");
            foreach (var (account, state, count) in rows)
                text.Append(CultureInfo.InvariantCulture, $"wechatactors_outbox_rows{{account=\"{account}\",state=\"{OutboxJson.Word(state)}\"}} {count}\n");
        }
        catch (StoreUnavailableException)
        {
            // The other counters are worth having without it; /readyz says what is wrong with the store.
        }
    }
}
