using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using WeChatActors.Actors;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>All conversations of all accounts, one actor each. Safe to use from any thread.</summary>
public sealed class ConversationHost : IAsyncDisposable
{
    private static readonly TimeSpan MailboxPatience = TimeSpan.FromMilliseconds(100);

    private readonly FrozenDictionary<string, HousedAccount> _housed;
    private readonly ActorSystem<ConversationId, ConversationInput, Answer> _actors;
    private readonly ConversationHouse _house;

    /// <summary>Makes a host in which nobody has spoken yet; it loads conversations as packets arrive.</summary>
    /// <param name="accounts">The accounts, each with its rules.</param>
    /// <param name="store">Where turns are kept. Not disposed with the host.</param>
    /// <param name="options">Mailboxes, passivation, attempts.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="failed">Hears of every failure of a conversation, to log it.</param>
    /// <param name="budget">How long a carrier may stay open before it must be answered; null for 4.5 s.</param>
    public ConversationHost(
        IEnumerable<Account> accounts, IConversationStore store, ActorOptions options, TimeProvider time, Action<ConversationId, Exception> failed, TimeSpan? budget = null)
    {
        Account[] all = [.. accounts];
        Accounts = all.ToFrozenDictionary(account => account.Alias, StringComparer.Ordinal);
        _housed = all.ToFrozenDictionary(account => account.Alias, account => new HousedAccount(account, new AdaptiveBudget(budget ?? TimeSpan.FromSeconds(4.5))), StringComparer.Ordinal);
        _house = new ConversationHouse(store, time) { Alarms = new Alarms(time, Tell) };
        _actors = new(new Factory(_housed, _house, failed), options, time);
    }

    /// <summary>The accounts by alias.</summary>
    public IReadOnlyDictionary<string, Account> Accounts { get; }

    /// <summary>What the actors have done and hold.</summary>
    public ActorCounters Counters => _actors.Counters;

    /// <summary>How packets got their answers that were not answered at once.</summary>
    public SettledCounters Settled => _house.Settled;

    /// <summary>What rules counted with <c>metric</c>, since the process began.</summary>
    public RuleCounters Counted => _house.Counted;

    /// <summary>How many moments are waited for: ends of carriers' budgets, and timers that are due soon.</summary>
    public int AlarmsArmed => _house.Alarms.Count;

    /// <summary>How long the carriers of an account stay open now.</summary>
    /// <param name="account">The alias.</param>
    public TimeSpan BudgetOf(string account) => _housed[account].Budget.Now;

    /// <summary>Gives the conversations what they need beyond replies, and begins to wake those that have something to go on with.</summary>
    /// <param name="rows">The outbox's rows and the timers.</param>
    /// <param name="calls">Makes calls; its results go to <see cref="CallEnded"/>.</param>
    /// <param name="owe">Hears of rows that are owed from now on.</param>
    /// <param name="media">The ids of an account's local files, by path.</param>
    /// <param name="failed">Hears of a store that cannot be read, in one sentence.</param>
    public void Connect(
        IOutboxStore rows, ICalls calls, Action<ImmutableArray<OutboxEntry>> owe, Func<string, IReadOnlyDictionary<string, string>> media, Action<string> failed)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (_house.Calls, _house.Owe, _house.IsAlive, _house.Media) = (calls, owe, rows.IsAlive, media);
        foreach (var (_, account) in _housed) account.Setting = account.Setting with { Node = rows.Node };
        _house.Timers = new TimerService(rows, _house.Alarms, _house.Time, failed);
        _house.Timers.Start();
    }

    /// <summary>Finds rules that are not in force any more by this from now on.</summary>
    internal void Connect(ScriptShelf scripts) => _house.Scripts = scripts;

    /// <summary>Changes what an account's conversations go by, such as its uploaded media, from their next step on.</summary>
    public void Use(string account, Func<AccountSetting, AccountSetting> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var housed = _housed[account];
        lock (housed) housed.Setting = change(housed.Setting);
    }

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

    /// <summary>Asks something of a conversation and waits for what becomes of it: <see cref="Answer.Outcome"/>, null when the same command had its turn before.</summary>
    /// <param name="account">The account.</param>
    /// <param name="openId">The person.</param>
    /// <param name="id">What makes it the same command again.</param>
    /// <param name="command">What.</param>
    /// <param name="receivedAt">When, UTC.</param>
    /// <param name="budget">How long to wait. It is done all the same when that has passed.</param>
    public ValueTask<AskResult<Answer>> Command(Account account, OpenId openId, string id, ConversationCommand command, DateTimeOffset receivedAt, TimeSpan budget) =>
        _actors.AskAsync(new ConversationId(account.Alias, openId), new ConversationInput.Commanded(id, command, receivedAt), budget);

    /// <summary>Brings the result of a call to its conversation.</summary>
    public void CallEnded(ConversationId id, CallId call, Value result, TimeSpan took) =>
        Tell(id, new ConversationInput.CallEnded(call, result, took, _house.Time.GetUtcNow()));

    /// <summary>Brings the end of a row of the outbox to its conversation.</summary>
    /// <returns>Whether it is on disk.</returns>
    public async ValueTask<bool> PushEnded(OutboxEntry entry, OutboxOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var asked = await _actors.AskAsync(entry.To, new ConversationInput.PushEnded(entry, outcome, _house.Time.GetUtcNow()), TimeSpan.FromSeconds(30));
        return asked.Outcome == AskOutcome.Replied;
    }

    /// <summary>Refuses new packets, finishes those accepted, and lets every conversation leave memory.</summary>
    /// <param name="limit">How long to wait for that.</param>
    public async Task<DrainReport<ConversationId>> Drain(TimeSpan limit)
    {
        if (_house.Timers is { } timers) await timers.DisposeAsync();
        return await _actors.DrainAsync(limit);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_house.Timers is { } timers) await timers.DisposeAsync();
        _house.Alarms.Dispose();
        await _actors.DisposeAsync();
    }

    private void Tell(ConversationId id, ConversationInput input)
    {
        if (!_housed.ContainsKey(id.Account)) return;
        // What it says is in the state as well, or comes from a call that must not be lost: a full mailbox is asked again.
        if (_actors.Tell(id, input) == TellResult.MailboxFull) _house.Alarms.At(_house.Time.GetUtcNow() + MailboxPatience, id, input);
    }

    private sealed class Factory(FrozenDictionary<string, HousedAccount> accounts, ConversationHouse house, Action<ConversationId, Exception> failed)
        : IActorFactory<ConversationId, ConversationInput, Answer>
    {
        public async ValueTask<IActor<ConversationInput, Answer>> ActivateAsync(ConversationId key) =>
            new ConversationActor(key, await ConversationActor.Load(key, house.Store, house.Time), house, accounts[key.Account]);

        public async ValueTask<Answer> GiveUpAsync(ConversationId key, ConversationInput message, Exception error, int attempts)
        {
            var now = house.Time.GetUtcNow();
            var detail = $"{key} failed {attempts} times: {error.GetType().Name}: {error.Message}";
            // Only the platform would send the same again and again; whoever else asks is told that it failed.
            if (message is not ConversationInput.Delivery { Packet: var packet }) throw new InvalidOperationException(detail, error);
            var kept = await house.Store.SetAside(new SetAsidePacket(key.Account, now, SetAsideReason.Poison, detail, Listing(packet)));
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
