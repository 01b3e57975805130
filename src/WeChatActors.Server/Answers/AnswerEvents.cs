using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Writes an answer as server-sent events, each flushed at once: <c>state</c>, <c>text</c> (more of it), <c>clear</c>, <c>answer</c> (the whole,
/// in the place of what came before) and <c>end</c>.</summary>
/// <param name="response">The response.</param>
/// <param name="gone">Set when the reader has gone away.</param>
internal sealed class AnswerEvents(HttpResponse response, CancellationToken gone)
{
    // Chinese as it is; what means something in HTML is escaped all the same, should anybody take the events for a page.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly ArrayBufferWriter<byte> _event = new(256);

    /// <summary>Sends the head. A reader that loses the connection comes back after two seconds.</summary>
    public Task Begin()
    {
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers["X-Accel-Buffering"] = "no";
        return Send("retry: 2000\n\n"u8);
    }

    /// <summary>Says that it is still there.</summary>
    public Task Beat() => Send(":\n\n"u8);

    /// <summary>Says how it stands.</summary>
    public Task State(AnswerWords words) => Send("state", words);

    /// <summary>Gives more of the text.</summary>
    public Task Text(string more) => Send("text"u8, json => json.WriteString("text"u8, more));

    /// <summary>Takes back the text so far: it begins anew.</summary>
    public Task Clear() => Send("clear"u8, static _ => { });

    /// <summary>Gives the whole answer.</summary>
    public Task Answer(string text, ImmutableArray<Article> links) => Send("answer"u8, json =>
    {
        json.WriteString("text"u8, text);
        json.WriteStartArray("links"u8);
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("title"u8, link.Title);
            json.WriteString("url"u8, link.Url);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    /// <summary>Says that nothing more comes.</summary>
    public Task End(AnswerWords words) => Send("end", words);

    private Task Send(string name, AnswerWords words) => Send(System.Text.Encoding.ASCII.GetBytes(name), json =>
    {
        json.WriteString("zh"u8, words.Chinese);
        json.WriteString("en"u8, words.English);
    });

    private Task Send(ReadOnlySpan<byte> name, Action<Utf8JsonWriter> members)
    {
        _event.ResetWrittenCount();
        _event.Write("event: "u8);
        _event.Write(name);
        _event.Write("\ndata: "u8);
        using (var json = new Utf8JsonWriter(_event, Json))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        _event.Write("\n\n"u8);
        return Send(_event.WrittenSpan);
    }

    private async Task Flush() => await response.BodyWriter.FlushAsync(gone);

    private Task Send(ReadOnlySpan<byte> bytes)
    {
        gone.ThrowIfCancellationRequested();
        response.BodyWriter.Write(bytes);
        return Flush();
    }
}
