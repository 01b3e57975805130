using System.Collections.Concurrent;
using System.Text;

namespace WeChatActors.Testing;

/// <summary>What is done with one request. The connection stays open for the next one unless the answer closes it.</summary>
public delegate Task ScriptedAnswer(RawConnection connection, RawRequest request);

/// <summary>A platform that answers each path as a test says, on connections that are kept, and remembers what it was asked. Never
/// anything but this machine. A path that the script does not name gets errcode 404 with status 404.</summary>
public sealed class ScriptedPlatform : IAsyncDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, ScriptedAnswer> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ScriptedAnswer> _early = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly List<RawRequest> _calls = [];
    private readonly List<(Func<bool> Reached, TaskCompletionSource Signal)> _waiting = [];
    private readonly RawServer _server;

    public ScriptedPlatform() => _server = new RawServer(Serve);

    /// <summary>Its address without path, for <c>api:</c> of an account.</summary>
    public Uri Api => _server.Root;

    /// <summary>How many connections were made to it.</summary>
    public int Connections => _server.Connections;

    /// <summary>All requests so far, in the order in which they were read to their end.</summary>
    public IReadOnlyList<RawRequest> Calls
    {
        get { lock (_gate) return [.. _calls]; }
    }

    /// <summary>The requests to a path.</summary>
    public IReadOnlyList<RawRequest> CallsOf(string path) => [.. Calls.Where(call => call.Path == path)];

    /// <summary>Answers requests to a path in turn; the last answer also all further ones. Replaces what was said of the path before.</summary>
    public ScriptedPlatform On(string path, params ScriptedAnswer[] answers)
    {
        var next = -1;
        _answers[path] = (connection, request) => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)](connection, request);
        return this;
    }

    /// <summary>Answers requests to a path in turn with JSON.</summary>
    public ScriptedPlatform On(string path, params string[] json) => On(path, [.. json.Select(text => Json(text))]);

    /// <summary>Answers requests to a path before their body is read, which is not read at all then. The request has only a head.</summary>
    public ScriptedPlatform OnHead(string path, ScriptedAnswer answer)
    {
        _early[path] = answer;
        return this;
    }

    /// <summary>Waits until a path was asked so often.</summary>
    public Task Asked(string path, int times = 1)
    {
        lock (_gate)
        {
            var reached = () => _calls.Count(call => call.Path == path) >= times;
            if (reached()) return Task.CompletedTask;
            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((reached, signal));
            return signal.Task.WaitAsync(Guard);
        }
    }

    /// <summary>Waits until the other side has ended every connection.</summary>
    public Task AllEnded() => _server.AllEnded();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>JSON with the content type that WeChat sends most.</summary>
    public static ScriptedAnswer Json(string json, int status = 200) => Of(json, "application/json; encoding=utf-8", status);

    /// <summary>A text of some content type.</summary>
    public static ScriptedAnswer Of(string text, string type, int status = 200) => Of(Encoding.UTF8.GetBytes(text), type, status);

    /// <summary>Bytes of some content type, with other headers, each ended by CR LF.</summary>
    public static ScriptedAnswer Of(byte[] bytes, string type, int status = 200, string headers = "") =>
        (connection, _) => connection.Answer(bytes, status, $"Content-Type: {type}\r\n{headers}");

    /// <summary>Exactly these bytes, head and all; then the connection is closed.</summary>
    public static ScriptedAnswer Raw(string answer) => async (connection, _) =>
    {
        await connection.Send(answer);
        connection.Dispose();
    };

    /// <summary>The connection is reset without an answer.</summary>
    public static ScriptedAnswer Reset() => (connection, _) =>
    {
        connection.Reset();
        return Task.CompletedTask;
    };

    /// <summary>What is given is sent, which may be nothing, and then nothing more until the other side ends the connection.</summary>
    public static ScriptedAnswer Silent(string begun = "") => async (connection, _) =>
    {
        await connection.Send(begun);
        await connection.UntilEnded();
    };

    /// <summary>A head, and then the same bytes again and again until the other side ends the connection.</summary>
    public static ScriptedAnswer Endless(string begun, string again) => async (connection, _) =>
    {
        await connection.Send(begun);
        var bytes = Encoding.UTF8.GetBytes(again);
        while (true) await connection.Send(bytes);
    };

    /// <summary>Another answer, but not before a signal.</summary>
    public static ScriptedAnswer After(Task signal, ScriptedAnswer answer) => async (connection, request) =>
    {
        await signal;
        await answer(connection, request);
    };

    private async Task Serve(RawConnection connection)
    {
        while (true)
        {
            var head = await connection.ReadHead();
            var request = new RawRequest(head, [], 0, "");
            if (_early.TryGetValue(request.Path, out var early))
            {
                Note(request);
                await early(connection, request);
                return;
            }
            request = await connection.ReadBody(head);
            Note(request);
            await (_answers.GetValueOrDefault(request.Path) ?? Json("""{"errcode":404,"errmsg":"not in the script"}""", 404))(connection, request);
        }
    }

    private void Note(RawRequest request)
    {
        lock (_gate)
        {
            _calls.Add(request);
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (!_waiting[i].Reached()) continue;
                _waiting[i].Signal.SetResult();
                _waiting.RemoveAt(i);
            }
        }
    }
}
