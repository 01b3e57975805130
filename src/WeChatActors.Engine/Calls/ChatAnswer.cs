using System.Text;
using System.Text.Json;

namespace WeChatActors.Engine;

/// <summary>Reads what a chat API answers as it comes: a stream of events, or one JSON document from servers that do not stream.</summary>
/// <param name="text">Gets what the model says.</param>
/// <param name="most">The longest event or document, in bytes.</param>
internal sealed class ChatAnswer(StreamedText text, int most)
{
    /// <summary>The longest text that is kept, in bytes of UTF-8; it is cut there.</summary>
    public const int MostText = 64 * 1024;

    private enum Form
    {
        Unknown,
        Events,
        Document,
    }

    private Form _form;
    private EventStream? _events;
    private MemoryStream? _document;
    private int _length;
    private char _half;
    private bool _isDone;

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>Why the model stopped, in the server's word; null when it did not say. <c>length</c> when we cut it.</summary>
    public string? Finish { get; private set; }

    /// <summary>The model's name in the server's words.</summary>
    public string? Model { get; private set; }

    /// <summary>Reads on.</summary>
    /// <returns>Whether more is wanted.</returns>
    public bool Feed(ReadOnlySpan<byte> bytes)
    {
        if (_form == Form.Unknown)
        {
            // Blanks and the mark of UTF-8 may stand before either form.
            bytes = bytes.TrimStart(" \t\r\n\uFEFF"u8);
            if (bytes.IsEmpty) return true;
            _form = bytes[0] is (byte)'{' or (byte)'[' ? Form.Document : Form.Events;
        }
        if (_form == Form.Events)
        {
            if ((_events ??= new EventStream(TakeEvent, most)).Feed(bytes)) return true;
            if (_events.IsTooLong) Error = CallError.TooLarge;
            return false;
        }
        _document ??= new MemoryStream();
        if (_document.Length + bytes.Length > most)
        {
            Error = CallError.TooLarge;
            return false;
        }
        _document.Write(bytes);
        return true;
    }

    /// <summary>Says that nothing more comes, or is wanted.</summary>
    /// <param name="isWhole">Whether the connection showed that the answer ends here.</param>
    public void End(bool isWhole)
    {
        if (Error is null && !_isDone && Finish is null)
        {
            _events?.End();
            if (_document is not null) TakeJson(_document.GetBuffer().AsSpan(0, (int)_document.Length));
        }
        if (_half != default)
        {
            _half = default;
            Add("\uFFFD");
        }
        // A connection that breaks within an event leaves half of its JSON.
        if (Error == CallError.BadJson && !isWhole) Error = CallError.Broken;
        if (Error is not null) return;
        if (_isDone || Finish is not null) Error = _length == 0 ? CallError.Empty : null;
        else if (_form == Form.Document) Error = CallError.BadJson;
        else if (!isWhole) Error = CallError.Broken;
        // Something that is no event stream, such as a page of HTML.
        else if (_length == 0) Error = Model is null ? CallError.BadJson : CallError.Empty;
    }

    /// <summary>Notes that the answer broke off, which does not matter when it was complete.</summary>
    public void Break(string error)
    {
        if (_isDone || Finish is not null) End(isWhole: true);
        else Error ??= error;
    }

    private bool TakeEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        data = data.Trim(" \t\r\n"u8);
        if (data.SequenceEqual("[DONE]"u8)) _isDone = true;
        else if (name.SequenceEqual("error"u8)) Error = CallError.Model;
        else if (!data.IsEmpty) TakeJson(data);
        return !_isDone && Error is null && Finish is null;
    }

    private void TakeJson(ReadOnlySpan<byte> json)
    {
        try
        {
            // By way of a string, in which bytes that are no UTF-8 are replaced.
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(json));
            Take(document.RootElement);
        }
        catch (JsonException)
        {
            Error = CallError.BadJson;
        }
    }

    private void Take(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Error = CallError.BadJson;
            return;
        }
        if (root.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null)
        {
            Error = CallError.Model;
            return;
        }
        if (TextOf(root, "model") is { } model) Model = model.Length > 200 ? null : model;
        if (!root.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0) return;
        var choice = choices[0];
        if (choice.ValueKind != JsonValueKind.Object) return;
        if (choice.TryGetProperty("delta", out var said) || choice.TryGetProperty("message", out said)) TakeContent(said);
        // When it was cut here, that is why.
        if (Finish is null && TextOf(choice, "finish_reason") is { Length: > 0 and <= 50 } finish) Finish = finish;
        // A document is complete with its one choice, whether or not it says why it ends.
        if (_form == Form.Document) _isDone = true;
    }

    private void TakeContent(JsonElement said)
    {
        if (said.ValueKind != JsonValueKind.Object || !said.TryGetProperty("content", out var content)) return;
        if (content.ValueKind == JsonValueKind.String)
        {
            Add(LooseJson.Text(content));
            return;
        }
        if (content.ValueKind != JsonValueKind.Array) return;
        foreach (var part in content.EnumerateArray())
            if (part.ValueKind == JsonValueKind.Object && TextOf(part, "text") is { } words) Add(words);
    }

    private static string? TextOf(JsonElement of, string name) =>
        of.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? LooseJson.Text(text) : null;

    // A pair may come in two pieces; what is no pair is replaced.
    private void Add(string said)
    {
        if (said.Length == 0) return;
        if (_half != default)
        {
            said = _half + said;
            _half = default;
        }
        if (char.IsHighSurrogate(said[^1]))
        {
            _half = said[^1];
            said = said[..^1];
        }
        var (room, fits) = (MostText - _length, 0);
        var whole = new StringBuilder(said.Length);
        foreach (var rune in said.EnumerateRunes())
        {
            if (fits + rune.Utf8SequenceLength > room)
            {
                (Finish, _half) = ("length", default);
                break;
            }
            fits += rune.Utf8SequenceLength;
            whole.Append(rune);
        }
        _length += fits;
        text.Append(whole.ToString());
    }
}
