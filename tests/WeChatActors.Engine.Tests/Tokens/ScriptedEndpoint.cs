using System.Threading.Channels;

namespace WeChatActors.Engine.Tests;

/// <summary>Where tokens come from when a test says what is answered, and when.</summary>
internal sealed class ScriptedEndpoint : ITokenEndpoint
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>();
    private readonly Channel<Trial> _trials = Channel.CreateUnbounded<Trial>();
    private int _asked;
    private volatile TokenAnswer? _atOnce;

    /// <summary>What the platform does.</summary>
    public TokenManner Manner { get; init; } = TokenManner.Stable;

    /// <summary>What is answered from now on without waiting for the test; null for nothing.</summary>
    public TokenAnswer? AtOnce
    {
        get => _atOnce;
        set => _atOnce = value;
    }

    /// <summary>Requests so far.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public TokenManner MannerOf(TokenId id) => Manner;

    public async ValueTask<TokenAnswer> Ask(TokenId id, bool force, int attempt, CancellationToken ct)
    {
        Interlocked.Increment(ref _asked);
        if (AtOnce is { } answer) return answer;
        var request = new Request(id, force, attempt, ct);
        await _requests.Writer.WriteAsync(request, CancellationToken.None);
        return await request.Answered.Task.WaitAsync(ct);
    }

    public async ValueTask<TokenProbe> Probe(TokenId id, string value, int attempt, CancellationToken ct)
    {
        var trial = new Trial(value);
        await _trials.Writer.WriteAsync(trial, CancellationToken.None);
        return await trial.Proved.Task.WaitAsync(ct);
    }

    /// <summary>The next request, when it comes.</summary>
    public Task<Request> Next() => _requests.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>The next trial of a token, when it comes.</summary>
    public Task<Trial> NextTrial() => _trials.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    internal sealed record Request(TokenId Id, bool Force, int Attempt, CancellationToken Ending)
    {
        public TaskCompletionSource<TokenAnswer> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Give(string value, double seconds = 7200) => Answered.SetResult(new TokenAnswer.Given(value, TimeSpan.FromSeconds(seconds)));

        public void Refuse(int errcode) => Answered.SetResult(new TokenAnswer.Error(errcode, ""));

        public void Fail(Exception error) => Answered.SetException(error);
    }

    internal sealed record Trial(string Value)
    {
        public TaskCompletionSource<TokenProbe> Proved { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
