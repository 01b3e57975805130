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
    public static bool TryRead(ReadOnlySpan<byte> body, out ReplyElements reply, [NotNullWhen(false)] out Sentence? fault)
    {
        var reader = new LeafReader(body);
        try
        {
            if (!reader.Read())
            {
                var (line, column) = BodyExcerpt.Place(body, reader.FaultAt);
                reply = default;
                fault = new Sentence(
                    $"The answer is no reply XML (line {line}, column {column}): {reader.Detail}",
                    $"应答不是合法的回复 XML（第 {line} 行第 {column} 列）：{InChinese(reader.Fault)}（{reader.Detail.TrimEnd('.')}）。");
                return false;
            }
            reply = new ReplyElements(reader.TakeFields(), reader.Owners.ToArray());
            fault = FindBlankTag(body)
                ?? (reader.Warnings.HasFlag(PacketWarnings.MixedContent) ? MixedContent : null)
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
    public Sentence? Require(string path, out string value)
    {
        if (Text(path) is { } found)
        {
            value = found;
            return found.Length > 0 ? null : new Sentence($"{path} is empty.", $"{path} 为空。");
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

    private static readonly Sentence MixedContent = new(
        "Text stands beside elements; put texts into CDATA, or a '<' in them begins an element.", "文本与元素并列；请把文本放进 CDATA，否则其中的 '<' 会被当作元素的开头。");

    /// <summary>What is wrong with the XML, in few words; the reader's own English detail follows it.</summary>
    private static string InChinese(PacketFault fault) => fault switch
    {
        PacketFault.Empty => "没有内容",
        PacketFault.NotXml => "不以元素开头",
        PacketFault.UnexpectedEnd => "没有写完",
        PacketFault.InvalidUtf8 => "不是 UTF-8",
        PacketFault.IllegalCharacter => "含有 XML 不允许的字符",
        PacketFault.UnsupportedEncoding => "编码不是 UTF-8",
        PacketFault.UnsupportedVersion => "XML 版本不受支持",
        PacketFault.DocumentType => "含有 DTD",
        PacketFault.TooDeep => "嵌套过深",
        PacketFault.TooManyElements => "元素过多",
        PacketFault.TooManyAttributes => "属性过多",
        PacketFault.NameTooLong => "元素名过长",
        PacketFault.WrongRoot => "根元素必须是小写的 xml",
        _ => "XML 格式错误",
    };

    private Sentence Missing(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        foreach (var leaf in _leaves)
            if (leaf.Path.AsSpan(leaf.Path.LastIndexOf('/') + 1).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return new Sentence(
                    $"{path} is missing; there is {BodyExcerpt.Quote(leaf.Path)}, but names and places must be exact.",
                    $"缺少 {path}；有 {BodyExcerpt.Quote(leaf.Path)}，但名称大小写和层级须完全一致。");
            }
        return new Sentence($"{path} is missing.", $"缺少 {path}。");
    }

    private Sentence? FindRepeated()
    {
        for (var i = 1; i < _leaves.Length; i++)
            for (var j = i - 1; j >= 0; j--)
                if (_owners[i] == _owners[j] && _leaves[i].Path == _leaves[j].Path && _leaves[i].Path != "Articles/item")
                    return new Sentence($"{_leaves[i].Path} comes twice.", $"{_leaves[i].Path} 出现了两次。");
        return null;
    }

    /// <summary>A tag with more in it than its name. The document is known to be well-formed.</summary>
    private static Sentence? FindBlankTag(ReadOnlySpan<byte> body)
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
                if (tag.IndexOfAny(" \t\r\n"u8) >= 0)
                {
                    return new Sentence(
                        $"The tag {BodyExcerpt.Quote(tag)} holds a blank; a tag holds its name and nothing else.", $"标签 {BodyExcerpt.Quote(tag)} 中有空白；标签里只能有名称。");
                }
            }
            body = body[(end + 1)..];
        }
        return null;
    }
}
