using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>Two nodes, a disk and crashes at every point between step, commit and answer, in random order.</summary>
public sealed class RandomScheduleTests
{
    private static readonly Script Script = Given.Script();

    [Fact]
    public void No_schedule_breaks_a_promise()
    {
        for (var seed = 0; seed < 1_000; seed++) new World(seed).Run(steps: 120);
    }

    [Fact]
    public void The_search_finds_a_broken_promise_when_there_is_one()
    {
        // The same worlds with a commit that forgets to check the version.
        var broken = Enumerable.Range(0, 50).Count(seed =>
        {
            try
            {
                new World(seed) { ChecksVersions = false }.Run(steps: 120);
                return false;
            }
            catch (BrokenPromiseException)
            {
                return true;
            }
        });
        Assert.True(broken > 0);
    }

    private sealed class BrokenPromiseException(string promise) : Exception(promise);

    private sealed record OnDisk(Turn Turn, Conversation State);

    private sealed class World(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<OnDisk> _disk = [];
        private readonly Conversation?[] _nodes = new Conversation?[2];
        private readonly List<(ConversationInput Input, DateTimeOffset Sent)> _sent = [];
        private readonly Dictionary<string, Answer> _answered = [];
        private DateTimeOffset _now = Given.Noon;

        public bool ChecksVersions { get; init; } = true;

        public void Run(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                _now += TimeSpan.FromMilliseconds(_random.Next(0, 4000));
                if (_random.Next(10) == 0) _nodes[_random.Next(2)] = null; // a node crashes, or passivates
                Deliver(_random.Next(2), Next());
                if (i % 10 == 0) Check();
            }
            Check();
        }

        // The platform delivers a packet again for 15 s at the most; a recorded one may be played back for 10 minutes.
        private ConversationInput Next()
        {
            var again = _sent.Where(sent => _now - sent.Sent < TimeSpan.FromSeconds(50)).ToList();
            if (again.Count > 0 && _random.Next(2) == 0) return again[_random.Next(again.Count)].Input;
            ConversationInput input = _random.Next(6) switch
            {
                0 => Given.Delivery(Given.Event(_random.Next(2) == 0 ? "subscribe" : "unsubscribe", at: _sent.Count)),
                1 => Given.Authorised($"a{_sent.Count}", $"name {_sent.Count}", (AuthorisationScope)_random.Next(2), _now - Given.Noon),
                _ => Given.Delivery(Given.Text(_random.Next(3) switch { 0 => "same", 1 => $"keep {_sent.Count}", _ => "count" }, 1000 + _sent.Count)),
            };
            _sent.Add((input, _now));
            return input;
        }

        private void Deliver(int node, ConversationInput input)
        {
            for (var race = 0; race < 3; race++)
            {
                var state = _nodes[node] ??= Load();
                var step = Conversation.Step(state, input, Given.Context(Script, _now, input.Fingerprint.Seed));
                foreach (var effect in step.Effects)
                    switch (effect)
                    {
                        case Effect.Commit commit:
                            if (_random.Next(12) == 0) { _nodes[node] = null; return; } // killed before the commit
                            if (ChecksVersions && commit.Turn.Seq != _disk.Count + 1) { _nodes[node] = null; goto lost; }
                            _disk.Add(new OnDisk(commit.Turn, step.Next));
                            if (_random.Next(12) == 0) { _nodes[node] = null; return; } // killed between commit and answer
                            break;
                        case Effect.AnswerCarrier carrier:
                            Answered(input, carrier.Answer);
                            break;
                    }
                _nodes[node] = step.Next;
                return;
            lost:;
            }
        }

        private Conversation Load()
        {
            if (_disk.Count == 0) return Conversation.New;
            var kept = _disk.Select(line => line.Turn).Reverse().TakeWhile((turn, held) => !AnsweredPackets.IsForgotten(turn.At, _now, held + 1)).Reverse();
            var answered = AnsweredPackets.None;
            foreach (var turn in kept) answered = answered.Add(new(turn.Cause.Fingerprint, turn.At, turn.Seq, turn.Reply));
            return _disk[^1].State with { Answered = answered };
        }

        private void Answered(ConversationInput input, Answer answer)
        {
            if (_disk.All(line => line.Turn.Cause.Key != input.Key)) throw new BrokenPromiseException("answered, but not kept");
            if (_answered.TryGetValue(input.Key, out var before) && before != answer) throw new BrokenPromiseException("two answers for one input");
            _answered[input.Key] = answer;
        }

        private void Check()
        {
            if (_disk.Select(line => line.Turn.Cause.Key).Distinct().Count() != _disk.Count) throw new BrokenPromiseException("two turns for one input");
            if (_disk.Where((line, i) => line.Turn.Seq != i + 1).Any()) throw new BrokenPromiseException("turns out of order");
            var counted = _disk.Count(line => line.Turn.Rules.Contains("count"));
            if (_disk.Count > 0 && (_disk[^1].State.Variables.GetValueOrDefault("count").AsNumber ?? 0) != counted)
                throw new BrokenPromiseException("an effect of a rule was lost or came twice");
            CheckProfile();
        }

        private void CheckProfile()
        {
            var told = _disk.Select(line => (line.Turn.Cause as ConversationInput.Authorised)?.Profile).OfType<Profile>().ToList();
            if (_disk.Count == 0 || told.Count == 0) return;
            // All of the fullest scope; the newest of them names the person.
            var best = told.Where(profile => profile.Scope == told.Max(each => each.Scope)).MaxBy(profile => profile.UpdatedAt)!;
            var kept = _disk[^1].State.Profile;
            if (kept?.Scope != best.Scope || (best.Scope == AuthorisationScope.UserInfo && kept.Name != best.Name))
                throw new BrokenPromiseException("a profile was lost, or an older one took its place");
        }
    }
}
