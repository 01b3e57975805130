namespace WeChatActors.Rules.Tests.Expressions;

public class FunctionTests
{
    [Theory]
    [InlineData("'一二三四' | cut(2)", "一二")]
    [InlineData("'👨‍👩‍👧好' | cut(1)", "👨‍👩‍👧")]
    [InlineData("'🇨🇳🇨🇳' | cut(1)", "🇨🇳")]
    [InlineData("'ab' | cut(0)", "")]
    [InlineData("'ab' | cut(99)", "ab")]
    [InlineData("12345 | cut(2)", "12")]
    [InlineData("null | default('x')", "x")]
    [InlineData("'' | default('x')", "x")]
    [InlineData("0 | default('x')", "0")]
    [InlineData("'a b&好' | url", "a%20b%26%E5%A5%BD")]
    [InlineData("'说\"好\"' | json", "\"说\\\"好\\\"\"")]
    [InlineData("[1, null, true] | json", "[1,null,true]")]
    [InlineData("'aB' | upper", "AB")]
    [InlineData("'aB' | lower", "ab")]
    [InlineData("' a ' | trim", "a")]
    [InlineData("'１，０００.50' | number", "1000.5")]
    [InlineData("'x' | number", "")]
    [InlineData("'-3' | number", "-3")]
    [InlineData("2.345 | number(2)", "2.35")]
    [InlineData("'12' | number + 1", "13")]
    [InlineData("('12' | number) + 1", "13")]
    [InlineData("850 | km", "850 m")]
    [InlineData("999.6 | km", "1 km")]
    [InlineData("1234 | km", "1.2 km")]
    [InlineData("12900 | km", "13 km")]
    [InlineData("'x' | km", "")]
    [InlineData("[1, 'b'] | lines", "1\nb")]
    [InlineData("'a' | lines", "a")]
    [InlineData("today | date('M月d日')", "2月1日")]
    [InlineData("today | date('dddd ddd MMMM MMM')", "星期日 周日 二月 2月")]
    [InlineData("now() | date('yyyy/MM/dd HH:mm tt')", "2026/02/01 12:30 下午")]
    [InlineData("now() | date('d')", "1")]
    [InlineData("'2026-12-05' | date('M月d日')", "12月5日")]
    [InlineData("'soon' | date('M月d日')", "")]
    [InlineData("5 | date('M月d日')", "")]
    [InlineData("today | date(msg.text)", "")]
    [InlineData("' a ' | trim | upper | cut(1) | json", "\"A\"")]
    public void Filters(string expression, string text)
        => Assert.Equal(text, Rulebook.Eval(expression, Packets.Text("%")).ToText());

    [Theory]
    [InlineData("len('一👨‍👩‍👧')", "2")]
    [InlineData("len([1, 2])", "2")]
    [InlineData("len(price)", "1")]
    [InlineData("len(null)", "0")]
    [InlineData("len(123)", "3")]
    [InlineData("contains('我要 ＶＩＰ', 'vip')", "true")]
    [InlineData("contains([1, 2], 2)", "true")]
    [InlineData("contains(null, 'a')", "false")]
    [InlineData("contains('a', null)", "false")]
    [InlineData("time_in('09:00-18:00')", "true")]
    [InlineData("time_in('12:30-12:31')", "true")]
    [InlineData("time_in('12:00-12:30')", "false")]
    [InlineData("time_in('22:00-06:00')", "false")]
    [InlineData("time_in('12:00-06:00')", "true")]
    [InlineData("time_in('0:00-24:00')", "true")]
    [InlineData("time_in(msg.text)", "")]
    public void Functions(string expression, string text) => Assert.Equal(text, Rulebook.Eval(expression).ToText());

    [Fact]
    public void Chance_follows_the_seed_and_reaches_every_choice()
    {
        var seen = Enumerable.Range(0, 200).Select(seed => Rulebook.Eval("random('a', 'b', 'c')", seed: (ulong)seed).ToText()).ToList();
        Assert.Equal(["a", "b", "c"], seen.Distinct().Order());
        Assert.Equal(seen, Enumerable.Range(0, 200).Select(seed => Rulebook.Eval("random('a', 'b', 'c')", seed: (ulong)seed).ToText()));
        Assert.All(["a", "b", "c"], choice => Assert.InRange(seen.Count(s => s == choice), 40, 95));
        Assert.Contains(Rulebook.Eval("random(sizes)").AsNumber!.Value, new[] { 1m, 2m, 3m });
    }

    [Fact]
    public void Two_choices_in_a_file_are_independent()
    {
        var pairs = Enumerable.Range(0, 400).Select(seed => Rulebook.Eval("random(0, 1) + '' + random(0, 1)", seed: (ulong)seed).ToText()).ToList();
        Assert.All(["00", "01", "10", "11"], pair => Assert.InRange(pairs.Count(p => p == pair), 70, 130));
    }
}
