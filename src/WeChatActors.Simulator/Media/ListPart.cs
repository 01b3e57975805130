using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>A part of a long list, as drafts, published articles and material are asked for.</summary>
/// <param name="Offset">How many are left out first.</param>
/// <param name="Count">How many are given, 1 to 20.</param>
internal readonly record struct ListPart(int Offset, int Count)
{
    /// <summary>Reads <c>offset</c> and <c>count</c>.</summary>
    public static ListPart Read(BodyFields fields) =>
        new((int)fields.Within("offset", 0, int.MaxValue, 45164), (int)fields.Within("count", 1, 20, 45165));

    /// <summary>total_count, item_count and the items.</summary>
    public JsonObject Answer<T>(IReadOnlyList<T> all, Func<T, JsonNode> row)
    {
        var items = new JsonArray([.. all.Skip(Offset).Take(Count).Select(row)]);
        return new JsonObject { ["total_count"] = all.Count, ["item_count"] = items.Count, ["item"] = items };
    }
}
