using System.Globalization;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Answers of the conversations of this process and its store.</summary>
/// <param name="conversations">The conversations.</param>
/// <param name="store">Where they are kept.</param>
/// <param name="stream">Gives the text so far of the call that the turn of a line waits for; null when it does not run here.</param>
/// <param name="time">The clock.</param>
internal sealed class ConversationAnswers(
    ConversationHost conversations, IConversationStore store, Func<ConversationId, long, StreamedText?> stream, TimeProvider time) : IAnswerSource
{
    /// <summary>How many lines of the log are looked through for an answer that was given.</summary>
    private const int Lines = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public ValueTask<Conversation> Load(ConversationId id) => store.Load(id, time.GetUtcNow());

    public StreamedText? Stream(ConversationId id, long seq) => stream(id, seq);

    public async ValueTask<PassiveReply?> FindGiven(ConversationId id, long seq) => LoggedAnswer.Find(await store.Transcript(id, Lines), seq);

    /// <remarks>Should it fail, the answer waits on and is shown in the chat once more.</remarks>
    public async ValueTask Shown(ConversationId id, long seq)
    {
        var now = time.GetUtcNow();
        await conversations.Command(
            conversations.Accounts[id.Account], id.OpenId, string.Create(CultureInfo.InvariantCulture, $"shown:{seq}:{now.UtcTicks}"), new ConversationCommand.Shown(seq), now, Patience);
    }
}
