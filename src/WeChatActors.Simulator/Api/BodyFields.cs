using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WeChatActors.Simulator;

/// <summary>Reads the members of a JSON body and keeps the first thing that is wrong: a handler reads all it needs, then looks once at
/// <see cref="Refusal"/>. After a refusal every reading gives an empty value.</summary>
internal sealed class BodyFields
{
    private readonly JsonElement _element;
    private readonly string _place; // "text." for the members of "text"; empty at the top
    private readonly Verdict _verdict;

    private BodyFields(JsonElement element, string place, Verdict verdict) => (_element, _place, _verdict) = (element, place, verdict);

    /// <summary>The members of a request's body.</summary>
    public static BodyFields Of(ApiRequest request) => Of(request.Json);

    /// <summary>The members of an object.</summary>
    public static BodyFields Of(JsonElement element) => new(element, "", new Verdict());

    /// <summary>The first thing that is wrong; null while all is well.</summary>
    public ApiAnswer? Refusal => _verdict.Answer;

    /// <summary>The names of the members, in order.</summary>
    public IEnumerable<string> Names => _element.ValueKind == JsonValueKind.Object ? _element.EnumerateObject().Select(member => member.Name) : [];

    /// <summary>Whether a member is there and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Whether a member is a text without characters.</summary>
    public bool IsEmptyText(string name) => Find(name) is { ValueKind: JsonValueKind.String } value && value.GetString()!.Length == 0;

    /// <summary>Keeps a refusal; a later one counts for nothing.</summary>
    public void Refuse(int code, string detail) => _verdict.Answer ??= ApiAnswer.Fail(code, detail);

    /// <summary>Keeps a refusal that names a member: "'text.content' is missing."</summary>
    public void Refuse(int code, string name, string what) => Refuse(code, $"'{_place}{name}' {what}.");

    /// <summary>Refuses members of any other name with 40035. WeChat itself passes over most of them; here they are refused because they
    /// are mostly typing errors.</summary>
    public BodyFields Only(params ReadOnlySpan<string> known)
    {
        foreach (var name in Names)
            if (!known.Contains(name))
                Refuse(40035, name, $"is not a field here; known are {string.Join(", ", known.ToArray())}");
        return this;
    }

    /// <summary>A text that has to be there and not empty.</summary>
    /// <param name="name">The member.</param>
    /// <param name="missing">The errcode otherwise.</param>
    public string Text(string name, int missing)
    {
        if (Optional(name) is { Length: > 0 } text) return text;
        Refuse(missing, name, Has(name) ? "is empty" : "is missing");
        return "";
    }

    /// <summary>A text, or null. Something that is no text is 47001.</summary>
    public string? Optional(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        Refuse(47001, name, "is not a string");
        return null;
    }

    /// <summary>A text of at most so many bytes in UTF-8; null when it is not there.</summary>
    public string? Optional(string name, int bytes, int tooLong)
    {
        var text = Optional(name);
        if (text is not null && Encoding.UTF8.GetByteCount(text) is var count && count > bytes)
            Refuse(tooLong, name, $"has {count.ToString("N0", CultureInfo.InvariantCulture)} bytes, limit {bytes.ToString("N0", CultureInfo.InvariantCulture)}");
        return text;
    }

    /// <summary>A whole number, or null. Something else is 47001.</summary>
    public long? Number(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)) return number;
        Refuse(47001, name, "is not a whole number");
        return null;
    }

    /// <summary>A whole number, also one that is written as a text; or null. Something else is 47001.</summary>
    public long? Digits(string name)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.String } value) return Number(name);
        if (long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        Refuse(47001, name, "does not consist of digits");
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public long Within(string name, long least, long most, int code, long? @default = null)
    {
        var number = Number(name) ?? @default;
        if (number is { } value && value >= least && value <= most) return value;
        Refuse(code, name, number is null ? "is missing" : $"is {number}, not from {least} to {most}");
        return least;
    }

    /// <summary>A truth value, also one that is written as 0 or 1; false when it is not there.</summary>
    public bool Flag(string name)
    {
        if (Find(name) is not { } value) return false;
        switch (value.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False: return value.GetBoolean();
            case JsonValueKind.Number when value.TryGetInt64(out var number) && number is 0 or 1: return value.GetInt64() == 1;
            default:
                Refuse(47001, name, "is neither true nor false");
                return false;
        }
    }

    /// <summary>An object that has to be there. When it is not, its members read as missing.</summary>
    public BodyFields Object(string name, int missing)
    {
        var value = Find(name);
        if (value is null) Refuse(missing, name, "is missing");
        else if (value.Value.ValueKind != JsonValueKind.Object) Refuse(47001, name, "is not an object");
        return new BodyFields(value ?? default, $"{_place}{name}.", _verdict);
    }

    /// <summary>The objects of an array; empty when it is not there.</summary>
    public IReadOnlyList<BodyFields> Objects(string name)
    {
        var items = new List<BodyFields>();
        foreach (var item in Items(name))
        {
            var place = $"{_place}{name}[{items.Count}]";
            if (item.ValueKind != JsonValueKind.Object) Refuse(47001, $"'{place}' is not an object.");
            items.Add(new BodyFields(item, place + ".", _verdict));
        }
        return items;
    }

    /// <summary>The texts of an array; empty when it is not there.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var items = new List<string>();
        foreach (var item in Items(name))
        {
            if (item.ValueKind != JsonValueKind.String) Refuse(47001, $"'{_place}{name}[{items.Count}]' is not a string.");
            items.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : "");
        }
        return items;
    }

    private JsonElement.ArrayEnumerator Items(string name)
    {
        if (Find(name) is not { } value) return default;
        if (value.ValueKind == JsonValueKind.Array) return value.EnumerateArray();
        Refuse(47001, name, "is not a list");
        return default;
    }

    private JsonElement? Find(string name) =>
        _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private sealed class Verdict
    {
        public ApiAnswer? Answer { get; set; }
    }
}
