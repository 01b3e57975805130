using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Where the answer to a question is.</summary>
internal abstract record AnswerPlace
{
    private AnswerPlace() { }

    /// <summary>It is being made.</summary>
    public sealed record Running : AnswerPlace;

    /// <summary>Its turn has yet to come.</summary>
    /// <param name="Before">How many turns come first.</param>
    public sealed record Waiting(int Before) : AnswerPlace;

    /// <summary>It is made and waits for the platform to deliver the question once more.</summary>
    public sealed record Ready : AnswerPlace;

    /// <summary>It waits for whoever shows it.</summary>
    /// <param name="Reply">The answer.</param>
    public sealed record Parked(PassiveReply Reply) : AnswerPlace;

    /// <summary>It was given: somewhere else, or here before.</summary>
    public sealed record Given : AnswerPlace;

    /// <summary>Finds it.</summary>
    /// <param name="state">The conversation.</param>
    /// <param name="seq">The line of its log that took the question.</param>
    public static AnswerPlace Of(Conversation state, long seq)
    {
        if (state.Running is { } running && (running.Seq == seq || running.Packet?.Seq == seq)) return new Running();
        for (var i = 0; i < state.Queue.Length; i++)
            if (state.Queue[i].Seq == seq) return new Waiting(i + (state.Running is null ? 0 : 1));
        foreach (var packet in state.Unclaimed)
            if (packet.Seq == seq) return new Ready();
        foreach (var parked in state.Parked)
            if (parked.Seq == seq) return new Parked(parked.Reply);
        return new Given();
    }
}
