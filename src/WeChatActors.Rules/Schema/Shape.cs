using System.Text.Json.Nodes;

namespace WeChatActors.Rules;

/// <summary>What may stand at a key of a rule file, as JSON Schema says it. Readers say more: they know the values themselves.</summary>
internal abstract record Shape
{
    /// <summary>The schema of it.</summary>
    public abstract JsonObject ToJson();

    /// <summary>A text as it is. Plain numbers and truth values are taken as they are written.</summary>
    public static readonly Shape Text = new Named("text");

    /// <summary>A text that may have expressions in it.</summary>
    public static readonly Shape Template = new Named("template");

    /// <summary>An expression without braces.</summary>
    public static readonly Shape Expression = new Named("expression");

    /// <summary>A length of time such as <c>30m</c>.</summary>
    public static readonly Shape Duration = new Named("duration");

    /// <summary>Anything.</summary>
    public static readonly Shape Any = new Plain([]);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static readonly Shape Bool = new Plain(new JsonObject { ["type"] = "boolean" });

    /// <summary><c>true</c> alone.</summary>
    public static readonly Shape True = new Plain(new JsonObject { ["const"] = true });

    /// <summary><c>true</c> or nothing: a key that says all by itself.</summary>
    public static readonly Shape Switch = new Plain(new JsonObject { ["enum"] = new JsonArray(true, null) });

    /// <summary>A number.</summary>
    public static readonly Shape Number = new Plain(new JsonObject { ["type"] = "number" });

    /// <summary>A map described elsewhere.</summary>
    public static Shape Map(string name) => new Named(name);

    /// <summary>A whole number within bounds, both allowed.</summary>
    public static Shape Whole(int min, int max) => new Plain(new JsonObject { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max });

    /// <summary>One of a few words.</summary>
    public static Shape Words(params ReadOnlySpan<string> words)
    {
        var all = new JsonArray();
        foreach (var word in words) all.Add(word);
        return new Plain(new JsonObject { ["enum"] = all });
    }

    /// <summary>A list of at least so many.</summary>
    public static Shape List(Shape item, int least = 1, int? most = null)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item.ToJson() };
        if (least > 0) list["minItems"] = least;
        if (most is { } bound) list["maxItems"] = bound;
        return new Plain(list);
    }

    /// <summary>One, or a list of them.</summary>
    public static Shape OneOrMore(Shape item) => Either(item, List(item));

    /// <summary>A map from names of the author's own.</summary>
    /// <param name="value">What stands at each.</param>
    /// <param name="least">How many there are at least.</param>
    /// <param name="names">A pattern that the names match; null for any.</param>
    public static Shape Names(Shape value, int least = 1, string? names = null)
    {
        var map = new JsonObject { ["type"] = "object", ["minProperties"] = least, ["additionalProperties"] = value.ToJson() };
        if (names is not null) map["propertyNames"] = new JsonObject { ["pattern"] = names };
        return new Plain(map);
    }

    /// <summary>One of several.</summary>
    public static Shape Either(params ReadOnlySpan<Shape> ways)
    {
        var all = new JsonArray();
        foreach (var way in ways) all.Add(way.ToJson());
        return new Plain(new JsonObject { ["anyOf"] = all });
    }

    private sealed record Named(string Name) : Shape
    {
        public override JsonObject ToJson() => new() { ["$ref"] = $"#/$defs/{Name}" };
    }

    private sealed record Plain(JsonObject Schema) : Shape
    {
        public override JsonObject ToJson() => (JsonObject)Schema.DeepClone();
    }
}
