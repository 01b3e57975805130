namespace WeChatActors.Rules.Tests.Fuzzing;

/// <summary>Expressions that the grammar allows.</summary>
internal sealed class RandomExpression(Random random)
{
    private static readonly string[] Leaves =
    [
        "1", "0", "2.5", "40s", "3d", "true", "null", "'a'", "'你好'", "\"x y\"", "[]", "[1, 'a', null]", "msg.text", "msg.type", "msg.key", "msg.time", "msg", "msg.fields", "msg.fields['A/B']",
        "user.n", "user.name", "user.l", "user.since", "user.turns", "user.tags", "user", "m.no", "m[1]", "m", "window.left", "window.closes_in", "account.alias", "vars", "vars.shop", "shop", "price.small",
        "today", "today()", "now()", "'2026-02-01'", "'09:30'", "999999999999999999999999999",
    ];

    private static readonly string[] Operators = ["+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=", "and", "or", "??", "in", "not in"];

    private static readonly string[] Filters =
        ["cut(3)", "default('x')", "date('M月d日')", "date('yyyy-MM-dd HH:mm')", "url", "json", "upper", "lower", "trim", "number", "number(2)", "km", "lines"];

    /// <summary>One, at most so many levels deep.</summary>
    public string Make(int depth)
    {
        if (depth == 0 || random.Next(5) == 0) return Leaves[random.Next(Leaves.Length)];
        return random.Next(11) switch
        {
            0 or 1 or 2 => $"({Make(depth - 1)} {Operators[random.Next(Operators.Length)]} {Make(depth - 1)})",
            3 or 4 => $"({Make(depth - 1)} | {Filters[random.Next(Filters.Length)]})",
            5 => $"({Make(depth - 1)} ? {Make(depth - 1)} : {Make(depth - 1)})",
            6 => $"(not {Make(depth - 1)})",
            7 => $"-{Leaves[random.Next(Leaves.Length)]}",
            8 => $"[{Make(depth - 1)}, {Make(depth - 1)}][{Make(depth - 1)}]",
            9 => $"contains({Make(depth - 1)}, {Make(depth - 1)})",
            _ => random.Next(3) switch { 0 => $"len({Make(depth - 1)})", 1 => $"random({Make(depth - 1)}, {Make(depth - 1)})", _ => "time_in('22:00-06:00')" },
        };
    }

    /// <summary>A text with some of them in it.</summary>
    public string Template() => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => (random.Next(2) == 0 ? "你好，" : "a ") + "{{ " + Make(2) + " }}"));
}
