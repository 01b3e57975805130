using System.Collections.Concurrent;

namespace WeChatActors.EndToEnd.SlowAnswers;

/// <summary>A system that rules call, whose answer to each path comes when the test says.</summary>
internal sealed class SlowSystem : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Gate> _gates = new();
    private readonly RawServer _server;

    private sealed class Gate
    {
        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SemaphoreSlim Asked { get; } = new(0);
    }

    public SlowSystem() => _server = new RawServer(async connection =>
    {
        var request = await connection.ReadRequest();
        var gate = Of(request.Path[1..]);
        gate.Asked.Release();
        await gate.Open.Task;
        await connection.Answer("""{"state":"已发货"}""", headers: "Content-Type: application/json\r\n");
    });

    /// <summary>Its host and port.</summary>
    public string Authority => _server.Root.Authority;

    /// <summary>Waits until it was asked once more for a path.</summary>
    public async Task Asked(string path) => Assert.True(await Of(path).Asked.WaitAsync(Patience), $"Nobody asked for {path}.");

    /// <summary>Whether it was asked for a path more often than was waited for.</summary>
    public bool WasAskedMore(string path) => Of(path).Asked.CurrentCount > 0;

    /// <summary>Lets it answer all requests for a path, from now on at once.</summary>
    public void Answer(string path) => Of(path).Open.TrySetResult();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Gate Of(string path) => _gates.GetOrAdd(path, _ => new Gate());
}
