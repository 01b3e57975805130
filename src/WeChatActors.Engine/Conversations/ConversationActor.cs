using WeChatActors.Actors;

namespace WeChatActors.Engine;

/// <summary>The shell around one conversation: loads, steps, commits, then runs effects, in that order.</summary>
internal sealed class ConversationActor(ConversationId id, Conversation loaded, Account account, AccountSetting setting, IConversationStore store, TimeProvider time)
    : IActor<ConversationInput, Answer>
{
    /// <summary>How often a step is taken again because another writer was first. More than a few in a row mean a node that
    /// fights for the same conversation: the platform's next delivery may go on.</summary>
    private const int Races = 8;

    private Conversation _state = loaded;

    public async ValueTask<Answer> ReceiveAsync(ConversationInput message)
    {
        // Read once: rules that are replaced meanwhile are for the next packet.
        var script = account.Script;
        for (var race = 0; race < Races; race++)
        {
            var step = Conversation.Step(_state, message, new StepContext(id, script, setting, time.GetUtcNow(), message.Fingerprint.Seed));
            Answer? answer = null;
            var lost = false;
            foreach (var effect in step.Effects)
            {
                switch (effect)
                {
                    case Effect.Commit commit:
                        lost = !await Commit(commit.Turn, step.Next);
                        break;
                    case Effect.AnswerCarrier carrier:
                        answer = carrier.Answer;
                        break;
                    case Effect.CountDelivery again:
                        store.CountDelivery(id, again.Seq);
                        break;
                    default:
                        throw new InvalidOperationException($"No way to run {effect.GetType().Name}.");
                }
                if (lost) break;
            }
            if (lost) continue;
            _state = step.Next;
            return answer ?? throw new InvalidOperationException("The step answered no carrier.");
        }
        throw new ActorUnavailableException($"Another node keeps writing conversation {id}.");
    }

    /// <summary>False when another writer was first: the state was loaded again and the step must be taken again.</summary>
    private async ValueTask<bool> Commit(Turn turn, Conversation next)
    {
        var result = await store.Commit(id, turn, next, stateChanged: !next.SameStateAs(_state));
        switch (result.Outcome)
        {
            case CommitOutcome.Committed:
                return true;
            case CommitOutcome.VersionMoved:
                _state = await Load(id, store, time);
                return false;
            default:
                // The actor is discarded: whether the turn reached the disk after all, the next load will tell.
                throw new ActorUnavailableException(result.Why ?? "The store refused a commit.");
        }
    }

    public static async ValueTask<Conversation> Load(ConversationId id, IConversationStore store, TimeProvider time)
    {
        try
        {
            return await store.Load(id, time.GetUtcNow());
        }
        catch (StoreUnavailableException error)
        {
            throw new ActorUnavailableException(error.Message, error);
        }
    }
}
