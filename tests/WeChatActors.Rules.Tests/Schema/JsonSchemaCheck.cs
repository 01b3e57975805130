using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WeChatActors.Rules.Tests.Schema;

/// <summary>Holds YAML against a JSON Schema, as an editor does: the keywords that the schema of rule files uses, and no others.</summary>
/// <param name="schema">The whole schema.</param>
internal sealed class JsonSchemaCheck(JsonObject schema)
{
    private static readonly HashSet<string> Silent = ["$schema", "$defs", "title", "description"];

    /// <summary>What is wrong: the path and the keyword, for example <c>rules[0].reply anyOf</c>; empty when nothing is.</summary>
    public List<string> Mistakes(YamlNode node)
    {
        var mistakes = new List<string>();
        Check(Json(node), schema, "", mistakes);
        return mistakes;
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlList list => new JsonArray([.. list.Items.Select(item => Json(item))]),
        YamlMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Value, Json(entry.Value)))),
        _ => YamlRead.Value(node) is { IsNull: false } value ? JsonNode.Parse(value.ToJson()) : null,
    };

    private bool Fits(JsonNode? value, JsonNode rule)
    {
        var mistakes = new List<string>();
        Check(value, (JsonObject)rule, "", mistakes);
        return mistakes.Count == 0;
    }

    private void Check(JsonNode? value, JsonObject rules, string path, List<string> mistakes)
    {
        foreach (var (keyword, rule) in rules)
        {
            if (Silent.Contains(keyword)) continue;
            if (keyword == "$ref") Check(value, (JsonObject)schema["$defs"]![rule!.GetValue<string>()["#/$defs/".Length..]]!, path, mistakes);
            else if (keyword == "allOf") foreach (var part in rule!.AsArray()) Check(value, (JsonObject)part!, path, mistakes);
            else if (keyword == "properties" && value is JsonObject map) foreach (var (key, item) in map) { if (rule![key] is JsonObject own) Check(item, own, $"{path}.{key}", mistakes); }
            else if (keyword == "items" && value is JsonArray list) for (var i = 0; i < list.Count; i++) Check(list[i], (JsonObject)rule!, $"{path}[{i}]", mistakes);
            else if (!Holds(keyword, rule!, value, rules)) mistakes.Add($"{path.TrimStart('.')} {keyword}".Trim());
        }
    }

    private bool Holds(string keyword, JsonNode rule, JsonNode? value, JsonObject rules) => keyword switch
    {
        "properties" or "items" => true,
        "type" => (rule is JsonArray types ? types.Select(type => type!.GetValue<string>()) : [rule.GetValue<string>()]).Any(type => IsOf(type, value)),
        "const" => JsonNode.DeepEquals(rule, value),
        "enum" => rule.AsArray().Any(item => JsonNode.DeepEquals(item, value)),
        "anyOf" => rule.AsArray().Any(way => Fits(value, way!)),
        "oneOf" => rule.AsArray().Count(way => Fits(value, way!)) == 1,
        "required" => value is not JsonObject map || rule.AsArray().All(key => map.ContainsKey(key!.GetValue<string>())),
        "additionalProperties" => value is not JsonObject map || map.All(entry =>
            (rules["properties"] as JsonObject)?.ContainsKey(entry.Key) is true || (rule is JsonObject other ? Fits(entry.Value, other) : rule.GetValue<bool>())),
        "propertyNames" => value is not JsonObject map || map.All(entry => Fits(JsonValue.Create(entry.Key), rule)),
        "dependentSchemas" => value is not JsonObject map || rule.AsObject().All(entry => !map.ContainsKey(entry.Key) || Fits(value, entry.Value!)),
        "minProperties" => value is not JsonObject map || map.Count >= rule.GetValue<int>(),
        "maxProperties" => value is not JsonObject map || map.Count <= rule.GetValue<int>(),
        "minItems" => value is not JsonArray list || list.Count >= rule.GetValue<int>(),
        "maxItems" => value is not JsonArray list || list.Count <= rule.GetValue<int>(),
        "minimum" => Number(value) is not { } number || number >= rule.GetValue<decimal>(),
        "maximum" => Number(value) is not { } number || number <= rule.GetValue<decimal>(),
        "pattern" => !IsOf("string", value) || Regex.IsMatch(value!.GetValue<string>(), rule.GetValue<string>()),
        _ => throw new NotSupportedException($"The keyword '{keyword}' is not known here."),
    };

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == System.Text.Json.JsonValueKind.String,
        "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        "number" => Number(value) is not null,
        "integer" => Number(value) is { } number && decimal.IsInteger(number),
        _ => throw new NotSupportedException($"The type '{type}' is not known here."),
    };

    private static decimal? Number(JsonNode? value) => value?.GetValueKind() == System.Text.Json.JsonValueKind.Number ? value.GetValue<decimal>() : null;
}
