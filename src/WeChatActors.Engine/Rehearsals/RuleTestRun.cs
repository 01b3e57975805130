using System.Collections.Immutable;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Runs one test beside rules: rehearses its steps and looks what came of them.</summary>
public sealed class RuleTestRun
{
    /// <summary>Stands for words that nobody may read.</summary>
    public const string Secret = "••••";

    private readonly MockedCalls _calls;
    private readonly List<TestFailure> _failures = [];
    private readonly List<(TestMomentKind Kind, object What)> _moments = [];

    private readonly List<string> _secrets = [];
    private readonly List<(CallOrder Order, MockedAnswer? Answer)> _called = [];

    // What came of the step in hand.
    private readonly List<MessageParts> _pushed = [];
    private ImmutableArray<RehearsedLine> _waited = [];
    private Rehearsed? _answer;
    private bool _anyRule;

    private RuleTestRun(Script script, RuleTest test, AccountView account, bool canPush, DecisionTrace? trace)
    {
        _calls = new MockedCalls(test.Mocks);
        var begin = Conversation.New;
        if (!test.User.IsEmpty || !test.UserTags.IsEmpty) begin = begin with { Variables = test.User, Tags = begin.Tags.Union(test.UserTags), Subscribed = true };
        Rehearsal = new Rehearsal(script, account, new RehearsalClock(TimeProvider.System, test.At.In(account.TimeZone)), new RehearsalSetting
        {
            CanPush = test.CanPush ?? canPush, Seed = test.Seed, Answer = Answer, Trace = trace, Begin = begin,
        });
    }

    /// <summary>The conversation.</summary>
    public Rehearsal Rehearsal { get; }

    /// <summary>Runs a test.</summary>
    /// <param name="script">The rules it stands beside.</param>
    /// <param name="test">The test.</param>
    /// <param name="account">The account, as rules see it.</param>
    /// <param name="canPush">Whether the account may push, when the test does not say.</param>
    /// <param name="trace">Notes what its decisions go through; null for nothing.</param>
    /// <param name="watch">Gets each step when it is over; null for nobody.</param>
    public static RuleTestResult Run(
        Script script, RuleTest test, AccountView account, bool canPush = true, DecisionTrace? trace = null, Action<RehearsedStep>? watch = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        var run = new RuleTestRun(script, test, account, canPush, trace);
        foreach (var step in test.Steps)
        {
            run.Take(step);
            watch?.Invoke(new(
                step, run._waited, run._answer, run.Rehearsal.State, run.Rehearsal.Now, [.. run._called],
                run._answer is Rehearsed.Turned turned && turned.Lines.Any(run.Rehearsal.HoldsSecret)));
            if (run._failures.Count > 0) break;
        }
        if (run._failures.Count == 0) run.CheckUnused(test.Mocks);
        if (run._failures.Count == 0) return new(test, [], []);
        return new(test, [.. run._failures.OrderBy(failure => failure.Place.Line).ThenBy(failure => failure.Place.Column).Select(run.Masked)], [.. run._moments.Select(Shown).Select(run.Masked)]);
    }

    // What answers a secret question stands in the test, but must not stand in what others read of it.
    private TestFailure Masked(TestFailure failure) => failure with { Expected = Masked(failure.Expected), Got = Masked(failure.Got), Hint = failure.Hint is { } hint ? Masked(hint) : null };

    private TestMoment Masked(TestMoment moment) => moment with { Text = Masked(moment.Text) };

    private string Masked(string text)
    {
        foreach (var secret in _secrets) text = text.Replace(secret, Secret, StringComparison.Ordinal);
        return text;
    }

    private MockedAnswer? Answer(CallOrder order)
    {
        var answer = _calls.Answer(order);
        _called.Add((order, answer));
        _moments.Add((TestMomentKind.Called, $"{CallWords.Of(order)} -> {(answer is null ? "no answer stands in the test" : CallWords.Of(answer))}"));
        return answer;
    }

    private void Take(TestStep step)
    {
        _pushed.Clear();
        _called.Clear();
        (_waited, _answer, _anyRule) = ([], null, false);
        _calls.Now = step.Mocks;
        if (step.Wait is { } wait)
        {
            _moments.Add((TestMomentKind.Waited, DurationReader.Show(wait)));
            Note(_waited = Rehearsal.Wait(wait));
        }
        if (step.In is { } packet) Send(packet, step);
        CheckCalls(step);
        if (_failures.Count == 0) Check(step);
        CheckUnused(step.Mocks);
    }

    private void Send(TestPacket packet, TestStep step)
    {
        _moments.Add((TestMomentKind.Said, packet.Shown));
        _answer = Rehearsal.Send(UserPacket.Of(packet), step.Deliveries);
        Note(_answer.Earlier);
        switch (_answer)
        {
            case Rehearsed.Rejected { Why: var why }:
                Fail(packet.Place, "a packet that WeChat would push", $"{why.Fault}: {why.Detail}");
                break;
            case Rehearsed.Turned turned:
                Note(turned.Lines, turned.Reply);
                break;
        }
    }

    private void Note(ImmutableArray<RehearsedLine> lines, PassiveReply? reply = null)
    {
        if (reply is not null) _moments.Add((TestMomentKind.Answered, reply));
        foreach (var line in lines)
        {
            _anyRule |= !line.Turn.Rules.IsEmpty;
            if (line.Turn.Cause is ConversationInput.Delivery { Packet.Text: { Length: > 0 } words } && Rehearsal.HoldsSecret(line) && !_secrets.Contains(words)) _secrets.Add(words);
            foreach (var entry in line.Turn.Writes?.Owed ?? [])
            {
                if (entry.Item is not OutboxItem.Message { Content: var message }) continue;
                _pushed.Add(MessageParts.Of(message));
                _moments.Add((TestMomentKind.Pushed, _pushed[^1]));
            }
            foreach (var note in line.Turn.Notes) _moments.Add((TestMomentKind.Noted, note));
        }
    }

    private void CheckCalls(TestStep step)
    {
        if (_calls.Missing is not var (order, exhausted)) return;
        var kind = order is LlmOrder ? "llm" : "http";
        if (exhausted is null)
            Fail(step.Place, $"an answer for {CallWords.Of(order)} ({order.Place})", $"no '{kind}' of the test answers it", $"add {CallWords.Mock(order)} to the test, or {kind}: timeout.");
        else
            Fail(exhausted.Place, $"{exhausted.Answers.Length} calls at most, one for each answer here", $"one more: {CallWords.Of(order)} ({order.Place})", "add an answer to the list.");
    }

    private void CheckUnused(ImmutableArray<CallMock> mocks)
    {
        if (_failures.Count == 0 && _calls.Unused(mocks) is { } unused)
            Fail(unused.Place, "a call that gets this answer", "no such call", "leave the answer out, or see why the rule made no call.");
    }

    private void Check(TestStep step)
    {
        var turned = _answer as Rehearsed.Turned;
        if (step.Out is { } expected && MessageParts.Of(turned?.Reply) is var got && !expected.Fits(got)) Fail(expected.Place, expected.Shown, got.ToString(), HintAtAnswer(turned, got));
        if (step.Within is { } within && turned is { Took: var took } && (took is null || took > within))
            Fail(step.Place, $"an answer within {DurationReader.Show(within)}", took is { } late ? $"one after {DurationReader.Show(late)}" : "no answer");
        if (step.Deliveries > 1 && turned is { AlwaysSame: false } or { Turns: > 1 })
            Fail(step.Place, $"the same answer to {step.Deliveries} deliveries, and one turn", turned!.Turns > 1 ? $"{turned.Turns} turns" : "another answer");
        if (!step.Sent.IsDefault) CheckSent(step);
        foreach (var tag in step.Tags)
            if (Rehearsal.State.Tags.Contains(tag.Name) != tag.Has)
                Fail(tag.Place, tag.Has ? $"the tag {tag.Name}" : $"no tag {tag.Name}", Rehearsal.State.Tags.IsEmpty ? "no tags" : $"the tags {string.Join(", ", Rehearsal.State.Tags)}");
        foreach (var variable in step.Set)
        {
            var value = Rehearsal.State.Variables.GetValueOrDefault(variable.Name);
            if (!IsSame(value, variable.Value)) Fail(variable.Place, $"user.{variable.Name} = {Shown(variable.Value)}", $"user.{variable.Name} = {Shown(value)}");
        }
    }

    // Days and times have no form of their own in YAML: they are written as templates show them.
    private static bool IsSame(Value got, Value expected) => got.Equals(expected) || (HasNoForm(got) && expected.AsText == got.ToText());

    private static bool HasNoForm(Value value) => value.Kind is ValueKind.Date or ValueKind.Time or ValueKind.Moment or ValueKind.Duration;

    private static string Shown(Value value) => HasNoForm(value) ? value.ToText() : value.ToJson();

    private string? HintAtAnswer(Rehearsed.Turned? turned, MessageParts got)
    {
        if (got.Kind != "none") return null;
        if (_pushed.Count > 0) return "it was pushed instead: 'sent' expects that.";
        return turned is not null && !_anyRule ? "no rule holds for it." : null;
    }

    private void CheckSent(TestStep step)
    {
        var fits = step.Sent.Length == _pushed.Count;
        for (var i = 0; fits && i < _pushed.Count; i++) fits = step.Sent[i].Fits(_pushed[i]);
        if (!fits) Fail(step.SentPlace, Listed(step.Sent.Select(message => message.Shown)), Listed(_pushed.Select(message => message.ToString())));
    }

    private static string Listed(IEnumerable<string> messages)
    {
        var all = messages.ToList();
        return all.Count switch { 0 => "nothing pushed", 1 => all[0], _ => string.Join('\n', all.Select(message => "- " + message)) };
    }

    private void Fail(Place place, string expected, string got, string? hint = null) => _failures.Add(new(place, expected, got, hint));

    private static TestMoment Shown((TestMomentKind Kind, object What) moment) =>
        new(moment.Kind, moment.What is PassiveReply reply ? MessageParts.Of(reply).ToString() : moment.What.ToString()!);
}
