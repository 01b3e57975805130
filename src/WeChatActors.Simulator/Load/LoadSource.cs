using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>Pushes text packets of many virtual followers as fast as a callback answers them: each is written, signed and its answer
/// judged as every other packet is, but nothing is kept. Each follower's packets come one after the other.</summary>
internal sealed class LoadSource
{
    private const int MaxVerdicts = 100;

    private readonly LoadOptions _options;
    private readonly TimeProvider _time;
    private readonly PushSigner _signer;
    private readonly AnswerRules _rules;
    private long _issued;

    /// <summary>A source that has not begun.</summary>
    /// <param name="options">What it does.</param>
    /// <param name="time">Signs with its seconds, and measures.</param>
    /// <exception cref="ArgumentException">The options make no sense; the sentence says which.</exception>
    public LoadSource(LoadOptions options, TimeProvider time)
    {
        if (options.Account.Callback is not { Scheme: "http" }) throw new ArgumentException("A load needs an account with an http callback.", nameof(options));
        if (options.Followers is < 1 or > 10_000_000) throw new ArgumentException("A load needs 1 to 10,000,000 followers.", nameof(options));
        if (options.Connections is < 1 or > 10_000) throw new ArgumentException("A load needs 1 to 10,000 connections.", nameof(options));
        if (options.Packets is null && options.Duration is null) throw new ArgumentException("A load needs a number of packets or a duration.", nameof(options));
        if (options.Texts.IsDefaultOrEmpty) throw new ArgumentException("A load needs texts.", nameof(options));
        if (!PushSigner.TryCreate(options.Account, out var signer, out var error)) throw new ArgumentException(error.English, nameof(options));
        (_options, _time, _signer) = (options, time, signer);
        // Virtual followers send no files, so a reply can name none.
        _rules = new AnswerRules(options.Account, signer.Envelope, static _ => null);
    }

    /// <summary>Runs to the end that the options name, or until it is cancelled; packets under way are waited for.</summary>
    public async Task<LoadResult> Run(CancellationToken ct = default)
    {
        var begun = _time.GetTimestamp();
        var lanes = Math.Min(_options.Connections, _options.Followers);
        var counts = await Task.WhenAll(Enumerable.Range(0, lanes).Select(lane => Task.Run(() => Drive(lane, lanes, begun, ct), CancellationToken.None)));
        var elapsed = _time.GetElapsedTime(begun);
        var latency = new LatencyCounts();
        var verdicts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var count in counts)
        {
            latency.Add(count.Latency);
            foreach (var (verdict, times) in count.Verdicts) Count(verdicts, verdict, times);
        }
        return new LoadResult(counts.Sum(count => count.Sent), counts.Sum(count => count.Failed), elapsed, latency, verdicts.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    /// <summary>One connection: the followers whose number it shares take turns.</summary>
    private async Task<Counts> Drive(int lane, int lanes, long begun, CancellationToken ct)
    {
        var counts = new Counts();
        using var connection = new LoadConnection(_options.Account.Callback!, _time);
        var message = new LoadMessage(_signer);
        for (var follower = lane; !ct.IsCancellationRequested; follower = follower + lanes < _options.Followers ? follower + lanes : lane)
        {
            var number = Interlocked.Increment(ref _issued) - 1;
            if (number >= _options.Packets || _time.GetElapsedTime(begun) >= _options.Duration) break;
            message.Write(follower, _options.Texts[(int)(number % _options.Texts.Length)], _options.FirstMsgId + number, _time.GetUtcNow());
            var sent = _time.GetTimestamp();
            var answer = await connection.Post(message.Query, message.Body);
            var judged = answer.Fault is { } fault ? PassiveAnswer.Fault(fault) : AnswerCheck.Check(answer.Body.Span, message.Packet, _rules);
            counts.Latency.Add(_time.GetElapsedTime(sent));
            counts.Sent++;
            if (judged.Outcome == PushOutcome.Failed) counts.Failed++;
            Count(counts.Verdicts, judged.Verdict.English, 1);
        }
        return counts;
    }

    private static void Count(Dictionary<string, long> verdicts, string verdict, long times)
    {
        if (verdicts.Count >= MaxVerdicts && !verdicts.ContainsKey(verdict)) verdict = "other verdicts";
        verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + times;
    }

    private sealed class Counts
    {
        public LatencyCounts Latency { get; } = new();

        public Dictionary<string, long> Verdicts { get; } = new(StringComparer.Ordinal);

        public long Sent { get; set; }

        public long Failed { get; set; }
    }
}
