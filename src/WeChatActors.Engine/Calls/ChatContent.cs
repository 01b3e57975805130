using System.Buffers;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>The question to a model as JSON, which is written when it is sent and then forgotten: histories are long, and thousands may wait.</summary>
internal sealed class ChatContent : HttpContent
{
    private readonly ModelOptions _model;
    private readonly LlmOrder _order;
    private readonly ImmutableArray<Exchange> _history;
    private int? _length;

    public ChatContent(ModelOptions model, LlmOrder order, ImmutableArray<Exchange> history)
    {
        (_model, _order, _history) = (model, order, history);
        Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(buffer);
        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        if (_length is null)
        {
            var buffer = new ArrayBufferWriter<byte>();
            Write(buffer);
            _length = buffer.WrittenCount;
        }
        length = _length.Value;
        return true;
    }

    private void Write(IBufferWriter<byte> to)
    {
        using var json = new Utf8JsonWriter(to, PlatformJson.Writing);
        json.WriteStartObject();
        json.WriteString("model", _model.Model);
        json.WriteStartArray("messages");
        if (_order.System is { Length: > 0 } system) Message(json, "system", system);
        for (var i = Math.Max(0, _history.Length - _order.History); i < _history.Length; i++)
        {
            Message(json, "user", _history[i].Question);
            Message(json, "assistant", _history[i].Answer);
        }
        Message(json, "user", _order.Prompt);
        json.WriteEndArray();
        json.WriteBoolean("stream", true);
        if (_model.MaxTokens is { } tokens) json.WriteNumber("max_tokens", tokens);
        if (_model.Temperature is { } temperature) json.WriteNumber("temperature", temperature);
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, string role, string content)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", content);
        json.WriteEndObject();
    }
}
