using System.Globalization;
using System.Text;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>One conversation, step by step: what comes, at which second, and what was decided. Nothing runs by itself.</summary>
internal sealed class Scene(string rules)
{
    private readonly List<Script> _scripts = [Given.Script("version: 1\n" + rules)];
    private readonly HashSet<PacketFingerprint> _held = [];
    private long _id;

    /// <summary>What the account can; it pushes unless a scene says otherwise.</summary>
    public AccountSetting Setting { get; set; } = new() { View = Given.Account().View, CanPush = true, Node = "here" };

    public Conversation State { get; private set; } = Conversation.New;

    public DateTimeOffset Now { get; private set; } = Given.Noon;

    /// <summary>The lines of the log.</summary>
    public List<Turn> Lines { get; } = [];

    /// <summary>What the outbox was given, in order.</summary>
    public List<OutboxEntry> Owed { get; } = [];

    /// <summary>The calls that were begun.</summary>
    public List<CallTicket> Calls { get; } = [];

    /// <summary>The calls that were given up.</summary>
    public List<CallId> GivenUp { get; } = [];

    /// <summary>The answers by the words of their question, in order; <c>success</c> for none.</summary>
    public List<(string Question, string Answer)> Answers { get; } = [];

    /// <summary>The texts that were pushed.</summary>
    public IEnumerable<string> Pushed => Owed.Select(owed => owed.Item).OfType<OutboxItem.Message>().Select(message => ((TextPush)message.Content).Content);

    /// <summary>Lets time go on to a second of the scene, and whatever is due by then go on.</summary>
    public Scene At(double second)
    {
        var end = Given.Noon + TimeSpan.FromSeconds(second);
        while (Due() is { } due && due <= end)
        {
            if (due > Now) Now = due;
            Take(new ConversationInput.Continue(Now));
        }
        Now = end;
        return this;
    }

    /// <summary>The user says something.</summary>
    public Scene Say(string text) => Deliver((TextMessage)Given.Text(text, ++_id) with { CreateTime = Now.ToUnixTimeSeconds() }, text);

    /// <summary>The platform delivers again what the user said when the scene began.</summary>
    public Scene Again(string text, long id) => Deliver(Given.Text(text, id), text);

    /// <summary>Something happens.</summary>
    public Scene Happen(string name, string inside = "") => Deliver(Event(name, inside), name);

    /// <summary>The last call ends well.</summary>
    public Scene CallEnds(Value? result = null) => CallEnds(Calls[^1].Id, result);

    public Scene CallEnds(CallId call, Value? result = null) => Take(new ConversationInput.CallEnded(call, result ?? Value.Map([new("ok", true)]), TimeSpan.FromSeconds(1), Now));

    /// <summary>The budget of a packet's carriers ends.</summary>
    public Scene CarriersDue(string text, long id) => Take(new ConversationInput.CarriersDue(PacketFingerprint.Of(Given.Text(text, id).Key), Now));

    /// <summary>Nobody waits at carriers any more.</summary>
    public Scene CarriersClose()
    {
        _held.Clear();
        return this;
    }

    /// <summary>A row of the outbox ends.</summary>
    public Scene PushEnds(OutboxEntry entry, OutboxState state, int errcode = 0) => Take(new ConversationInput.PushEnded(entry, new OutboxOutcome(state, Now, errcode), Now));

    /// <summary>An operator wants something.</summary>
    public CommandOutcome Do(ConversationCommand command, string? id = null)
    {
        CommandOutcome? outcome = null;
        Take(new ConversationInput.Commanded(id ?? (++_id).ToString(CultureInfo.InvariantCulture), command, Now), answer => outcome = answer.Outcome);
        return outcome ?? new CommandOutcome(false, Why: "It had its turn before.");
    }

    /// <summary>Other rules come into force.</summary>
    /// <param name="rules">They.</param>
    /// <param name="forgets">Whether nobody has those before them any more.</param>
    public Scene Reload(string rules, bool forgets = false)
    {
        if (forgets) _scripts.Clear();
        _scripts.Add(Given.Script("version: 1\n" + rules));
        return this;
    }

    /// <summary>The process dies: calls and carriers are gone, and another one goes on.</summary>
    public Scene Dies()
    {
        _held.Clear();
        Setting = Setting with { Node = Setting.Node + "+" };
        return Take(new ConversationInput.Continue(Now));
    }

    private DateTimeOffset? Due()
    {
        DateTimeOffset? due = State.Pause is null && State.Running is null && !State.Timers.IsEmpty ? State.Timers[0].Due : null;
        if (State.Pause?.Until is { } until && (due is null || until < due)) due = until;
        if (State.WorkDue is { } work && State.HasWork(work) && (due is null || work < due)) due = work;
        return due;
    }

    private Scene Deliver(Packet packet, string question)
    {
        var fingerprint = PacketFingerprint.Of(packet.Key);
        return Take(new ConversationInput.Delivery(packet, fingerprint, Now), answer => Answers.Add((question, Words(answer))), () => _questions[fingerprint] = question);
    }

    private readonly Dictionary<PacketFingerprint, string> _questions = [];

    private Scene Take(ConversationInput input, Action<Answer>? answered = null, Action? held = null)
    {
        var node = State.Running?.Node ?? Setting.Node;
        var step = Conversation.Step(State, input, Given.Context(_scripts[^1], Now, input.Fingerprint.Seed, Setting) with
        {
            Held = [.. _held], RunningScript = Find(State.Running?.ScriptHash), DialogScript = Find(State.Dialog?.ScriptHash), CallLives = node == Setting.Node, Gone = [.. State.Given.Select(given => given.Node).Where(given => given != Setting.Node)],
        });
        var (before, _) = (State, State = step.Next);
        Assert.Equal(step.Effects.Any(effect => effect is Effect.Commit), before.Version != State.Version);
        foreach (var effect in step.Effects)
            switch (effect)
            {
                case Effect.Commit commit:
                    Lines.Add(commit.Turn);
                    if (commit.Turn.Writes is { } writes) Owed.AddRange(writes.Owed);
                    break;
                case Effect.AnswerCarrier carrier:
                    answered?.Invoke(carrier.Answer);
                    break;
                case Effect.HoldCarrier hold:
                    _held.Add(hold.Packet);
                    held?.Invoke();
                    break;
                case Effect.AnswerHeld answer:
                    if (_held.Remove(answer.Packet)) Answers.Add((_questions[answer.Packet], Words(answer.Answer)));
                    break;
                case Effect.StartCall start:
                    Calls.Add(start.Ticket);
                    break;
                case Effect.CancelCall cancel:
                    GivenUp.Add(cancel.Id);
                    break;
            }
        if (State.HasWork(Now)) Take(new ConversationInput.Continue(Now));
        return this;
    }

    private Script? Find(string? hash) => _scripts.Find(script => script.Hash == hash);

    private static string Words(Answer answer) => answer.Reply switch { null => "success", TextReply text => text.Content, var other => other.MsgType };

    private Packet Event(string name, string inside) => ((PacketResult.Parsed)PacketReader.Read(Encoding.UTF8.GetBytes(
        $"<xml><ToUserName>gh_demo</ToUserName><FromUserName>oAnn</FromUserName><CreateTime>{Now.ToUnixTimeSeconds()}</CreateTime>" +
        $"<MsgType>event</MsgType><Event>{name}</Event>{inside}</xml>"))).Packet;
}
