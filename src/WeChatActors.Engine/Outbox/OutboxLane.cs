using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>The outbox of one account: which conversations have something to send, which of them are at it, and what rests. What stops one account is not
/// felt by another.</summary>
internal sealed class OutboxLane
{
    private static readonly TimeSpan BetweenNotices = TimeSpan.FromMinutes(1);

    private readonly string _account;
    private readonly OutboxPorts _ports;
    private readonly OutboxOptions _options;
    private readonly OutboxRun _run;
    private readonly Lock _gate = new();
    private readonly Dictionary<ConversationId, OutboxQueue> _queues = [];
    private readonly Queue<OutboxQueue> _line = new();
    private readonly List<OutboxQueue> _resting = [];
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, DateTimeOffset> _noticed = new(StringComparer.Ordinal);
    private int _running;
    private int _aside;
    private bool _reading;
    private bool _behind;
    private bool _stopping;

    public OutboxLane(Account account, OutboxPorts ports, OutboxOptions options)
    {
        (_account, _ports, _options) = (account.Alias, ports, options);
        _run = new OutboxRun(account, ports, options, _gate, StepAside, Say);
    }

    /// <summary>Takes over rows that were committed just now.</summary>
    public void Owe(ImmutableArray<OutboxEntry> entries)
    {
        lock (_gate)
        {
            if (_stopping) return;
            if (!_queues.TryGetValue(entries[0].To, out var queue))
            {
                if (_queues.Count >= _options.InHand)
                {
                    _behind = true;
                    return;
                }
                _queues[entries[0].To] = queue = new OutboxQueue(entries[0].To);
                Line(queue);
            }
            queue.Add(entries.AsSpan());
        }
        Pump();
    }

    /// <summary>Wakes what has rested, and looks into the table when there is room.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            var now = _ports.Time.GetUtcNow();
            for (var i = _resting.Count - 1; i >= 0; i--)
            {
                var queue = _resting[i];
                if (queue.RestsUntil > now) continue;
                _resting[i] = _resting[^1];
                _resting.RemoveAt(_resting.Count - 1);
                Line(queue);
            }
        }
        Pump();
        Read();
    }

    /// <summary>Begins nothing any more, and waits for what is being sent.</summary>
    public async Task<bool> Stop(TimeSpan limit)
    {
        _run.Stop();
        lock (_gate)
        {
            _stopping = true;
            // What has ended and is not told, or not put back, gets another chance.
            foreach (var queue in _resting.Where(queue => queue.End is not null || queue.Deferral is not null))
            {
                _running++;
                _ = Task.Run(() => Run(queue));
            }
            _resting.Clear();
            if (_running == 0) _idle.TrySetResult();
        }
        try
        {
            await _idle.Task.WaitAsync(limit, _ports.Time);
        }
        catch (TimeoutException)
        {
            return false;
        }
        lock (_gate) return _queues.Values.All(queue => queue.End is null);
    }

    public OutboxCounters Count()
    {
        lock (_gate)
        {
            var now = _ports.Time.GetUtcNow();
            var (untold, oldest) = (0, TimeSpan.Zero);
            foreach (var queue in _queues.Values)
            {
                if (queue.End is not null) untold++;
                if (queue.First is { } row && now - row.Entry.At > oldest) oldest = now - row.Entry.At;
            }
            return _run.Counters with { Account = _account, InHand = _queues.Count, Sending = _running, Untold = untold, Oldest = oldest, StoppedUntil = _run.Stops.Until(now) };
        }
    }

    private void Line(OutboxQueue queue) => _line.Enqueue(queue);

    private void Pump()
    {
        lock (_gate)
        {
            while (!_stopping && _running - _aside < _options.Parallel && _line.TryDequeue(out var queue))
            {
                _running++;
                _ = Task.Run(() => Run(queue));
            }
        }
    }

    // Who waits for a file or a tag gives its place to others, and may be one too many when it comes back.
    private void StepAside(bool away)
    {
        lock (_gate) _aside += away ? 1 : -1;
        if (away) Pump();
    }

    private async Task Run(OutboxQueue queue)
    {
        OutboxNext next;
        try
        {
            next = await _run.Go(queue);
        }
        catch (Exception error)
        {
            // A store that is down, or a bug of ours: the row stays owed, and nothing of it was told to have ended.
            Say("run", true, $"A row of the outbox could not be handled: {(error is StoreUnavailableException ? error.Message : error.GetType().Name)}");
            lock (_gate) next = new OutboxNext.Rest(_ports.Time.GetUtcNow() + OutboxPauses.After(++queue.Failures, _options));
        }
        bool read;
        lock (_gate)
        {
            switch (next)
            {
                case OutboxNext.Rest { Until: var until }:
                    queue.RestsUntil = until;
                    _resting.Add(queue);
                    break;
                case OutboxNext.Drop:
                    _queues.Remove(queue.Id);
                    break;
                case OutboxNext.Go when queue.First is null && !queue.More:
                    _queues.Remove(queue.Id);
                    break;
                default:
                    Line(queue);
                    break;
            }
            if (--_running == 0 && _stopping) _idle.TrySetResult();
            read = _behind && _queues.Count <= _options.InHand / 2;
        }
        Pump();
        if (read) Read();
    }

    private void Read()
    {
        lock (_gate)
        {
            if (_reading || _stopping || _queues.Count >= _options.InHand) return;
            (_reading, _behind) = (true, false);
        }
        _ = Task.Run(ReadDue);
    }

    private async Task ReadDue()
    {
        try
        {
            var rows = await _ports.Store.Due(_account, _ports.Time.GetUtcNow(), _options.InHand);
            lock (_gate)
            {
                var news = 0;
                foreach (var row in rows)
                {
                    if (_queues.ContainsKey(row.Entry.To)) continue;
                    if (_queues.Count >= _options.InHand) break;
                    var queue = new OutboxQueue(row.Entry.To);
                    queue.Begin(row);
                    _queues[row.Entry.To] = queue;
                    Line(queue);
                    news++;
                }
                // A table that gives only what is here already has nothing else for now.
                if (rows.Length == _options.InHand && news > 0) _behind = true;
            }
        }
        catch (Exception error)
        {
            Say("read", true, $"The outbox cannot look into its table: {(error is StoreUnavailableException ? error.Message : error.GetType().Name)}");
        }
        finally
        {
            lock (_gate) _reading = false;
        }
        Pump();
    }

    // Once a minute about each thing: a platform that is down would say it thousands of times.
    private void Say(string about, bool urgent, string sentence)
    {
        lock (_gate)
        {
            var now = _ports.Time.GetUtcNow();
            if (_noticed.TryGetValue(about, out var last) && now - last < BetweenNotices && now >= last) return;
            _noticed[about] = now;
        }
        _ports.Notice(new PlatformNotice(_account, urgent, sentence));
    }
}

/// <summary>What becomes of a conversation in hand after a run.</summary>
internal abstract record OutboxNext
{
    private OutboxNext() { }

    /// <summary>It goes on, if there is anything.</summary>
    public sealed record Go : OutboxNext;

    /// <summary>It leaves memory; the table knows when it goes on.</summary>
    public sealed record Drop : OutboxNext;

    /// <summary>It stays and waits.</summary>
    public sealed record Rest(DateTimeOffset Until) : OutboxNext;

    public static OutboxNext On { get; } = new Go();

    public static OutboxNext Leave { get; } = new Drop();
}
