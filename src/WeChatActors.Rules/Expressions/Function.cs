using System.Collections.Frozen;

namespace WeChatActors.Rules;

/// <summary>A function or filter of the language.</summary>
/// <param name="Min">Fewest arguments; the value before a filter's <c>|</c> does not count.</param>
/// <param name="Max">Most arguments.</param>
/// <param name="IsPure">Whether it depends on its arguments alone.</param>
/// <param name="Body">What it does.</param>
/// <param name="Check">Gives the mistake in a literal argument, by its position, or null.</param>
internal sealed record Function(int Min, int Max, bool IsPure, CallBody Body, Func<int, Value, string?>? Check = null)
{
    public static readonly FrozenDictionary<string, Function> All = new Dictionary<string, Function>
    {
        ["now"] = new(0, 0, false, (e, a, site) => Value.Of(e.LocalNow)),
        ["today"] = new(0, 0, false, (e, a, site) => Value.Of(DateOnly.FromDateTime(e.LocalNow.DateTime))),
        ["random"] = new(1, 100, false, FunctionBodies.Random),
        ["len"] = new(1, 1, true, FunctionBodies.Length),
        ["contains"] = new(2, 2, true, FunctionBodies.Contains),
        ["time_in"] = new(1, 1, false, FunctionBodies.TimeIn, FunctionBodies.CheckHours),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, Function> Filters = new Dictionary<string, Function>
    {
        ["cut"] = new(1, 1, true, FilterBodies.Cut, FilterBodies.CheckCut),
        ["default"] = new(1, 1, true, FilterBodies.Default),
        ["date"] = new(1, 1, false, FilterBodies.Date, FilterBodies.CheckDate),
        ["url"] = new(0, 0, true, FilterBodies.Url),
        ["json"] = new(0, 0, true, FilterBodies.Json),
        ["upper"] = new(0, 0, true, (e, a, site) => e.Made(e.TextOf(a[0]).ToUpperInvariant())),
        ["lower"] = new(0, 0, true, (e, a, site) => e.Made(e.TextOf(a[0]).ToLowerInvariant())),
        ["trim"] = new(0, 0, true, (e, a, site) => e.Made(e.TextOf(a[0]).Trim())),
        ["number"] = new(0, 1, true, FilterBodies.Number, FilterBodies.CheckNumber),
        ["km"] = new(0, 0, true, FilterBodies.Kilometres),
        ["lines"] = new(0, 0, true, FilterBodies.Lines),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How many arguments it takes, for a sentence.</summary>
    public string Expected => Min == Max ? Min.ToString(System.Globalization.CultureInfo.InvariantCulture) : $"{Min} to {Max}";

    public CallExpression Over(Expression[] arguments, ulong site) => new(Body, arguments, site, IsPure);
}
