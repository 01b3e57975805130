using System.Collections.Frozen;
using System.Text;
using WeChatActors.Actors;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>All conversations of all accounts, one actor each. Safe to use from any thread.</summary>
public sealed class ConversationHost : IAsyncDisposable
{
    private readonly FrozenDictionary<string, Account> _accounts;
    private readonly ActorSystem<ConversationId, ConversationInput, Answer> _actors;

    /// <summary>Makes a host in which nobody has spoken yet; it loads conversations as packets arrive.</summary>
    /// <param name="accounts">The accounts, each with its rules.</param>
    /// <param name="store">Where turns are kept. Not disposed with the host.</param>
    /// <param name="options">Mailboxes, passivation, attempts.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="failed">Hears of every failure of a conversation, to log it.</param>
    public ConversationHost(
        IEnumerable<Account> accounts, IConversationStore store, ActorOptions options, TimeProvider time, Action<ConversationId, Exception> failed)
    {
        _accounts = accounts.ToFrozenDictionary(account => account.Alias, StringComparer.Ordinal);
        _actors = new(new Factory(_accounts, store, time, failed), options, time);
    }

    /// <summary>The accounts by alias.</summary>
    public IReadOnlyDictionary<string, Account> Accounts => _accounts;

    /// <summary>What the actors have done and hold.</summary>
    public ActorCounters Counters => _actors.Counters;

    /// <summary>Gives a packet to its conversation and waits for the answer, which is on disk when it comes.</summary>
    /// <param name="account">The account it was pushed to.</param>
    /// <param name="openId">Whose conversation it belongs to.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="receivedAt">When its delivery arrived, UTC.</param>
    /// <param name="budget">How long to wait. The packet is handled all the same when it has passed.</param>
    public ValueTask<AskResult<Answer>> Deliver(Account account, OpenId openId, Packet packet, DateTimeOffset receivedAt, TimeSpan budget) =>
        _actors.AskAsync(
            new ConversationId(account.Alias, openId),
            new ConversationInput.Delivery(packet, PacketFingerprint.Of(packet.Key), receivedAt),
            budget);

    /// <summary>Notes that a person authorised a web page, and waits until that is on disk. The conversation need not exist before.</summary>
    /// <param name="account">The account of the page.</param>
    /// <param name="openId">The person.</param>
    /// <param name="id">What makes it the same authorisation again, so that it has one turn however often it is said: 1 to 64 letters and digits.</param>
    /// <param name="profile">What the page learned.</param>
    /// <param name="receivedAt">When, UTC.</param>
    /// <param name="budget">How long to wait. It is kept all the same when that has passed.</param>
    public ValueTask<AskResult<Answer>> Authorise(Account account, OpenId openId, string id, Profile profile, DateTimeOffset receivedAt, TimeSpan budget) =>
        _actors.AskAsync(new ConversationId(account.Alias, openId), new ConversationInput.Authorised(id, profile, receivedAt), budget);

    /// <summary>Refuses new packets, finishes those accepted, and lets every conversation leave memory.</summary>
    /// <param name="limit">How long to wait for that.</param>
    public Task<DrainReport<ConversationId>> Drain(TimeSpan limit) => _actors.DrainAsync(limit);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _actors.DisposeAsync();

    private sealed class Factory(
        FrozenDictionary<string, Account> accounts, IConversationStore store, TimeProvider time, Action<ConversationId, Exception> failed)
        : IActorFactory<ConversationId, ConversationInput, Answer>
    {
        public async ValueTask<IActor<ConversationInput, Answer>> ActivateAsync(ConversationId key) =>
            new ConversationActor(key, await ConversationActor.Load(key, store, time), accounts[key.Account], new AccountSetting { View = accounts[key.Account].View }, store, time);

        public async ValueTask<Answer> GiveUpAsync(ConversationId key, ConversationInput message, Exception error, int attempts)
        {
            var now = time.GetUtcNow();
            var detail = $"{key} failed {attempts} times: {error.GetType().Name}: {error.Message}";
            // Only the platform would send the same again and again; whoever else asks is told that it failed.
            if (message is not ConversationInput.Delivery { Packet: var packet }) throw new InvalidOperationException(detail, error);
            var kept = await store.SetAside(new SetAsidePacket(key.Account, now, SetAsideReason.Poison, detail, Listing(packet)));
            return kept.Outcome == CommitOutcome.Committed
                ? new Answer(null, now)
                : throw new ActorUnavailableException(kept.Why ?? "The store refused to set a packet aside.");
        }

        public void Failed(ConversationId key, Exception error) => failed(key, error);

        private static byte[] Listing(Packet packet)
        {
            var lines = new StringBuilder().Append("key=").Append(packet.Key).Append('\n');
            foreach (var field in packet.Fields) lines.Append(field.Path).Append('=').Append(field.Value).Append('\n');
            return Encoding.UTF8.GetBytes(lines.ToString());
        }
    }
}
