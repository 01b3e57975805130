namespace WeChatActors.Rules;

/// <summary>Counts what actions push in the worst case against what the platform grants for the packet they answer.</summary>
/// <remarks>Source: WeChat Official Accounts docs, 客服消息下发规则: five after a message, three after a follow, a scan or a tap in the menu.</remarks>
internal sealed class Spending
{
    private const int AfterMessage = 5, AfterEvent = 3;

    private readonly int _grant;
    private readonly Findings _findings;
    private bool _told;

    private Spending(int grant, Findings findings) => (_grant, _findings) = (grant, findings);

    /// <summary>Most that may have been pushed where nothing was answered yet, and where something was; null where that cannot be.</summary>
    private readonly record struct Spent(int? Fresh, int? Answered)
    {
        public int Most => Math.Max(Fresh ?? 0, Answered ?? 0);

        public static Spent Worse(Spent a, Spent b) => new(Max(a.Fresh, b.Fresh), Max(a.Answered, b.Answered));

        private static int? Max(int? a, int? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);
    }

    /// <summary>Warns of a rule whose actions may push more than its packets grant.</summary>
    public static void Check(YamlMap rule, Condition condition, Findings findings)
    {
        // Events that grant nothing are told by 'no-window'; before the window closes nobody knows what is left.
        if (condition.OpensNoWindow || condition.Reach is Reach.None or Reach.Closing || rule.Find("do")?.Value is not { } actions) return;
        new Spending((condition.Reach & Reach.Events) == 0 ? AfterMessage : AfterEvent, findings).Run(actions, new(0, null));
    }

    /// <summary>Warns of actions of a dialog that may push more than an answer grants.</summary>
    public static void CheckDialog(YamlMap dialog, Findings findings)
    {
        foreach (var key in (string[])["done", "on_cancel", "on_fail"])
            if (dialog.Find(key) is { } entry) new Spending(AfterMessage, findings).Run(entry.Value, new(0, null));
        if ((dialog.Find("timeout")?.Value as YamlMap)?.Find("do") is { } later) new Spending(AfterMessage, findings).Run(later.Value, new(null, 0));
    }

    private Spent Run(YamlNode actions, Spent spent)
    {
        foreach (var item in actions is YamlList list ? list.Items : [actions])
            if (item is YamlMap action) spent = Step(action, spent);
        return spent;
    }

    private Spent Step(YamlMap action, Spent spent)
    {
        if (action.Find("reply") is { } reply) return Answer(spent, Messages(reply.Value));
        if (action.Find("dialog") is not null) return Answer(spent, 1);
        if (action.Find("send") is { } send) return Send(send.Key, action, spent);
        if (action.Find("if") is not null) return Spent.Worse(Way(action, "then", spent), Way(action, "else", spent));
        if (action.Find("switch") is not null) return Switch(action, spent);
        if (action.Find("llm")?.Value is YamlMap llm) return Llm(llm, spent);
        // A timer's messages come from a turn of their own, and nothing is answered in it.
        if (action.Find("later")?.Value is YamlMap later && later.Find("do") is { } then) new Spending(AfterMessage, _findings).Run(then.Value, new(null, 0));
        return spent;
    }

    private Spent Way(YamlMap action, string key, Spent spent) => action.Find(key) is { } way ? Run(way.Value, spent) : spent;

    private Spent Switch(YamlMap action, Spent spent)
    {
        var worst = Way(action, "else", spent);
        switch (action.Find("cases")?.Value)
        {
            case YamlMap cases:
                foreach (var entry in cases.Entries) worst = Spent.Worse(worst, Run(entry.Value, spent));
                break;
            case YamlList cases:
                foreach (var item in cases.Items)
                    if (item is YamlMap one) worst = Spent.Worse(worst, Way(one, "do", spent));
                break;
        }

        return worst;
    }

    private Spent Llm(YamlMap llm, Spent spent)
    {
        var said = llm.Find("reply")?.Value is YamlScalar { Value: "true" } ? Answer(spent, 1) : spent;
        return llm.Find("fallback")?.Value is not { } fallback ? said
            : Spent.Worse(said, fallback is YamlScalar ? Answer(spent, 1) : Run(fallback, spent));
    }

    // The first answer is free; what follows it is pushed.
    private static Spent Answer(Spent spent, int messages) =>
        new(null, Math.Max(spent.Fresh ?? 0, spent.Answered is { } answered ? answered + messages : 0));

    private Spent Send(YamlScalar key, YamlMap action, Spent spent)
    {
        if (spent.Most >= _grant && action.Find("else") is null && !_told)
        {
            _told = true;
            _findings.Warning(key, "overspend", $"this is message {spent.Most + 1} that one turn may push, and the platform grants {_grant} {(_grant == AfterEvent ? "after a follow, a scan or a tap in the menu" : "after a message")}; put some into one, or say with 'else' what to do when nothing is left.");
        }

        return new(spent.Fresh + 1, spent.Answered + 1);
    }

    private static int Messages(YamlNode reply) => reply switch
    {
        YamlMap map when map.Find("news")?.Value is YamlList news => news.Items.Length,
        YamlMap map when map.Find("none") is not null || map.Find("transfer") is not null || map.Find("ai_transfer") is not null => 0,
        _ => 1,
    };
}
