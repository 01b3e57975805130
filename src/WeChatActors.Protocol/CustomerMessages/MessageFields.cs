using System.Text;
using System.Text.Json;

namespace WeChatActors.Protocol;

/// <summary>Takes the members of one object and gathers what is wrong with them.</summary>
/// <param name="json">The object.</param>
/// <param name="path">Where it stands; empty for the message itself.</param>
/// <param name="mistakes">Where mistakes go.</param>
/// <param name="strict">Whether contents are looked at too; otherwise only the form.</param>
internal sealed class MessageFields(JsonElement json, string path, List<MessageMistake> mistakes, bool strict)
{
    private readonly List<string> _known = [];

    public List<MessageMistake> Mistakes => mistakes;

    public bool IsStrict => strict;

    public bool IsObject(string example)
    {
        if (json.ValueKind == JsonValueKind.Object) return true;
        mistakes.Add(new(path, $"{CustomerMessageReader.Describe(json)} stands here; write an object such as {example}."));
        return false;
    }

    public void Mistake(string name, string sentence) => mistakes.Add(new(PathOf(name), sentence));

    /// <summary>A text that must be there; null after a mistake.</summary>
    public string? Text(string name, int minBytes, int maxBytes)
    {
        _known.Add(name);
        if (!json.TryGetProperty(name, out var value))
        {
            Mistake(name, "it is missing; write a text.");
            return null;
        }
        return Read(name, value, minBytes, maxBytes);
    }

    /// <summary>A text that may be missing or null.</summary>
    public string? OptionalWithin(string name, int maxBytes)
    {
        _known.Add(name);
        return json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Read(name, value, strict && maxBytes == MaxName ? 1 : 0, maxBytes) : null;
    }

    public string? Optional(string name) => OptionalWithin(name, CustomerMessageLimits.MaxTextBytes);

    /// <summary>A media id or the path of a local file.</summary>
    public string Media(string name) => Text(name, 1, CustomerMessageLimits.MaxMediaBytes) ?? "";

    public string? MediaIfAny(string name) => OptionalWithin(name, CustomerMessageLimits.MaxMediaBytes);

    /// <summary>An address of the web.</summary>
    public string Url(string name)
    {
        var url = Text(name, 1, CustomerMessageLimits.MaxUrlBytes);
        if (url is { Length: > 0 }) CheckUrl(name, url);
        return url ?? "";
    }

    public string? UrlIfAny(string name)
    {
        var url = OptionalWithin(name, CustomerMessageLimits.MaxUrlBytes);
        if (url is { Length: > 0 }) CheckUrl(name, url);
        return url;
    }

    /// <summary>The items of a list that must have some.</summary>
    public IEnumerable<MessageFields> Items(string name, int most)
    {
        _known.Add(name);
        if (!json.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            Mistake(name, list.ValueKind == JsonValueKind.Undefined ? "it is missing; write a list." : $"{CustomerMessageReader.Describe(list)} stands here; write a list.");
            yield break;
        }
        var length = list.GetArrayLength();
        if (strict && (length == 0 || length > most)) Mistake(name, $"the list has {length} entries; write 1 to {most}.");
        if (strict && length > most) yield break;
        for (var i = 0; i < length; i++) yield return new(list[i], $"{PathOf(name)}[{i}]", mistakes, strict);
    }

    /// <summary>Notes every member that nobody took, and those that stand twice.</summary>
    public void RefuseOthers()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!_known.Contains(member.Name)) Mistake(member.Name, $"it is not known here; there are {string.Join(", ", _known)}.");
            else if (!seen.Add(member.Name)) Mistake(member.Name, "it stands twice; write it once.");
        }
    }

    private const int MaxName = 64;

    private string? Read(string name, JsonElement value, int minBytes, int maxBytes)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Mistake(name, $"{CustomerMessageReader.Describe(value)} stands here; write a text.");
            return null;
        }
        if (value.Text() is not { } text)
        {
            Mistake(name, "half of a surrogate pair stands here; write whole characters.");
            return null;
        }
        if (!strict) return text;
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (minBytes > 0 && string.IsNullOrWhiteSpace(text)) Mistake(name, "it is empty; write a text.");
        else if (bytes > maxBytes) Mistake(name, $"it has {bytes} bytes of UTF-8; write at most {maxBytes}.");
        return text;
    }

    private void CheckUrl(string name, string url)
    {
        if (strict && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            Mistake(name, "it is no address of the web; write one that begins with https:// or http://.");
    }

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
