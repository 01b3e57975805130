using System.Collections.Concurrent;
using System.Diagnostics;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Makes calls: HTTP requests and questions to models. A call costs no thread while it waits. Any thread.</summary>
public sealed class CallRunner : ICalls, IAsyncDisposable
{
    private readonly ConcurrentDictionary<(ConversationId To, CallId Id), RunningCall> _running = new();
    private readonly ConcurrentDictionary<(ConversationId To, long Turn), StreamedText> _streams = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CallOptions _options;
    private readonly IReadOnlyDictionary<string, ModelOptions> _models;
    private readonly Action<ConversationId, CallId, Value, TimeSpan> _ended;
    private readonly Action<CallNotice> _notice;
    private readonly TimeProvider _time;
    private readonly CallTargets _targets;
    private readonly HttpMessageInvoker _forRules;
    private readonly HttpMessageInvoker _forModels;
    private readonly HttpCaller _http;
    private readonly LlmCaller _llm;

    // One more than run, until it is stopped.
    private int _left = 1;
    private int _stopping;

    /// <summary>Calls that are made once they are started.</summary>
    /// <param name="options">What rules may call, and how.</param>
    /// <param name="models">The models they may ask, by name.</param>
    /// <param name="ended">Gets each call's conversation, name, result and duration, exactly once, on any thread; not when it was cancelled.</param>
    /// <param name="time">The clock.</param>
    /// <param name="notice">Gets what an operator must know.</param>
    public CallRunner(
        CallOptions options, IReadOnlyDictionary<string, ModelOptions> models, Action<ConversationId, CallId, Value, TimeSpan> ended, TimeProvider time, Action<CallNotice>? notice = null)
        : this(options, models, ended, time, notice, CallHttp.ForRules(options), CallHttp.ForModels())
    {
    }

    internal CallRunner(
        CallOptions options, IReadOnlyDictionary<string, ModelOptions> models, Action<ConversationId, CallId, Value, TimeSpan> ended, TimeProvider time, Action<CallNotice>? notice,
        HttpMessageInvoker forRules, HttpMessageInvoker forModels)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(models);
        (_options, _models, _ended, _time, _notice, _forRules, _forModels) = (options, models, ended, time, notice ?? (static _ => { }), forRules, forModels);
        _targets = new CallTargets(options, time, _notice);
        _http = new HttpCaller(forRules, options, _targets, time);
        _llm = new LlmCaller(forModels, options, models, _targets);
        Counters = new CallCounters(_targets);
        Deadlines = new CallDeadlines(options.Timeout.TotalSeconds, models.Values.Select(model => model.Timeout).DefaultIfEmpty(TimeSpan.FromSeconds(60)).Max().TotalSeconds);
    }

    /// <summary>What calls came to.</summary>
    public CallCounters Counters { get; }

    /// <summary>How long calls may take that say nothing themselves: for models, the longest of all.</summary>
    public CallDeadlines Deadlines { get; }

    /// <inheritdoc/>
    /// <remarks>A call that runs already is not started again. After <see cref="Stop"/> nothing is started: the next process makes the call.</remarks>
    public void Start(CallTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var call = new RunningCall(this, ticket, LimitOf(ticket.Order), _time);
        Interlocked.Increment(ref _left);
        if (Volatile.Read(ref _stopping) != 0 || !_running.TryAdd((ticket.To, ticket.Id), call))
        {
            Leave();
            return;
        }
        if (call.Text is { } text) _streams[(ticket.To, ticket.Id.Turn)] = text;
        call.Begin();
    }

    /// <inheritdoc/>
    public void Cancel(ConversationId to, CallId id)
    {
        if (_running.TryGetValue((to, id), out var call)) GiveUp(call);
    }

    /// <inheritdoc/>
    public TimeSpan? Expected(CallOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return _targets.Find(order)?.Expected.Read();
    }

    /// <inheritdoc/>
    public StreamedText? Stream(ConversationId to, long turn) => _streams.GetValueOrDefault((to, turn));

    /// <summary>Starts nothing any more, waits until all calls have ended, and gives up those that have not without telling: whoever follows makes
    /// them again.</summary>
    /// <param name="limit">How long to wait.</param>
    public async Task Stop(TimeSpan limit)
    {
        if (Interlocked.Exchange(ref _stopping, 1) == 0) Leave();
        try
        {
            await _drained.Task.WaitAsync(limit, _time);
        }
        catch (TimeoutException)
        {
            foreach (var call in _running.Values) GiveUp(call);
            await _drained.Task;
        }
    }

    /// <summary>Gives up what runs without telling, and closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stop(TimeSpan.Zero);
        _forRules.Dispose();
        _forModels.Dispose();
        _targets.Dispose();
    }

    internal async Task Run(RunningCall call)
    {
        Value result;
        try
        {
            result = call.Ticket.Order switch
            {
                HttpOrder http => await _http.Make(call, http),
                LlmOrder llm => await _llm.Make(call, llm),
                var other => throw new UnreachableException($"No way to make a call of {other.GetType().Name}."),
            };
        }
        catch (Exception error)
        {
            // A conversation waits for the result: a mistake of ours must not leave it waiting for ever.
            Report(call, error);
            result = call.Ticket.Order is LlmOrder ? LlmCaller.Failed(CallError.Internal) : HttpCaller.Failed(CallError.Internal);
        }
        call.Dispose();
        End(call, result);
        Leave();
    }

    private void End(RunningCall call, Value result)
    {
        var took = call.Took;
        var told = call.TakeEnd();
        Forget(call);
        var target = call.Target ?? _targets.None;
        target.Counters.End(!told ? CallError.Cancelled : result["error"].AsText ?? "ok", took);
        if (!told) return;
        if (call.ReachedTarget) target.Expected.Add(took);
        try
        {
            _ended(call.Ticket.To, call.Ticket.Id, result, took);
        }
        catch (Exception error)
        {
            Report(call, error);
        }
    }

    private void GiveUp(RunningCall call)
    {
        if (!call.TakeEnd()) return;
        // At once, so that the next attempt at the same call may begin before this one has noticed.
        Forget(call);
        call.GiveUp();
    }

    private void Forget(RunningCall call)
    {
        _running.TryRemove(KeyValuePair.Create((call.Ticket.To, call.Ticket.Id), call));
        if (call.Text is not { } text) return;
        _streams.TryRemove(KeyValuePair.Create((call.Ticket.To, call.Ticket.Id.Turn), text));
        text.End();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _left) == 0) _drained.TrySetResult();
    }

    // Its own words may quote what a user wrote, so only where it happened is told.
    private void Report(RunningCall call, Exception error) =>
        _notice(new CallNotice(call.Ticket.Order.Target, Urgent: true, $"A call of {call.Ticket.Order.Place} ended with the error {CallError.Internal}, which is a mistake of this program; report it: {error.GetType().Name}{Environment.NewLine}{error.StackTrace}"));

    private TimeSpan LimitOf(CallOrder order) =>
        order.Deadline ?? (order is LlmOrder llm && _models.TryGetValue(llm.Model, out var model) ? model.Timeout : Deadlines.Of(order));
}
