using System.Globalization;

namespace WeChatActors.Rules;

/// <summary>What the functions do.</summary>
internal static class FunctionBodies
{
    /// <summary>One of its arguments, or of the items of a single list.</summary>
    public static Value Random(Evaluation e, ReadOnlySpan<Value> arguments, ulong site)
    {
        var choices = arguments is [{ Kind: ValueKind.List }] ? arguments[0].Items : arguments;
        return choices.Length == 0 ? Value.Null : choices[Chance.Pick(e.Seed, site, choices.Length)];
    }

    /// <summary>Characters of a text as a reader counts them, items of a list, names of a map; 0 for null.</summary>
    public static Value Length(Evaluation e, ReadOnlySpan<Value> arguments, ulong site)
    {
        var value = arguments[0];
        switch (value.Kind)
        {
            case ValueKind.Null: return 0;
            case ValueKind.List: return value.Items.Length;
            case ValueKind.Map: return value.Names.Length;
        }

        var text = e.TextOf(value).AsSpan();
        if (!e.Spend(text.Length / 8)) return Value.Null;
        var count = 0;
        for (; text.Length > 0; count++) text = text[StringInfo.GetNextTextElementLength(text)..];
        return count;
    }

    /// <summary>Whether a text holds another, folded like a keyword; or a list an item.</summary>
    public static Value Contains(Evaluation e, ReadOnlySpan<Value> arguments, ulong site)
    {
        var (whole, part) = (arguments[0], arguments[1]);
        if (whole.Kind is ValueKind.List or ValueKind.Map) return Operators.In(e, part, whole);
        if (whole.IsNull || part.IsNull) return false;
        var (text, search) = (e.TextOf(whole), e.TextOf(part));
        return e.Spend(text.Length / 64 * (1 + (search.Length / 64))) && TextFold.Fold(text).Contains(TextFold.Fold(search), StringComparison.Ordinal);
    }

    /// <summary>Whether the account's clock shows a time in a span, which may pass midnight.</summary>
    public static Value TimeIn(Evaluation e, ReadOnlySpan<Value> arguments, ulong site)
    {
        if (arguments[0].AsText is not { } text || Reading.Hours(text) is not var (from, to)) return Value.Null;
        return Reading.IsIn(e.LocalNow.TimeOfDay, from, to);
    }

    public static string? CheckHours(int position, Value value) =>
        value.AsText is { } text && Reading.Hours(text) is not null ? null : $"'{value.ToText()}' is not a span of hours, expected one like \"09:00-18:00\".";
}
