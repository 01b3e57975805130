using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Calls;

/// <summary>Makes calls under a clock that the test moves, and keeps what is told of them.</summary>
internal sealed class CallLab : IAsyncDisposable
{
    public const string Key = "sk-7hE-s3cret-0f-the-m0del";

    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<CallId, TaskCompletionSource<(Value Result, TimeSpan Took)>> _told = new();
    private readonly ConcurrentQueue<CallId> _order = new();
    private int _turn;

    public CallLab(CallOptions? options = null, ModelOptions? model = null, Func<string, IPAddress[]>? resolve = null, HttpMessageInvoker? http = null)
    {
        options = (options ?? new CallOptions()) with { Seed = 7 };
        var models = model is null ? [] : new Dictionary<string, ModelOptions> { [model.Name] = model };
        Runner = new CallRunner(
            options, models, Tell, Time, Notices.Enqueue, http ?? CallHttp.ForRules(options, (name, _) => Resolve(resolve, name)), http ?? CallHttp.ForModels());
    }

    public VirtualTime Time { get; } = new();

    public CallRunner Runner { get; }

    public ConcurrentQueue<CallNotice> Notices { get; } = new();

    /// <summary>The names that were resolved.</summary>
    public ConcurrentQueue<string> Resolved { get; } = new();

    /// <summary>The calls that were told of, in order, each as often as it was.</summary>
    public IReadOnlyCollection<CallId> Told => _order;

    /// <summary>A lab that may call one server of this machine.</summary>
    public static CallLab For(Uri server, CallOptions? options = null) =>
        new((options ?? new CallOptions()) with { AllowHosts = [AllowedHost.Read(server.Authority)!] });

    /// <summary>A lab that may ask one model, <c>default</c>, with a key.</summary>
    public static CallLab For(FakeModel model, CallOptions? options = null, Func<ModelOptions, ModelOptions>? change = null)
    {
        var of = new ModelOptions("default", model.Url, "fake-1") { Key = new ModelKey(Key) };
        return new(options, change is null ? of : change(of));
    }

    public static HttpOrder Get(Uri url, TimeSpan? deadline = null, int retries = 0) => Order("GET", url) with { Deadline = deadline, Retries = retries };

    public static HttpOrder Order(string method, Uri url, string? body = null, string? type = null, params (string Name, string Value)[] headers) =>
        new("shop.yaml:3", method, url.OriginalString, [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))], body, type, null, 0, false);

    public static LlmOrder Ask(string prompt = "你好", string? system = null, int history = 0, TimeSpan? deadline = null) =>
        new("shop.yaml:7", "default", system, prompt, history, deadline);

    /// <summary>Begins a call.</summary>
    public CallTicket Begin(CallOrder order, params Exchange[] history)
    {
        var ticket = Ticket(order, Interlocked.Increment(ref _turn), history);
        Runner.Start(ticket);
        return ticket;
    }

    public static CallTicket Ticket(CallOrder order, long turn, params Exchange[] history) =>
        new(Given.Id(), new CallId(turn, 0, 1), order, $"{turn:x32}", [.. history]);

    /// <summary>Waits until a call is told of.</summary>
    public async Task<Value> Result(CallTicket ticket) => (await Ended(ticket)).Result;

    public Task<(Value Result, TimeSpan Took)> Ended(CallTicket ticket) => Source(ticket.Id).Task.WaitAsync(Guard);

    /// <summary>Makes a call.</summary>
    public Task<Value> Call(CallOrder order, params Exchange[] history) => Result(Begin(order, history));

    /// <summary>Makes a call that fails in a way.</summary>
    public async Task<Value> Fails(string error, CallOrder order)
    {
        var result = await Call(order);
        Assert.Equal((error, false), (result["error"].AsText, result["ok"].AsBool));
        return result;
    }

    public bool IsTold(CallTicket ticket) => Source(ticket.Id).Task.IsCompleted;

    /// <summary>Waits until a model has said so much.</summary>
    public async Task Said(CallTicket ticket, string text)
    {
        StreamedText? stream;
        while ((stream = Runner.Stream(ticket.To, ticket.Id.Turn)) is null) await Task.Yield();
        while (true)
        {
            var (said, ended, changed) = stream.Read(0);
            if (said == text) return;
            Assert.False(ended, said);
            await changed.WaitAsync(Guard);
        }
    }

    public ValueTask DisposeAsync() => Runner.DisposeAsync();

    private Task<IPAddress[]> Resolve(Func<string, IPAddress[]>? resolve, string name)
    {
        Resolved.Enqueue(name);
        return resolve is null ? throw new SocketException((int)SocketError.HostNotFound) : Task.FromResult(resolve(name));
    }

    private void Tell(ConversationId to, CallId id, Value result, TimeSpan took)
    {
        Assert.Equal(Given.Id(), to);
        _order.Enqueue(id);
        Source(id).TrySetResult((result, took));
    }

    private TaskCompletionSource<(Value Result, TimeSpan Took)> Source(CallId id) => _told.GetOrAdd(id, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
