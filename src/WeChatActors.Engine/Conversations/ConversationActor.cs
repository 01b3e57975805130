using System.Collections.Immutable;
using WeChatActors.Actors;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>The shell around one conversation: loads, steps, commits, then runs effects, in that order.</summary>
internal sealed class ConversationActor(ConversationId id, Conversation loaded, ConversationHouse house, HousedAccount account)
    : IActor<ConversationInput, Answer>
{
    /// <summary>How often a step is taken again because another writer was first. More than a few in a row mean a node that
    /// fights for the same conversation: the platform's next delivery may go on.</summary>
    private const int Races = 8;

    /// <summary>Steps that one input may lead to by itself before others have their turn.</summary>
    private const int Follow = 64;

    /// <summary>How often a conversation is looked at whose call another process makes, while a carrier waits here for it.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private Conversation _state = loaded;
    private bool _isFresh = true;
    private DateTimeOffset _looksAt;

    // One method, though a long one: while the store writes, each method that waits is an object of its own. What is seldom waited for
    // gives a task, which takes less room in that object.
    public async ValueTask<Answer> ReceiveAsync(ConversationInput message)
    {
        if (IsElsewhere && !_isFresh) await Reload();
        Answer given = default;
        // Read once for each input: rules that are replaced meanwhile are for the next.
        var script = account.Account.Script;
        var races = 0;
        for (var taken = 0; taken <= Follow;)
        {
            var (ofTurn, ofDialog) = _state.Running is null && _state.Dialog is null ? default : await Earlier(script);
            var step = house.Step(_state, message, ContextOf(message, script, ofTurn, ofDialog));
            if (step.Turn is { } turn)
            {
                var result = await house.Store.Commit(id, turn, step.Next, stateChanged: !step.Next.SameStateAs(_state));
                if (result.Outcome != CommitOutcome.Committed)
                {
                    await TakeAgain(result, ++races);
                    continue;
                }
                Committed(turn);
            }
            else if (message is ConversationInput.CarriersDue or ConversationInput.Continue && !_isFresh)
            {
                // Nothing to be done may mean that another process has gone on with it, or left it behind.
                await TakeAgain(new(CommitOutcome.VersionMoved), ++races);
                continue;
            }

            _state = step.Next;
            var answer = step.Answered?.Answer ?? RunAll(step.Effects, message);
            if (taken++ == 0) given = answer;
            if (!_state.MayHaveWork || !_state.HasWork(house.Time.GetUtcNow())) break;
            (message, script, races) = (new ConversationInput.Continue(house.Time.GetUtcNow()), account.Account.Script, 0);
        }
        _isFresh = false;
        return given;
    }

    /// <summary>Whether another process makes the call that this conversation waits for, and writes its result.</summary>
    private bool IsElsewhere => _state.Running is { } running && running.Node != account.Setting.Node;

    /// <summary>Makes what another writer wrote the state from which the step is taken again.</summary>
    /// <param name="result">Why it must be.</param>
    /// <param name="races">How often in a row.</param>
    private async Task TakeAgain(CommitResult result, int races)
    {
        // The actor is discarded: whether the turn reached the disk after all, the next load will tell.
        if (result.Outcome != CommitOutcome.VersionMoved) throw new ActorUnavailableException(result.Why ?? "The store refused a commit.");
        await Reload();
        if (races == Races) throw new ActorUnavailableException($"Another node keeps writing conversation {id}.");
    }

    /// <summary>Tells others of a turn that is on disk.</summary>
    private void Committed(Turn turn)
    {
        house.Settled.Count(id.Account, turn);
        if (!turn.Counts.IsEmpty) house.Counted.Count(id.Account, turn.Counts);
        if (turn.Writes is not { } writes) return;
        if (!writes.Armed.IsEmpty) house.Timers?.Armed(id, writes);
        if (!writes.Owed.IsEmpty) house.Owe(writes.Owed);
    }

    /// <summary>The rules that the running turn and the open dialog began with, when they are not those in force.</summary>
    private async Task<(Script? OfTurn, Script? OfDialog)> Earlier(Script script) =>
        (await Find(_state.Running?.ScriptHash, script), await Find(_state.Dialog?.ScriptHash, script));

    private async ValueTask<Script?> Find(string? hash, Script script)
    {
        if (hash is null || hash == script.Hash) return null;
        if (house.Scripts is not { } shelf) return account.Account.FindScript(hash);
        try
        {
            return await shelf.Find(account.Account, hash);
        }
        catch (StoreUnavailableException error)
        {
            throw new ActorUnavailableException(error.Message, error);
        }
    }

    private StepContext ContextOf(ConversationInput message, Script script, Script? ofTurn, Script? ofDialog)
    {
        var setting = script.Files.IsEmpty && ofDialog is not { Files.IsEmpty: false } ? account.Setting : account.Setting with { Media = house.Media(id.Account) };
        var context = new StepContext(id, script, setting, house.Time.GetUtcNow(), message.Fingerprint.Seed) { DialogScript = ofDialog };
        if (_state.Running is null && _state.Unclaimed.IsEmpty && _state.Queue.IsEmpty && _state.Given.IsEmpty) return context;
        return context with
        {
            Held = house.Carriers.Open(id),
            RunningScript = ofTurn,
            Gone = [.. _state.Given.Select(static given => given.Node).Where(node => node != account.Setting.Node && !house.IsAlive(node))],
            CallLives = !IsElsewhere || house.IsAlive(_state.Running!.Node),
            Expected = _state.Running is { } waiting ? house.Calls?.Expected(waiting.Call) : null,
        };
    }

    private Answer RunAll(ImmutableArray<Effect> effects, ConversationInput message)
    {
        Answer answer = default;
        foreach (var effect in effects) Run(effect, message, ref answer);
        return answer;
    }

    private void Run(Effect effect, ConversationInput message, ref Answer answer)
    {
        switch (effect)
        {
            case Effect.Commit:
                break;
            case Effect.AnswerCarrier carrier:
                answer = carrier.Answer;
                break;
            case Effect.CountDelivery again:
                house.Store.CountDelivery(id, again.Seq);
                account.Budget.Again(message.Fingerprint, house.Time.GetUtcNow());
                break;
            case Effect.HoldCarrier hold:
                answer = new Answer { Held = house.Carriers.Hold(id, hold.Packet) };
                var due = message.ReceivedAt + account.Budget.Now;
                house.Alarms.At(due, id, new ConversationInput.CarriersDue(hold.Packet, due));
                if (IsElsewhere) LookAgain();
                break;
            case Effect.AnswerHeld held:
                house.Carriers.Answer(id, held.Packet, held.Answer);
                if (message is ConversationInput.CarriersDue) account.Budget.Gave(held.Packet, house.Time.GetUtcNow());
                break;
            case Effect.StartCall start:
                house.Begin(start.Ticket);
                break;
            case Effect.CancelCall cancel:
                house.Calls?.Cancel(id, cancel.Id);
                break;
            default:
                throw new InvalidOperationException($"No way to run {effect.GetType().Name}.");
        }
    }

    /// <summary>Reads what another process wrote, and answers the carriers here that it decided about.</summary>
    private async Task Reload()
    {
        _state = await Load(id, house.Store, house.Time);
        _isFresh = true;
        var open = house.Carriers.Open(id);
        foreach (var packet in open)
            if (_state.Answered.TryFind(packet, out var answered)) house.Carriers.Answer(id, packet, new Answer(answered.Reply, answered.At));
        if (open.Length > 0 && (IsElsewhere || (_state.Running is null && !_state.Queue.IsEmpty))) LookAgain();
    }

    private void LookAgain()
    {
        var now = house.Time.GetUtcNow();
        if (_looksAt > now) return;
        _looksAt = now + Look;
        house.Alarms.At(_looksAt, id, new ConversationInput.Continue(_looksAt));
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
