using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Replay;

/// <summary>An answer taken apart, so that the order of its elements, blanks between them and CDATA do not count. Immutable.</summary>
internal sealed class ReadAnswer
{
    private const string Item = "Articles/item/";

    private ReadAnswer(string? raw, long? createTime, ImmutableArray<PacketField> parts) => (Raw, CreateTime, Parts) = (raw, createTime, parts);

    /// <summary>An answer that shows nothing: <c>success</c> or an empty body.</summary>
    public static ReadAnswer Nothing { get; } = new(null, null, []);

    /// <summary>Whether the follower sees nothing of it.</summary>
    public bool SaysNothing => Raw is null && Parts.IsEmpty;

    /// <summary>The body as it is when it is no XML; null for a reply.</summary>
    public string? Raw { get; }

    /// <summary>Its CreateTime in seconds since 1970; null without.</summary>
    public long? CreateTime { get; }

    /// <summary>Its elements but who, to whom and when, by path; those that are empty are left out, as WeChat means the same by both. Items of a list are numbered:
    /// <c>Articles/2/Title</c>.</summary>
    public ImmutableArray<PacketField> Parts { get; }

    /// <summary>The MsgType; empty when there is none.</summary>
    public string Kind => Part("MsgType") ?? "";

    /// <summary>Reads a body. Never throws.</summary>
    public static ReadAnswer Of(ReadOnlySpan<byte> body)
    {
        if (IsNothing(body)) return Nothing;
        var reader = new LeafReader(body);
        try
        {
            if (!reader.Read()) return new(Encoding.UTF8.GetString(body), null, []);
            return Of(reader.TakeFields(), reader.Owners);
        }
        finally
        {
            reader.Return();
        }
    }

    /// <summary>Reads a body. Never throws.</summary>
    public static ReadAnswer Of(string body) => Of(Encoding.UTF8.GetBytes(body));

    /// <summary>Whether a body shows nothing.</summary>
    public static bool IsNothing(ReadOnlySpan<byte> body) => body.IsEmpty || body.SequenceEqual("success"u8);

    /// <summary>The value at a path; null when there is none.</summary>
    public string? Part(string path)
    {
        foreach (var part in Parts)
            if (part.Path == path) return part.Value;
        return null;
    }

    /// <summary>The same answer with another text in the place of one.</summary>
    public ReadAnswer Replace(string text, string by) =>
        text.Length == 0 || text == by ? this
        : new(Raw?.Replace(text, by, StringComparison.Ordinal), CreateTime, [.. Parts.Select(part => part with { Value = part.Value.Replace(text, by, StringComparison.Ordinal) })]);

    /// <summary>As a person reads it: the text alone, of other kinds the kind and a line for each element; null when nothing is said.</summary>
    public string? ForReading()
    {
        if (SaysNothing) return null;
        if (Raw is not null) return Raw;
        if (Kind == "text" && Parts.Length == 2 && Part("Content") is { } content) return content;
        var lines = new StringBuilder("[").Append(Kind).Append(']');
        foreach (var part in Parts)
            if (part.Path != "MsgType") lines.Append('\n').Append(part.Path).Append(": ").Append(part.Value);
        return lines.ToString();
    }

    private static ReadAnswer Of(PacketField[] fields, ReadOnlySpan<int> owners)
    {
        var parts = new List<PacketField>(fields.Length);
        long? createTime = null;
        var (item, owner) = (0, -1);
        for (var i = 0; i < fields.Length; i++)
        {
            var (path, value) = fields[i];
            switch (path)
            {
                case "ToUserName" or "FromUserName": continue;
                case "CreateTime":
                    if (Utf8Parser.TryParse(Encoding.UTF8.GetBytes(value), out long seconds, out var length) && length == value.Length) createTime = seconds;
                    continue;
            }

            if (path.StartsWith(Item, StringComparison.Ordinal))
            {
                if (owners[i] != owner) (item, owner) = (item + 1, owners[i]);
                path = $"Articles/{item}/{path.AsSpan(Item.Length)}";
            }

            if (value.Length > 0) parts.Add(new(path, value));
        }

        // A reply without anything in it still is one, and no silence.
        if (parts.Count == 0) return new("<xml/>", createTime, []);
        return new(null, createTime, [.. parts.OrderBy(part => part.Path, StringComparer.Ordinal)]);
    }
}
