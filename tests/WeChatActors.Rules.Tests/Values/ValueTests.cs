using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace WeChatActors.Rules.Tests.Values;

public class ValueTests
{
    private static readonly Value[] OneOfEach =
    [
        Value.Null, true, false, 0, 1, -5, long.MaxValue, decimal.MaxValue, 0.1m, "", "你好", "😀",
        new DateOnly(2026, 2, 1).Then(Value.Of), new TimeOnly(9, 30).Then(Value.Of), TimeSpan.FromSeconds(-90.5).Then(Value.Of),
        new DateTimeOffset(2026, 2, 1, 9, 30, 0, TimeSpan.FromHours(8)).Then(Value.Of), Value.Of(DateTimeOffset.MinValue), Value.Of(DateTimeOffset.MaxValue),
        Value.List(), Value.List(1, "a", Value.Null), Value.Map([]), Value.Map([new("b", 2), new("a", Value.List(1))]),
        Value.Map([new("$date", "x")]), Value.Map([new("$map", Value.Map([new("$map", 1)]))]), Value.Map([new("$date", "2026-02-01")]),
    ];

    [Fact]
    public void Survives_a_round_trip_through_JSON()
    {
        foreach (var value in OneOfEach)
        {
            using var json = JsonDocument.Parse(value.ToJson());
            Assert.Equal(value, Value.FromJson(json.RootElement));
        }
    }

    [Fact]
    public void Any_value_survives_a_round_trip_through_JSON() =>
        Prop.ForAll(Arb.From(Any(3)), value =>
        {
            using var json = JsonDocument.Parse(value.ToJson());
            var read = Value.FromJson(json.RootElement);
            return read == value && read.GetHashCode() == value.GetHashCode();
        }).QuickCheckThrowOnFailure();

    private static Gen<Value> Any(int depth)
    {
        var name = Gen.Elements("a", "b", "$date", "$map", "$moment", "长");
        var leaf = Gen.OneOf(
            Gen.Elements(OneOfEach),
            ArbMap.Default.GeneratorFor<decimal>().Select(number => Value.Of(number)),
            ArbMap.Default.GeneratorFor<long>().Select(number => Value.Of(new TimeSpan(number))),
            Gen.Elements("你", "\n", "\"", "x").ListOf().Select(parts => Value.Of(string.Concat(parts))));
        if (depth == 0) return leaf;
        return Gen.OneOf(
            leaf,
            Any(depth - 1).ListOf().Select(items => Value.List([.. items])),
            name.SelectMany(n => Any(depth - 1).Select(v => KeyValuePair.Create(n, v))).ListOf().Select(entries => Value.Map(entries)));
    }

    [Fact]
    public void Values_of_different_kinds_differ()
    {
        for (var i = 0; i < OneOfEach.Length; i++)
            for (var j = 0; j < OneOfEach.Length; j++)
                Assert.Equal(i == j, OneOfEach[i] == OneOfEach[j]);
    }

    [Fact]
    public void Numbers_and_moments_are_equal_by_what_they_mean()
    {
        Assert.Equal(Value.Of(1), Value.Of(1.00m));
        Assert.Equal(Value.Of(1).GetHashCode(), Value.Of(1.00m).GetHashCode());
        var noon = new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal(Value.Of(noon), Value.Of(noon.ToUniversalTime()));
        Assert.Equal(Value.Of(noon).GetHashCode(), Value.Of(noon.ToUniversalTime()).GetHashCode());
        Assert.Equal(TimeSpan.FromHours(8), Value.Of(noon).AsMoment!.Value.Offset);
        Assert.Equal(TimeSpan.FromMinutes(7), Value.Of(noon.ToOffset(TimeSpan.FromMinutes(7))).AsMoment!.Value.Offset);
    }

    [Theory]
    [InlineData("1e400", "1e400")]
    [InlineData("1e5", "100000")]
    [InlineData("12345678901234567890123456789012345", "12345678901234567890123456789012345")]
    public void Numbers_beyond_a_decimal_are_kept_as_text(string json, string text)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(text, Value.FromJson(document.RootElement).ToText());
    }

    [Fact]
    public void Half_a_character_does_not_stop_it_from_being_saved() =>
        Assert.Equal("[\"a\uFFFD\",{\"\uFFFD\":1}]", Value.List("a\ud83d", Value.Map([new("\ude00", 1)])).ToJson());

    [Fact]
    public void Is_true_unless_it_is_null_false_zero_or_empty()
    {
        Assert.All([Value.Null, false, 0, 0.0m, "", Value.List(), Value.Map([])], value => Assert.False(value.IsTrue));
        Assert.All([true, 1, -0.5m, "0", Value.List(0), Value.Of(TimeSpan.Zero), Value.Of(default(DateOnly))], value => Assert.True(value.IsTrue));
    }

    [Fact]
    public void Gives_null_for_what_it_is_not()
    {
        Value text = "a";
        Assert.Null(text.AsNumber);
        Assert.Null(text.AsBool);
        Assert.Null(text.AsDate ?? (object?)text.AsTime ?? text.AsMoment ?? (object?)text.AsDuration);
        Assert.True(text["x"].IsNull && text[0].IsNull && text.Items.IsEmpty && text.Names.IsEmpty);
        Assert.Equal("b", Value.List("a", "b")[-1]);
        Assert.Equal(2, Value.Map([new("b", 1), new("b", 2)])["b"]);
    }

    [Fact]
    public void Takes_sixteen_bytes() => Assert.Equal(16, System.Runtime.CompilerServices.Unsafe.SizeOf<Value>());
}

internal static class Chaining
{
    public static TResult Then<T, TResult>(this T value, Func<T, TResult> next) => next(value);
}
