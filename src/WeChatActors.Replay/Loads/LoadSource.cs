using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Replay;

/// <summary>Invents the packets of a load scenario, the same for the same seed. Four bytes are kept for each follower when there are conversations of
/// several packets, else nothing.</summary>
internal sealed class LoadSource : IPacketSource
{
    private const int StepBits = 12;
    private const uint StepMask = (1 << StepBits) - 1;

    private readonly LoadScenario _scenario;
    private readonly FollowerTurns _turns;
    private readonly (byte[] Xml, int OpenIdAt, string Kind)[][] _conversations;

    // Where each is: the conversation and how many of its packets are sent; 0 between two conversations.
    private readonly uint[]? _progress;
    private long _slot;

    /// <summary>A source that has not begun.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="originalId">The account's original id: the ToUserName of the packets.</param>
    public LoadSource(LoadScenario scenario, string originalId = "gh_load")
    {
        _scenario = scenario;
        _turns = new(scenario.Followers, scenario.ShortestThink, scenario.LongestThink, scenario.Seed);
        _conversations = [.. scenario.Mix.Conversations.Select(conversation => conversation.Steps.Select(step =>
        {
            var xml = step.Write(originalId, out var at);
            return (xml, at, step.Kind);
        }).ToArray())];
        if (Array.Exists(_conversations, steps => steps.Length > 1)) _progress = new uint[scenario.Followers];
    }

    /// <inheritdoc/>
    public ValueTask<PlannedPacket?> Next(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (_slot >= _scenario.Packets) return default;
        var offset = _turns.When(_slot);
        if (offset >= _scenario.Duration) return default;
        var (follower, round) = _turns.Who(_slot++);
        var (xml, at, kind) = Step(follower, round);
        var openId = OpenIdOf(follower);
        var bytes = (byte[])xml.Clone();
        Encoding.ASCII.GetBytes(openId, bytes.AsSpan(at, LoadStep.OpenIdLength));
        return new(new PlannedPacket(offset, bytes, openId, kind));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private (byte[] Xml, int OpenIdAt, string Kind) Step(int follower, long round)
    {
        var progress = _progress?[follower] ?? 0;
        var step = (int)(progress & StepMask);
        var conversation = step > 0 ? (int)(progress >> StepBits) : _scenario.Mix.Choose(Draw(follower, (ulong)round));
        var steps = _conversations[conversation];
        if (_progress is not null) _progress[follower] = step + 1 < steps.Length ? (uint)conversation << StepBits | (uint)(step + 1) : 0;
        return steps[step];
    }

    private ulong Draw(int follower, ulong number) =>
        SplitMix64.Mix(SplitMix64.Mix(_scenario.Seed + (ulong)follower * SplitMix64.Step) + (number + 1) * SplitMix64.Step);

    /// <summary>The OpenID of a follower: as WeChat's, 28 characters that begin with o.</summary>
    internal string OpenIdOf(int follower) => string.Create(LoadStep.OpenIdLength, Draw(follower, ulong.MaxValue / 2), static (span, state) =>
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        span[0] = 'o';
        var bits = 0UL;
        for (var i = 1; i < span.Length; i++)
        {
            if ((i - 1) % 10 == 0) bits = SplitMix64.Next(ref state);
            span[i] = letters[(int)(bits & 63)];
            bits >>= 6;
        }
    });
}
