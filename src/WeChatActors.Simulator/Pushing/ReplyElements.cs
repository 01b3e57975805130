using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>The elements of a reply, names and places exact. Not lenient: what WeChat's documents do not show is a fault.</summary>
internal readonly struct ReplyElements
{
    private readonly PacketField[] _leaves;
    private readonly int[] _owners;

    private ReplyElements(PacketField[] leaves, int[] owners) => (_leaves, _owners) = (leaves, owners);

    /// <summary>Reads a document.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="reply">Its elements.</param>
    /// <param name="fault">Why it cannot be read, in one sentence.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, out ReplyElements reply, [NotNullWhen(false)] out string? fault)
    {
        var reader = new LeafReader(body);
        try
        {
            if (!reader.Read())
            {
                var (line, column) = BodyExcerpt.Place(body, reader.FaultAt);
                reply = default;
                fault = $"The answer is no reply XML (line {line}, column {column}): {reader.Detail}";
                return false;
            }
            reply = new ReplyElements(reader.TakeFields(), reader.Owners.ToArray());
            fault = FindBlankTag(body)
                ?? (reader.Warnings.HasFlag(PacketWarnings.MixedContent) ? "Text stands beside elements; put texts into CDATA, or a '<' in them begins an element." : null)
                ?? reply.FindRepeated();
            return fault is null;
        }
        finally
        {
            reader.Return();
        }
    }

    /// <summary>The value at a path; null when there is no such element.</summary>
    public string? Text(string path)
    {
        foreach (ref readonly var leaf in _leaves.AsSpan())
            if (leaf.Path == path) return leaf.Value;
        return null;
    }

    /// <summary>Whether anything stands below a path, given with its slash.</summary>
    public bool Holds(string prefix) => Array.Exists(_leaves, leaf => leaf.Path.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The value at a path that must not be missing or empty.</summary>
    /// <returns>The fault in one sentence; null when there is a value.</returns>
    public string? Require(string path, out string value)
    {
        if (Text(path) is { } found)
        {
            value = found;
            return found.Length > 0 ? null : $"{path} is empty.";
        }
        value = "";
        return Missing(path);
    }

    /// <summary>The elements under <c>Articles/item</c>, one dictionary of names and values for each item.</summary>
    public ImmutableArray<Dictionary<string, string>> Items()
    {
        const string item = "Articles/item";
        var items = ImmutableArray.CreateBuilder<Dictionary<string, string>>();
        var owner = -1;
        for (var i = 0; i < _leaves.Length; i++)
        {
            var path = _leaves[i].Path;
            if (path == item)
            {
                items.Add([]);
                owner = -1;
            }
            if (!path.StartsWith(item + "/", StringComparison.Ordinal)) continue;
            if (_owners[i] != owner) items.Add(new Dictionary<string, string>(StringComparer.Ordinal));
            owner = _owners[i];
            items[^1][path[(item.Length + 1)..]] = _leaves[i].Value;
        }
        return items.ToImmutable();
    }

    private string Missing(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        foreach (var leaf in _leaves)
            if (leaf.Path.AsSpan(leaf.Path.LastIndexOf('/') + 1).Equals(name, StringComparison.OrdinalIgnoreCase))
                return $"{path} is missing; there is {BodyExcerpt.Quote(leaf.Path)}, but names and places must be exact.";
        return $"{path} is missing.";
    }

    private string? FindRepeated()
    {
        for (var i = 1; i < _leaves.Length; i++)
            for (var j = i - 1; j >= 0; j--)
                if (_owners[i] == _owners[j] && _leaves[i].Path == _leaves[j].Path && _leaves[i].Path != "Articles/item")
                    return $"{_leaves[i].Path} comes twice.";
        return null;
    }

    /// <summary>A tag with more in it than its name. The document is known to be well-formed.</summary>
    private static string? FindBlankTag(ReadOnlySpan<byte> body)
    {
        while (body.IndexOf((byte)'<') is >= 0 and var start)
        {
            body = body[start..];
            var end = body.StartsWith("<![CDATA["u8) ? body.IndexOf("]]>"u8)
                : body.StartsWith("<!--"u8) ? body.IndexOf("-->"u8)
                : body.StartsWith("<?"u8) ? body.IndexOf("?>"u8)
                : -1;
            if (end < 0)
            {
                end = body.IndexOf((byte)'>');
                var tag = body[..(end + 1)];
                if (tag.IndexOfAny(" \t\r\n"u8) >= 0) return $"The tag {BodyExcerpt.Quote(tag)} holds a blank; a tag holds its name and nothing else.";
            }
            body = body[(end + 1)..];
        }
        return null;
    }
}
