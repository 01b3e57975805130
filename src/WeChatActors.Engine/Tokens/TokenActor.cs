using WeChatActors.Actors;

namespace WeChatActors.Engine;

/// <summary>What a token's actor is told.</summary>
/// <param name="Input">What happened.</param>
/// <param name="Waiter">Who waits for what follows; null for nobody.</param>
internal readonly record struct TokenMessage(TokenInput Input, TaskCompletionSource<TokenReply>? Waiter);

/// <summary>The shell of one token: steps, and runs the effects. It never waits: what takes time comes back as a message.</summary>
/// <param name="desk">Where its callers are.</param>
/// <param name="rules">How it is kept fresh.</param>
/// <param name="work">What reaches outside.</param>
internal sealed class TokenActor(TokenDesk desk, TokenRules rules, TokenWorks work) : IActor<TokenMessage, bool>
{
    /// <inheritdoc/>
    public ValueTask<bool> ReceiveAsync(TokenMessage message)
    {
        var (next, effects) = AccessToken.Step(desk.State, message.Input, rules, work.Clock.Now, desk.Seed++);
        desk.State = next;
        foreach (var effect in effects) Run(effect, message.Waiter);
        return new(true);
    }

    /// <inheritdoc/>
    /// <remarks>Gives the right back, or the next process would wait for it to lapse.</remarks>
    public async ValueTask PassivateAsync()
    {
        if (desk.State.Abandon(work.Clock.Now) is { } line) work.Note(desk, line, giveBack: true);
        await desk.Asked;
        await desk.Stored;
    }

    private void Run(TokenEffect effect, TaskCompletionSource<TokenReply>? waiter)
    {
        switch (effect)
        {
            case TokenEffect.Publish publish: desk.Shown = publish.Token is { } token ? new TokenReply.Granted(token) : null; break;
            case TokenEffect.Answer answer: waiter?.TrySetResult(answer.Reply); break;
            case TokenEffect.Enqueue enqueue when waiter is not null: desk.Enqueue(enqueue.Queue, waiter); break;
            case TokenEffect.Enqueue: break;
            case TokenEffect.Release release: desk.Release(release.Queue, release.Reply); break;
            case TokenEffect.Arm arm: work.Arm(desk, arm.At); break;
            case TokenEffect.Notify notify: work.Notify(new TokenNotice(desk.Id, notify.Urgent, notify.Sentence)); break;
            case TokenEffect.ReadStore: work.Read(desk); break;
            case TokenEffect.TakeRight take: work.TakeRight(desk, take); break;
            case TokenEffect.Save save: work.Save(desk, save); break;
            case TokenEffect.Note note: work.Note(desk, note.Line, note.GiveBack); break;
            case TokenEffect.Ask ask: work.Ask(desk, ask); break;
            case TokenEffect.Probe probe: work.Probe(desk, probe); break;
            default: throw new InvalidOperationException($"A token's actor cannot run {effect.GetType().Name}.");
        }
    }
}
