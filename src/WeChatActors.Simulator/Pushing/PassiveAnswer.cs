namespace WeChatActors.Simulator;

/// <summary>What WeChat makes of the body of an answer.</summary>
/// <param name="Outcome">Replied, Acknowledged or Failed.</param>
/// <param name="Content">What the phone shows; null for nothing.</param>
/// <param name="Verdict">Why, in one sentence, and remarks behind it.</param>
internal sealed record PassiveAnswer(PushOutcome Outcome, ChatContent? Content, Sentence Verdict)
{
    /// <summary>The reply as it was inside its envelope; null when it was not encrypted.</summary>
    public string? Decrypted { get; init; }

    /// <summary>Whether the follower is handed to the human agents.</summary>
    public bool HandsOver { get; init; }

    /// <summary>To which of them; null for any.</summary>
    public string? Agent { get; init; }

    /// <summary>An answer that WeChat does not accept.</summary>
    public static PassiveAnswer Fault(Sentence verdict) => new(PushOutcome.Failed, null, verdict);

    /// <summary>The same in two languages.</summary>
    public static PassiveAnswer Fault(string english, string chinese) => Fault(new Sentence(english, chinese));

    /// <summary>An answer by which the account says nothing.</summary>
    public static PassiveAnswer Nothing(string english, string chinese) => new(PushOutcome.Acknowledged, null, new Sentence(english, chinese));
}
