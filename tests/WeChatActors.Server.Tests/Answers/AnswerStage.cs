using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server.Tests.Answers;

/// <summary>A reader of an answer, and a conversation that the test plays.</summary>
internal sealed class AnswerStage : IAnswerSource, IAsyncDisposable
{
    public static readonly ConversationId Ann = new("plain", new OpenId("oAnn"));

    private readonly Lines _written = new();
    private readonly CancellationTokenSource _gone = new();
    private Task _running = Task.CompletedTask;

    public static AnswerStage Make() => new();

    public VirtualTime Time { get; } = new();

    public Conversation State { get; set; } = Conversation.New with { Version = 1 };

    public StreamedText? Text { get; set; }

    public PassiveReply? Given { get; set; }

    public Exception? LoadThrows { get; set; }

    /// <summary>Answers that the page says it showed.</summary>
    public List<long> ShownNow { get; } = [];

    public Task Running => _running;

    /// <summary>Begins to read the answer to the question of a line.</summary>
    public void Open(long seq = 7)
    {
        var context = new DefaultHttpContext();
        context.Response.Body = _written;
        var events = new AnswerEvents(context.Response, _gone.Token);
        _running = new AnswerStream(this, events, new AnswerLink(Ann, seq, DateTimeOffset.MaxValue), Time, _gone.Token).Run();
    }

    public Task Leave() => _gone.CancelAsync();

    /// <summary>The next event, its name and data, however long it takes by the clock of the stage.</summary>
    /// <param name="beats">Whether a heartbeat counts; its name is empty.</param>
    public async Task<(string Name, JsonElement Data)> Next(bool beats = false)
    {
        while (true)
        {
            var line = await Line();
            if (line == ":" && beats) return ("", default);
            if (!line.StartsWith("event: ", StringComparison.Ordinal)) continue;
            var data = await Line();
            Assert.StartsWith("data: ", data, StringComparison.Ordinal);
            return (line["event: ".Length..], JsonDocument.Parse(data["data: ".Length..]).RootElement);
        }
    }

    public async Task<string> NextOf(string name)
    {
        var (found, data) = await Next();
        Assert.Equal(name, found);
        return name is "text" or "answer" ? data.GetProperty("text").GetString()! : name == "clear" ? "" : data.GetProperty("zh").GetString()!;
    }

    public ValueTask<Conversation> Load(ConversationId id) => LoadThrows is null ? new(State) : throw LoadThrows;

    public StreamedText? Stream(ConversationId id, long seq) => Text;

    public ValueTask<PassiveReply?> FindGiven(ConversationId id, long seq) => new(Given);

    public ValueTask Shown(ConversationId id, long seq)
    {
        ShownNow.Add(seq);
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // It was still reading.
        }
        _gone.Dispose();
        await _written.DisposeAsync();
    }

    // Whoever shows waits for the clock only when all is written that there is, so moving it whenever somebody waits skips nothing.
    private async Task<string> Line()
    {
        while (true)
        {
            if (_written.TryTake(out var line)) return line;
            await Task.WhenAny(_running, Time.WhenArmed(1));
            if (_written.TryTake(out line)) return line;
            Assert.False(_running.IsCompleted, "Nothing more comes.");
            Time.Advance(AnswerStream.Poll);
        }
    }

    /// <summary>What was written, line by line.</summary>
    private sealed class Lines : MemoryStream
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public bool TryTake(out string line) => _lines.TryDequeue(out line!);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            foreach (var line in Encoding.UTF8.GetString(buffer.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries)) _lines.Enqueue(line);
            return default;
        }
    }
}
