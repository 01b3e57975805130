namespace WeChatActors.Rules.Tests.Conditions;

public class CalendarTests
{
    // By the clock of Shanghai, which is eight hours ahead; the packet itself says another time.
    private static bool Holds(string condition, string local) =>
        Rulebook.Of($"lists: {{holidays: [2026-02-17..2026-02-23, '2026-05-01'], open: ['09:00-12:00', '13:00-18:00']}}\nrules: [{{when: {{{condition}}}, reply: x}}]")
            .Hears(Packets.Text("hi"), now: DateTimeOffset.Parse(local + "+08:00", System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime()).Rules.Length == 1;

    [Theory]
    [InlineData("\"09:00-18:00\"", "2026-02-01 08:59:59", false)]
    [InlineData("\"09:00-18:00\"", "2026-02-01 09:00:00", true)]
    [InlineData("09:00-18:00", "2026-02-01 17:59:59", true)]
    [InlineData("9:00-18:00", "2026-02-01 18:00:00", false)]
    [InlineData("22:00-06:00", "2026-02-01 23:00:00", true)]
    [InlineData("22:00-06:00", "2026-02-01 05:59:59", true)]
    [InlineData("22:00-06:00", "2026-02-01 06:00:00", false)]
    [InlineData("00:00-24:00", "2026-02-01 23:59:59", true)]
    [InlineData("18:00-24:00", "2026-02-01 00:00:00", false)]
    [InlineData("$open", "2026-02-01 12:30:00", false)]
    [InlineData("['07:00-08:00', $open]", "2026-02-01 13:00:00", true)]
    public void A_time_of_day_is_read_from_the_clock_of_the_account(string time, string local, bool holds) => Assert.Equal(holds, Holds($"time: {time}", local));

    // The first of February 2026 is a Sunday.
    [Theory]
    [InlineData("mon-fri", "0111110")]
    [InlineData("周一-周五", "0111110")]
    [InlineData("周一至周五", "0111110")]
    [InlineData("星期一到星期五", "0111110")]
    [InlineData("Monday ~ Friday", "0111110")]
    [InlineData("fri-mon", "1100011")]
    [InlineData("'sat,sun'", "1000001")]
    [InlineData("周六、周日", "1000001")]
    [InlineData("[sat, 星期天]", "1000001")]
    [InlineData("[mon-wed, fri, 礼拜日]", "1111010")]
    [InlineData("sun-sun", "1000000")]
    [InlineData("sun-sat", "1111111")]
    public void Days_of_the_week_are_named_alone_and_in_spans(string days, string week) =>
        Assert.Equal(week, string.Concat(Enumerable.Range(1, 7).Select(day => Holds($"days: {days}", $"2026-02-0{day} 00:00:00") ? '1' : '0')));

    [Theory]
    [InlineData("2026-02-01..2026-02-28", "2026-01-31 23:59:59", false)]
    [InlineData("2026-02-01..2026-02-28", "2026-02-01 00:00:00", true)]
    [InlineData("2026-02-01 .. 2026-02-28", "2026-02-28 23:59:59", true)]
    [InlineData("2026-02-01..2026-02-28", "2026-03-01 00:00:00", false)]
    [InlineData("2026-02-14", "2026-02-14 12:00:00", true)]
    [InlineData("2026-02-14", "2026-02-15 12:00:00", false)]
    [InlineData("[2026-02-14, $holidays]", "2026-02-20 12:00:00", true)]
    [InlineData("$holidays", "2026-05-01 12:00:00", true)]
    public void Dates_are_days_and_spans_of_days(string dates, string local, bool holds) => Assert.Equal(holds, Holds($"dates: {dates}", local));

    [Fact]
    public void The_keys_hold_together()
    {
        Assert.True(Holds("time: '22:00-06:00', days: sat, exact: hi", "2026-02-07 01:00:00"));
        Assert.False(Holds("time: '22:00-06:00', days: fri, exact: hi", "2026-02-07 01:00:00"));
        Assert.True(Holds("not: [{time: '09:00-18:00'}, {dates: 2026-02-01}]", "2026-02-02 20:00:00"));
    }

    [Theory]
    [InlineData("time: 9-18", "t.yaml:2:17: '9-18' stands at 'time', expected a span of the day such as \"09:00-18:00\"; \"22:00-06:00\" passes midnight.")]
    [InlineData("time: 24:00-06:00", "t.yaml:2:17: '24:00-06:00' stands at 'time', expected a span of the day such as \"09:00-18:00\"; \"22:00-06:00\" passes midnight.")]
    [InlineData("time: 09:00-09:00", "t.yaml:2:17: '09:00-09:00' ends when it begins, expected a span such as \"09:00-18:00\"; \"00:00-24:00\" is the whole day.")]
    [InlineData("time: []", "t.yaml:2:17: an empty list stands at 'time', expected at least one text.")]
    [InlineData("time: {a: b}", "t.yaml:2:17: a map stands at 'time', expected text or a list of texts.")]
    [InlineData("days: mon-fry", "t.yaml:2:17: 'fry' is no day of the week; did you mean 'fri'? expected mon, tue, wed, thu, fri, sat, sun or 周一 to 周日, or a span such as mon-fri.")]
    [InlineData("days: 周八", "t.yaml:2:17: '周八' is no day of the week, expected mon, tue, wed, thu, fri, sat, sun or 周一 to 周日, or a span such as mon-fri.")]
    [InlineData("dates: 2026-02-30", "t.yaml:2:18: '2026-02-30' stands at 'dates', expected a day such as 2026-02-01, or days such as 2026-02-01..2026-02-28.")]
    [InlineData("dates: 2026-02-28..2026-02-01", "t.yaml:2:18: '2026-02-28..2026-02-01' ends before it begins, expected the earlier day first.")]
    [InlineData("dates: 02-14", "t.yaml:2:18: '02-14' stands at 'dates', expected a day such as 2026-02-01, or days such as 2026-02-01..2026-02-28.")]
    public void Says_what_is_wrong_with_a_calendar(string condition, string finding) => Assert.Equal(finding, Rulebook.Finding($"rules: [{{ {condition}, reply: x}}]"));
}
