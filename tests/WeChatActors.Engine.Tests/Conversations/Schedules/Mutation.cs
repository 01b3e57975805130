using System.Collections.Immutable;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>What is broken on purpose in a world, to see that the search finds it.</summary>
internal enum Mutation
{
    None,
    CommitsIgnoreVersions,
    AnswersBeforeTheyAreKept,
    RetriesRunRulesAgain,
    RetriesGetAnotherTime,
    UnclaimedAnswersAreDropped,
    AnswersAreParkedAndPushed,
    UnknownIsSentAgain,
    ClaimsAreIgnored,
    RefusedAnswersAreNotParked,
    RefusedMessagesAreGivenBackTwice,
    SpendingIsForgottenOnLoad,
    WindowsCloseLate,
    TimersStay,
    WorkRowsAreNotWritten,
    LostCallsAreLeft,
    LateResultsAreTaken,
    QueuesDropTheSecond,
    QueuesRunBackwards,
    CarriersAreForgotten,
    PulledAnswersStay,
    PausedBotsSpeak,
    ErasedAnswersStay,
    DialogsSkipAQuestion,
    DialogTimersAreForgotten,
}

/// <summary>Breaks what a step decides.</summary>
internal static class Mutations
{
    public static StepResult Step(Mutation broken, Conversation state, ConversationInput input, in StepContext context)
    {
        switch (broken)
        {
            case Mutation.RetriesRunRulesAgain when input is ConversationInput.Delivery:
                return Conversation.Step(state with { Answered = AnsweredPackets.None }, input, context);
            case Mutation.RetriesGetAnotherTime when input is ConversationInput.Delivery && state.Answered.TryFind(input.Fingerprint, out var before):
                return new(state, [new Effect.AnswerCarrier(new Answer(before.Reply, context.Now))]);
            case Mutation.LostCallsAreLeft when input is ConversationInput.Continue && state.Running is not null:
                return new(state, []);
            case Mutation.LateResultsAreTaken when input is ConversationInput.CallEnded ended && state.Running is { } running:
                return Conversation.Step(state, ended with { Id = running.CallId }, context);
            case Mutation.CarriersAreForgotten when input is ConversationInput.CarriersDue:
                return new(state, []);
            case Mutation.PausedBotsSpeak when input is ConversationInput.Delivery && state.Pause is { } pause:
                var spoken = Conversation.Step(state with { Pause = null }, input, context);
                return spoken with { Next = spoken.Next with { Pause = pause } };
        }
        var step = Conversation.Step(state, input, context);
        if (step.Effects is not [Effect.Commit { Turn: var turn }, ..]) return step;
        var next = step.Next;
        switch (broken)
        {
            case Mutation.UnclaimedAnswersAreDropped when next.Unclaimed.Length > state.Unclaimed.Length:
                return step with { Next = next with { Unclaimed = state.Unclaimed } };
            case Mutation.AnswersAreParkedAndPushed when turn.Writes?.Owed.FirstOrDefault(entry => entry.Answers is not null) is { Item: OutboxItem.Message message }
                && WeChatActors.Protocol.PushForms.Back(message.Content) is { } reply:
                return step with { Next = next with { Parked = next.Parked.Add(new ParkedAnswer(turn.Seq, "", reply, turn.At)) } };
            case Mutation.RefusedAnswersAreNotParked when input is ConversationInput.PushEnded:
                return step with { Next = next with { Parked = state.Parked } };
            case Mutation.RefusedMessagesAreGivenBackTwice when input is ConversationInput.PushEnded { Outcome.State: OutboxState.Refused }:
                return step with { Next = next with { Ledger = next.Ledger with { UserMessage = next.Ledger.UserMessage with { Left = next.Ledger.UserMessage.Left + 1 } } } };
            case Mutation.TimersStay when turn.Timer is not null:
                return step with { Next = next with { Timers = state.Timers } };
            case Mutation.QueuesDropTheSecond when next.Queue.Length > 1:
                return step with { Next = next with { Queue = next.Queue[..1] } };
            case Mutation.QueuesRunBackwards when next.Queue.Length > state.Queue.Length && next.Queue.Length > 1:
                return step with { Next = next with { Queue = [.. next.Queue.Reverse()] } };
            case Mutation.PulledAnswersStay when next.Parked.Length < state.Parked.Length && turn.Writes is not { Erases: true }:
                return step with { Next = next with { Parked = state.Parked } };
            case Mutation.DialogsSkipAQuestion when next.Dialog is { } dialog && dialog.Slot > (state.Dialog?.Slot ?? 0):
                return step with { Next = next with { Dialog = dialog with { Slot = dialog.Slot + 1 } } };
            case Mutation.DialogTimersAreForgotten when next.Dialog is not null && state.Dialog is not null:
                return step with { Next = next with { Timers = next.Timers.RemoveAll(static timer => timer.Name == ConversationTimer.Dialog) } };
            case Mutation.ErasedAnswersStay when turn.Writes is { Erases: true }:
                return step with { Next = next with { Parked = state.Parked } };
            default:
                return step;
        }
    }
}
