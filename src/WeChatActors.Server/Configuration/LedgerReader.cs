using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Reads <c>ledger</c> of an account: how many customer-service messages an action of the user grants, and for how long.</summary>
/// <param name="read">Takes values.</param>
internal sealed class LedgerReader(ConfigurationFields read)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>The rules; the defaults for what is absent or wrong.</summary>
    public LedgerRules Read(YamlFields account)
    {
        var rules = new LedgerRules();
        if (account.Find("ledger") is not { } node
            || YamlFields.Read(node, read.Findings, "'ledger'", "user_message", "menu_click", "follow", "scan", "payment") is not { } fields) return rules;
        return new LedgerRules
        {
            UserMessage = Read(fields, "user_message", rules.UserMessage),
            MenuClick = Read(fields, "menu_click", rules.MenuClick),
            Follow = Read(fields, "follow", rules.Follow),
            Scan = Read(fields, "scan", rules.Scan),
            Payment = Read(fields, "payment", rules.Payment),
        };
    }

    private GrantRule Read(YamlFields ledger, string scene, GrantRule @default)
    {
        if (ledger.Find(scene) is not { } node || YamlFields.Read(node, read.Findings, $"'{scene}'", "count", "span", "margin") is not { } fields) return @default;
        var rule = new GrantRule(
            fields.Whole("count", 0, 1_000, @default.Count),
            read.Duration(fields, "span", TimeSpan.FromSeconds(1), Longest, @default.Span),
            read.Duration(fields, "margin", TimeSpan.Zero, Longest, @default.Margin));
        if (rule.Margin < rule.Span) return rule;
        read.Findings.Error(node, $"'{scene}' grants nothing, because its margin is as long as its span: expected a shorter 'margin', or 'count: 0' when nothing is meant to be granted.");
        return @default;
    }
}
