using System.Text.Json.Nodes;

namespace WeChatActors.Rules;

/// <summary>A key of a map.</summary>
/// <param name="Name">The key.</param>
/// <param name="Shape">What stands there.</param>
/// <param name="English">What it is for, one sentence.</param>
/// <param name="Chinese">The same in Chinese.</param>
internal sealed record KeyShape(string Name, Shape Shape, string English, string Chinese)
{
    /// <summary>Whether the map must have it.</summary>
    public bool IsRequired { get; init; }
}

/// <summary>A map of rule files: the one description of its keys, which its reader and the schema go by.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Keys">Its keys in the order in which sentences list them.</param>
internal sealed record MapShape(string Name, params KeyShape[] Keys)
{
    /// <summary>The names of all keys.</summary>
    public string[] Names { get; } = [.. Keys.Select(key => key.Name)];

    /// <summary>Keys of which exactly one stands there; empty when there are none.</summary>
    public string[][] OneOf { get; init; } = [];

    /// <summary>Keys of which at least one stands there; empty when there are none.</summary>
    public string[] AnyOf { get; init; } = [];

    /// <summary>Keys that stand only beside one of others.</summary>
    public (string Key, string[] Beside)[] Beside { get; init; } = [];

    /// <summary>Whether it has exactly one key.</summary>
    public bool HasOneKey { get; init; }

    /// <summary>Whether keys that are not listed may stand there, too.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The schema of the map.</summary>
    public JsonObject ToJson()
    {
        var properties = new JsonObject();
        foreach (var key in Keys)
        {
            var schema = key.Shape.ToJson();
            schema["description"] = $"{key.English}\n{key.Chinese}";
            properties[key.Name] = schema;
        }

        var map = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (!IsOpen) map["additionalProperties"] = false;
        if (Array.Exists(Keys, key => key.IsRequired)) map["required"] = Texts([.. Keys.Where(key => key.IsRequired).Select(key => key.Name)]);
        if (HasOneKey) (map["minProperties"], map["maxProperties"]) = (1, 1);

        var all = new JsonArray();
        foreach (var keys in OneOf) all.Add(new JsonObject { ["oneOf"] = Required(keys) });
        if (AnyOf.Length > 0) all.Add(new JsonObject { ["anyOf"] = Required(AnyOf) });
        if (all.Count > 0) map["allOf"] = all;
        if (Beside.Length == 0) return map;
        var dependent = new JsonObject();
        foreach (var (key, beside) in Beside) dependent[key] = new JsonObject { ["anyOf"] = Required(beside) };
        map["dependentSchemas"] = dependent;
        return map;
    }

    private static JsonArray Required(string[] keys) => [.. keys.Select(key => new JsonObject { ["required"] = Texts([key]) })];

    private static JsonArray Texts(string[] texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
