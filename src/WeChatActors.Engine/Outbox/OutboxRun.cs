namespace WeChatActors.Engine;

/// <summary>Handles the first row of a conversation: is it still worth sending, may its path be called, is what it refers to there; then it is claimed, sent
/// and told. One run at a time for a conversation.</summary>
/// <param name="account">Whose.</param>
/// <param name="ports">What it works with.</param>
/// <param name="options">How it sends.</param>
/// <param name="gate">Guards the queues' rows and the stops.</param>
/// <param name="aside">Told before a run waits for a file or a tag (true) and after (false): others go on meanwhile.</param>
/// <param name="say">Tells the operator something about something, now and then.</param>
internal sealed class OutboxRun(Account account, OutboxPorts ports, OutboxOptions options, Lock gate, Action<bool> aside, Action<string, bool, string> say)
{
    private const string Overtaken = "What it announces is there.";

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RateLimit _pace = new(options.PerSecond, TimeSpan.FromSeconds(1), Math.Max(1, options.PerSecond / 10));
    private readonly OutboxBodies _bodies = new(account.Alias, ports);
    private OutboxCounters _counters = new(account.Alias, 0, 0, 0, 0, 0, 0, 0, 0, TimeSpan.Zero, null);

    /// <summary>What was done; used under the gate.</summary>
    public OutboxCounters Counters => _counters;

    /// <summary>Which paths are not called for now; used under the gate.</summary>
    public PathStops Stops { get; } = new(options);

    /// <summary>Nothing is claimed any more.</summary>
    public void Stop() => _stopped.TrySetResult();

    /// <summary>Goes on with a conversation.</summary>
    public async Task<OutboxNext> Go(OutboxQueue queue)
    {
        var first = FirstOf(queue);
        if (first is not null && queue.Deferral is { } deferral) return await PutOff(queue, first.Entry, deferral.Until, deferral.Why);
        if (first is not null && queue.End is { } known) return await Tell(queue, first.Entry, known);
        if (_stopped.Task.IsCompleted) return OutboxNext.Leave;
        if (first is null)
        {
            first = await Read(queue);
            if (first is null) return OutboxNext.On;
            // What another process sends and what was put off is found again when its time has come.
            if (first.Outcome.State != OutboxState.Waiting || first.NotBefore > Now) return OutboxNext.Leave;
        }
        if (queue.WasLeft) return await TakeOver(queue, first);
        if (Now >= OutboxCall.EndsAt(first.Entry)) return await EndUnsent(queue, first.Entry, OutboxVerdict.Expired(Now, null));
        if (IsOvertaken(queue, first.Entry)) return await EndUnsent(queue, first.Entry, OutboxVerdict.Expired(Now, Overtaken));
        if (account.Platform is null)
            return await Judge(queue, first, new PlatformResult.NotSent($"The account {account.Alias} has no app_secret; give it one.", Now + options.LongestPause), claimed: false);
        return await Prepare(queue, first);
    }

    private DateTimeOffset Now => ports.Time.GetUtcNow();

    /// <summary>Sends a row, if its path and what it needs before may be called.</summary>
    private async Task<OutboxNext> Prepare(OutboxQueue queue, OutboxRow row)
    {
        var (path, needed) = (OutboxCall.PathOf(row.Entry.Item), _bodies.NeededBy(row.Entry));
        (DateTimeOffset Until, DateTimeOffset RetryAt, string Why) stop;
        lock (gate)
        {
            if (!Stops.MayEnter(path, Now, out stop)) needed = null;
            else if (needed is not null && !Stops.MayEnter(needed, Now, out stop)) Stops.Leave(path);
        }
        if (stop.Why is not null) return await Wait(queue, row.Entry, stop);
        var sends = false;
        try
        {
            switch (await Body(row.Entry))
            {
                case OutboxBody.NotThere { Why: var why }:
                    return await EndUnsent(queue, row.Entry, new OutboxOutcome(OutboxState.Refused, Now, Why: why));
                case OutboxBody.Needless:
                    return await EndUnsent(queue, row.Entry, new OutboxOutcome(OutboxState.Sent, Now));
                case OutboxBody.NotYet { Result: var failure }:
                    Note(needed!, failure);
                    // What became of it does not matter: it is made again.
                    return await Judge(queue, row, failure is PlatformResult.Unknown { Why: var cause } ? new PlatformResult.NotSent(cause, null) : failure, claimed: false);
                case OutboxBody.Ready { Json: var body }:
                    await Pace();
                    if (_stopped.Task.IsCompleted) return OutboxNext.Leave;
                    if (Now >= OutboxCall.EndsAt(row.Entry)) return await EndUnsent(queue, row.Entry, OutboxVerdict.Expired(Now, null));
                    if (IsOvertaken(queue, row.Entry)) return await EndUnsent(queue, row.Entry, OutboxVerdict.Expired(Now, Overtaken));
                    if (!await Claim(queue, row.Entry)) return Reload(queue);
                    sends = true;
                    if (needed is not null)
                        lock (gate) Stops.Worked(needed);
                    return await Send(queue, row, body, path);
                case var other:
                    throw new InvalidOperationException($"No way on from {other.GetType().Name}.");
            }
        }
        finally
        {
            if (!sends)
            {
                lock (gate)
                {
                    Stops.Leave(path);
                    if (needed is not null) Stops.Leave(needed);
                }
            }
        }
    }

    // An upload may take a minute, and many rows may wait for the same one: what needs none is sent meanwhile.
    private async ValueTask<OutboxBody> Body(OutboxEntry entry)
    {
        var body = _bodies.Of(entry);
        if (body.IsCompleted) return await body;
        aside(true);
        try
        {
            return await body;
        }
        finally
        {
            aside(false);
        }
    }

    private bool IsOvertaken(OutboxQueue queue, OutboxEntry entry)
    {
        if (entry.Item is not OutboxItem.Typing) return false;
        lock (gate) return queue.HasNext;
    }

    private async Task<OutboxNext> Send(OutboxQueue queue, OutboxRow row, ReadOnlyMemory<byte> body, string path)
    {
        PlatformResult result;
        using var hurry = row.Entry.Item is OutboxItem.Typing ? new CancellationTokenSource() : null;
        try
        {
            lock (gate)
            {
                queue.Hurry = hurry;
                if (queue.HasNext) hurry?.Cancel();
            }
            result = await ports.Client.Call(OutboxCall.Request(row.Entry, body, OutboxCall.MayRepeat(row.Entry, row.Attempts, Now), options), hurry?.Token ?? default);
        }
        catch (OperationCanceledException) when (hurry is { IsCancellationRequested: true })
        {
            result = new PlatformResult.Unknown(Overtaken);
        }
        catch (Exception error)
        {
            // Nobody knows how far it came: that is what is told, and the bug is heard of.
            result = new PlatformResult.Unknown($"The call failed here with {error.GetType().Name}; see the log.");
            say("call", true, $"Calling {path} failed with {error.GetType().Name}.");
        }
        lock (gate) queue.Hurry = null;
        // That a call was cut short here says nothing of its path.
        if (hurry is { IsCancellationRequested: true })
            lock (gate) Stops.Leave(path);
        else Note(path, result);
        return await Judge(queue, row, result, claimed: true);
    }

    private async Task<OutboxNext> Judge(OutboxQueue queue, OutboxRow row, PlatformResult result, bool claimed)
    {
        var renewable = !queue.WasRenewed && _bodies.IsRenewable(row.Entry);
        switch (OutboxVerdict.Of(row.Entry, row.Attempts + 1, result, renewable, Now, options))
        {
            case OutboxVerdict.Ended { Outcome: var outcome }:
                return claimed ? await Tell(queue, row.Entry, outcome) : await EndUnsent(queue, row.Entry, outcome);
            case OutboxVerdict.PutOff off:
                return await PutOff(queue, row.Entry, off.Until, off.Why);
            case OutboxVerdict.Renew renew:
                _bodies.Renew(row.Entry);
                queue.WasRenewed = true;
                // Uploading may take longer than the lease: it is given back first, and goes on at once.
                await PutOff(queue, row.Entry, Now, renew.Why);
                return OutboxNext.On;
            case var other:
                throw new InvalidOperationException($"No way on from {other.GetType().Name}.");
        }
    }

    /// <summary>Waits in memory while the path may go on soon; in the table when that takes long.</summary>
    private async Task<OutboxNext> Wait(OutboxQueue queue, OutboxEntry entry, (DateTimeOffset Until, DateTimeOffset RetryAt, string Why) stop)
    {
        var now = Now;
        if (stop.RetryAt - now <= Soon && entry.Item is not OutboxItem.Typing) return new OutboxNext.Rest(stop.Until < OutboxCall.EndsAt(entry) ? stop.Until : OutboxCall.EndsAt(entry));
        return OutboxVerdict.Later(entry, stop.RetryAt, stop.Why, now) switch
        {
            OutboxVerdict.PutOff off => await PutOff(queue, entry, off.Until, off.Why),
            OutboxVerdict.Ended { Outcome: var outcome } => await EndUnsent(queue, entry, outcome),
            var other => throw new InvalidOperationException($"No way on from {other.GetType().Name}."),
        };
    }

    // Shorter than it takes to write all rows of a backlog for nothing.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(6);

    /// <summary>Ends a row that was not sent. It is claimed all the same: another process may be sending it.</summary>
    private async Task<OutboxNext> EndUnsent(OutboxQueue queue, OutboxEntry entry, OutboxOutcome outcome) =>
        await Claim(queue, entry) ? await Tell(queue, entry, outcome) : Reload(queue);

    private async Task<bool> Claim(OutboxQueue queue, OutboxEntry entry)
    {
        var now = Now;
        try
        {
            return await ports.Store.Claim(entry.To, entry.Id, now, now + options.Lease);
        }
        catch
        {
            // It may have been written: then it is this process's, and certainly not sent.
            queue.Deferral = (now, "The store failed while the row was claimed.");
            throw;
        }
    }

    /// <summary>A row that another process claimed and did not end.</summary>
    private async Task<OutboxNext> TakeOver(OutboxQueue queue, OutboxRow row)
    {
        if (OutboxCall.MayRepeat(row.Entry, row.Attempts, Now))
        {
            await ports.Store.PutOff(row.Entry.To, row.Entry.Id, Now, "The process that sent it ended before it knew how that went; it is sent again.");
            queue.WasLeft = false;
            return OutboxNext.On;
        }
        return await Tell(queue, row.Entry, new OutboxOutcome(
            OutboxState.Unknown, Now, Why: "The process that sent it ended before it knew how that went; it is not sent again. Look into the chat, whether it arrived."));
    }

    private async Task<OutboxNext> PutOff(OutboxQueue queue, OutboxEntry entry, DateTimeOffset until, string why)
    {
        queue.Deferral = (until, why);
        await ports.Store.PutOff(entry.To, entry.Id, until, why);
        (queue.Deferral, queue.Failures) = (null, 0);
        lock (gate) _counters = _counters with { PutOff = _counters.PutOff + 1 };
        return OutboxNext.Leave;
    }

    private async Task<OutboxNext> Tell(OutboxQueue queue, OutboxEntry entry, OutboxOutcome outcome)
    {
        queue.End = outcome;
        bool told;
        try
        {
            told = await ports.Ended(entry, outcome);
        }
        catch (Exception error)
        {
            say("tell", true, $"How a row of the outbox ended could not be kept: {(error is StoreUnavailableException ? error.Message : error.GetType().Name)}");
            told = false;
        }
        if (!told) return new OutboxNext.Rest(Now + OutboxPauses.After(++queue.Failures, options));
        lock (gate)
        {
            queue.RemoveFirst();
            queue.WasLeft = false;
            _counters = outcome.State switch
            {
                OutboxState.Sent => _counters with { Sent = _counters.Sent + 1 },
                OutboxState.Refused => _counters with { Refused = _counters.Refused + 1 },
                OutboxState.Expired => _counters with { Expired = _counters.Expired + 1 },
                _ => _counters with { Unknown = _counters.Unknown + 1 },
            };
        }
        return OutboxNext.On;
    }

    private OutboxRow? FirstOf(OutboxQueue queue)
    {
        lock (gate) return queue.First;
    }

    /// <summary>Reads what the table holds: the first row, or null when there is none.</summary>
    private async Task<OutboxRow?> Read(OutboxQueue queue)
    {
        lock (gate) queue.Reading();
        var rows = await ports.Store.Owed(queue.Id, OutboxQueue.Longest);
        lock (gate)
        {
            queue.Fill(rows.AsSpan());
            return queue.First;
        }
    }

    /// <summary>Somebody else was faster, or something stands before: the table knows.</summary>
    private OutboxNext Reload(OutboxQueue queue)
    {
        lock (gate) queue.Forget();
        // The first time at once; what the table says again and again may be wrong.
        return ++queue.Failures == 1 ? OutboxNext.On : new OutboxNext.Rest(Now + OutboxPauses.After(queue.Failures - 1, options));
    }

    private async ValueTask Pace()
    {
        var wait = _pace.Take(ports.Time.GetElapsedTime(0).Ticks, TimeSpan.MaxValue)!.Value;
        if (wait > TimeSpan.Zero) await Task.WhenAny(Task.Delay(wait, ports.Time), _stopped.Task);
    }

    private void Note(string path, PlatformResult result)
    {
        string? why;
        lock (gate) why = Stops.Note(path, result, Now);
        if (why is not null) say(path, true, $"{path} is not called for a while, and then by one row first: {why}");
    }
}
