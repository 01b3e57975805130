using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace WeChatActors.Simulator;

/// <summary>The feed as server-sent events: one JSON object each. A reader that falls behind loses what it has not read and gets
/// <c>{"kind":"resync"}</c> instead: it has to ask for the state again.</summary>
/// <param name="platform">Whose feed.</param>
/// <param name="stopping">Ends all streams.</param>
internal sealed class FeedApi(Platform platform, CancellationToken stopping)
{
    /// <summary>How many events wait for a reader.</summary>
    public const int Capacity = 256;

    // Comments keep a stream alive through whatever stands between, and find out when the reader has gone.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly FeedEvent Resync = new("resync", null, null, null);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/simulator/feed", Stream);

    private async Task Stream(HttpContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var reader = new FeedReader(Capacity);
        platform.Feed.Published += reader.Note;
        try
        {
            await context.Response.WriteAsync("retry: 1000\n\n", end.Token);
            for (Task? arrival = null; ;)
            {
                await context.Response.Body.FlushAsync(end.Token);
                arrival ??= reader.Arrival(end.Token);
                try
                {
                    await arrival.WaitAsync(Heartbeat, platform.Clock.Wall, end.Token);
                    arrival = null;
                }
                catch (TimeoutException)
                {
                    await context.Response.WriteAsync(":\n\n", end.Token);
                }
                while (reader.Next() is { } happened) await Write(context, happened, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page has gone or the simulator stops; either way there is nobody to tell.
        }
        finally
        {
            platform.Feed.Published -= reader.Note;
        }
    }

    private static async Task Write(HttpContext context, FeedEvent happened, CancellationToken end)
    {
        await context.Response.WriteAsync("data: ", end);
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(happened, ControlJson.Options), end);
        await context.Response.WriteAsync("\n\n", end);
    }

    /// <summary>What one reader has not read yet.</summary>
    /// <param name="capacity">How many events it keeps.</param>
    internal sealed class FeedReader(int capacity)
    {
        private readonly Channel<FeedEvent> _waiting = Channel.CreateBounded<FeedEvent>(new BoundedChannelOptions(capacity) { SingleReader = true });
        private int _lost;

        /// <summary>Hears of an event; never waits.</summary>
        public void Note(FeedEvent happened)
        {
            if (!_waiting.Writer.TryWrite(happened)) Volatile.Write(ref _lost, 1);
        }

        /// <summary>Completes when there is something to read.</summary>
        public Task Arrival(CancellationToken ct) => _waiting.Reader.WaitToReadAsync(ct).AsTask();

        /// <summary>The next event; null for none now. After a loss everything that waits is dropped for one <c>resync</c>.</summary>
        public FeedEvent? Next()
        {
            if (Interlocked.Exchange(ref _lost, 0) == 0) return _waiting.Reader.TryRead(out var happened) ? happened : null;
            while (_waiting.Reader.TryRead(out _)) { }
            return Resync;
        }
    }
}
