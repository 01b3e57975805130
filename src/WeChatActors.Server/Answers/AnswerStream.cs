using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>What the page asks of conversations.</summary>
internal interface IAnswerSource
{
    /// <summary>The conversation now.</summary>
    ValueTask<Conversation> Load(ConversationId id);

    /// <summary>The text so far of the call that the turn of a line waits for; null when it does not run in this process.</summary>
    StreamedText? Stream(ConversationId id, long seq);

    /// <summary>The answer to a question as the log has it, wherever it was shown; null when none is there.</summary>
    ValueTask<PassiveReply?> FindGiven(ConversationId id, long seq);

    /// <summary>Says that the page showed an answer which waited.</summary>
    ValueTask Shown(ConversationId id, long seq);
}

/// <summary>Shows one reader an answer: its text as it grows, then the whole of it.</summary>
/// <param name="source">Where it comes from.</param>
/// <param name="events">Where it goes.</param>
/// <param name="link">Which.</param>
/// <param name="time">The clock.</param>
/// <param name="gone">Set when the reader has gone away, or the server stops.</param>
internal sealed class AnswerStream(IAnswerSource source, AnswerEvents events, AnswerLink link, TimeProvider time, CancellationToken gone)
{
    /// <summary>How often a conversation is looked at whose answer is made elsewhere.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a reader who gets nothing hears that somebody is still there.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    /// <summary>How long one reader is served.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly DateTimeOffset _end = time.GetUtcNow() + Longest;
    private DateTimeOffset _spokenAt = time.GetUtcNow();
    private AnswerWords _state;
    private StreamedText? _stream;
    private int _sent;

    /// <summary>Runs until the answer is shown, or cannot be.</summary>
    /// <exception cref="OperationCanceledException">The reader has gone away.</exception>
    public async Task Run()
    {
        await events.Begin();
        while (time.GetUtcNow() < _end)
        {
            switch (AnswerPlace.Of(await source.Load(link.To), link.Seq))
            {
                case AnswerPlace.Running:
                    await Say(AnswerWords.Working);
                    await Follow();
                    break;
                case AnswerPlace.Waiting waiting:
                    await Say(AnswerWords.Waiting(waiting.Before));
                    break;
                case AnswerPlace.Ready:
                    await Say(AnswerWords.Ready);
                    break;
                case AnswerPlace.Parked parked:
                    await Show(parked.Reply);
                    return;
                default:
                    await ShowGiven();
                    return;
            }
            await Pause();
        }
        await events.End(AnswerWords.TooLong);
    }

    /// <summary>Shows an answer that waited, and then says so: it is shown nowhere else.</summary>
    private async Task Show(PassiveReply reply)
    {
        if (ReadableReply.Of(reply) is not { } readable)
        {
            await events.End(AnswerWords.OnlyInChat);
            return;
        }
        await events.Answer(readable.Text, readable.Links);
        await events.End(AnswerWords.Done);
        await source.Shown(link.To, link.Seq);
    }

    private async Task ShowGiven()
    {
        if (await source.FindGiven(link.To, link.Seq) is not { } reply)
        {
            await events.End(_sent > 0 ? AnswerWords.InChat : AnswerWords.Gone);
            return;
        }
        var readable = ReadableReply.Of(reply);
        if (readable is { } shown) await events.Answer(shown.Text, shown.Links);
        await events.End(readable is null ? AnswerWords.OnlyInChat : AnswerWords.Done);
    }

    /// <summary>Gives the text as it grows, until it ends or the turn waits for another call.</summary>
    private async Task Follow()
    {
        while (source.Stream(link.To, link.Seq) is { } stream && time.GetUtcNow() < _end)
        {
            if (stream != _stream)
            {
                if (_sent > 0) await events.Clear();
                (_stream, _sent) = (stream, 0);
            }
            var (text, ended, changed) = stream.Read(_sent);
            // Half of a character waits for the other half.
            if (!ended && text.Length > 0 && char.IsHighSurrogate(text[^1])) text = text[..^1];
            if (text.Length > 0)
            {
                await events.Text(text);
                _sent += text.Length;
                _spokenAt = time.GetUtcNow();
            }
            if (ended) return;
            await Either(changed);
        }
    }

    /// <summary>Waits for a change, at most for the time between two looks.</summary>
    private async Task Either(Task changed)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        await Task.WhenAny(changed, Task.Delay(Poll, time, over.Token));
        await over.CancelAsync();
        await StayAlive();
    }

    private async Task Pause()
    {
        await Task.Delay(Poll, time, gone);
        await StayAlive();
    }

    private async Task StayAlive()
    {
        gone.ThrowIfCancellationRequested();
        if (time.GetUtcNow() - _spokenAt < Beat) return;
        _spokenAt = time.GetUtcNow();
        await events.Beat();
    }

    private async Task Say(AnswerWords words)
    {
        if (words == _state) return;
        _state = words;
        _spokenAt = time.GetUtcNow();
        await events.State(words);
    }
}
