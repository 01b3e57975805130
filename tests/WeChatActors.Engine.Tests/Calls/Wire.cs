using System.Net;
using System.Text;

namespace WeChatActors.Engine.Tests.Calls;

/// <summary>Stands in for connections: requests wait until the test answers one, or fail in a way.</summary>
internal sealed class Wire(Exception? failure = null) : HttpMessageHandler
{
    private readonly SemaphoreSlim _sent = new(0), _cancelled = new(0);
    private readonly Queue<TaskCompletionSource<HttpResponseMessage>> _waiting = new();
    private int _requests;

    public int Requests => Volatile.Read(ref _requests);

    public Func<bool> Immediate { get; init; } = () => false;

    public HttpMessageInvoker Invoker => new(this, disposeHandler: false);

    public async Task Sent() => Assert.True(await _sent.WaitAsync(TimeSpan.FromSeconds(20)));

    public async Task Cancelled() => Assert.True(await _cancelled.WaitAsync(TimeSpan.FromSeconds(20)));

    /// <summary>A lab on a wire, which may call <c>http://shop.example/</c> and ask <c>default</c>.</summary>
    public static CallLab Lab(Wire wire, CallOptions? options = null)
    {
        options ??= new CallOptions();
        if (options.AllowHosts.IsEmpty) options = options with { AllowHosts = [AllowedHost.Read("shop.example")!] };
        return new(options, new ModelOptions("default", new Uri("http://llm.example/v1"), "m") { Key = new ModelKey(CallLab.Key) }, http: wire.Invoker);
    }

    /// <summary>Answers the oldest request that waits, if one does.</summary>
    public void Answer()
    {
        while (true)
        {
            TaskCompletionSource<HttpResponseMessage>? oldest;
            lock (_waiting)
                if (!_waiting.TryDequeue(out oldest)) return;
            if (oldest.TrySetResult(Response())) return;
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        if (failure is not null) return Task.FromException<HttpResponseMessage>(failure);
        bool immediate;
        lock (_waiting) immediate = Immediate();
        if (immediate) return Task.FromResult(Response());
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellationToken.UnsafeRegister(_ =>
        {
            if (answer.TrySetCanceled(cancellationToken)) _cancelled.Release();
        }, null);
        lock (_waiting) _waiting.Enqueue(answer);
        _sent.Release();
        return answer.Task;
    }

    private static HttpResponseMessage Response() =>
        new(HttpStatusCode.OK) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(FakeModel.Event("好") + FakeModel.Done)) };
}
