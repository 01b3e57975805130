using System.Globalization;

namespace WeChatActors.Rules.Tests.Dialogs;

public class AnswerTests
{
    // A Sunday.
    private static readonly DateOnly Today = new(2026, 2, 1);

    [Theory]
    [InlineData("4", "4")]
    [InlineData("４", "4")]
    [InlineData("四", "4")]
    [InlineData("两", "2")]
    [InlineData("十", "10")]
    [InlineData("十二", "12")]
    [InlineData("二十", "20")]
    [InlineData("二十五", "25")]
    [InlineData("一百", "100")]
    [InlineData("一百二十", "120")]
    [InlineData("一百二", "120")]
    [InlineData("一百零五", "105")]
    [InlineData("一百一十五", "115")]
    [InlineData("两百五", "250")]
    [InlineData("三千零五", "3005")]
    [InlineData("三千零五十", "3050")]
    [InlineData("一万二", "12000")]
    [InlineData("一万零二", "10002")]
    [InlineData("一万二千三百四十五", "12345")]
    [InlineData("十万", "100000")]
    [InlineData("三亿", "300000000")]
    [InlineData("二零二六", "2026")]
    [InlineData("壹佰贰拾", "120")]
    [InlineData("零", "0")]
    [InlineData("-3", "-3")]
    [InlineData("负三", "-3")]
    [InlineData("+5", "5")]
    [InlineData("2.5", "2.5")]
    [InlineData("1,200", "1200")]
    [InlineData("１，２００．５", "1200.5")]
    [InlineData("1.5万", "15000")]
    [InlineData("3千", "3000")]
    [InlineData("4位", "4")]
    [InlineData("四个人", "4")]
    [InlineData("4 个人", "4")]
    [InlineData("俩人", "2")]
    [InlineData("我们四位。", "4")]
    [InlineData("大概十个人吧", "10")]
    [InlineData("一共12位客人", "12")]
    [InlineData("就两个，谢谢", "2")]
    [InlineData("¥99", "99")]
    [InlineData("30块钱", "30")]
    public void Reads_numbers_as_people_type_them(string said, string number) =>
        Assert.Equal(decimal.Parse(number, CultureInfo.InvariantCulture), SpokenNumber.Read(TextFold.Fold(said)));

    [Theory]
    [InlineData("")]
    [InlineData("几位")]
    [InlineData("帮助")]
    [InlineData("一会儿再说")]
    [InlineData("十分感谢")]
    [InlineData("一起去")]
    [InlineData("3月5日")]
    [InlineData("4或5")]
    [InlineData("1,2")]
    [InlineData("1,20,000")]
    [InlineData("1.2.3")]
    [InlineData("十百")]
    [InlineData("百")]
    [InlineData("二二十")]
    [InlineData("一百零")]
    [InlineData("万")]
    [InlineData("-")]
    [InlineData("位")]
    [InlineData("99999999999999999999999999")]
    [InlineData("四十四十四")]
    [InlineData("0x10")]
    [InlineData("1e5")]
    public void Other_words_are_no_number(string said) => Assert.Null(SpokenNumber.Read(TextFold.Fold(said)));

    [Fact]
    public void Every_number_below_ten_thousand_is_read_as_it_is_written()
    {
        for (var number = 0; number < 10_000; number++) Assert.Equal(number, ChineseNumeral.Read(Written(number)));
        for (var number = 10_000; number < 300_000_000; number = (number * 3) + 7) Assert.Equal(number, ChineseNumeral.Read(Written(number)));
    }

    // As newspapers write it.
    private static string Written(long number)
    {
        if (number == 0) return "零";
        if (number >= 100_000_000) return Written(number / 100_000_000) + "亿" + Behind(number % 100_000_000, 10_000_000);
        if (number >= 10_000) return Written(number / 10_000) + "万" + Behind(number % 10_000, 1000);
        foreach (var (unit, sign) in ((long, string)[])[(1000, "千"), (100, "百"), (10, "十")])
            if (number >= unit) return "零一二三四五六七八九"[(int)(number / unit)] + sign + Behind(number % unit, unit / 10);
        return "零一二三四五六七八九"[(int)number].ToString();

        static string Behind(long rest, long unit) => rest == 0 ? "" : (rest < unit ? "零" : "") + Written(rest);
    }

    [Theory]
    [InlineData("今天", "2026-02-01")]
    [InlineData("今晚", "2026-02-01")]
    [InlineData("明天", "2026-02-02")]
    [InlineData("明天吧", "2026-02-02")]
    [InlineData("明天晚上", "2026-02-02")]
    [InlineData("明天下午3点", "2026-02-02")]
    [InlineData("后天", "2026-02-03")]
    [InlineData("大后天", "2026-02-04")]
    [InlineData("昨天", "2026-01-31")]
    [InlineData("星期天", "2026-02-01")]
    [InlineData("周五", "2026-02-06")]
    [InlineData("礼拜五", "2026-02-06")]
    [InlineData("这周五", "2026-01-30")]
    [InlineData("下周三", "2026-02-04")]
    [InlineData("下下周三", "2026-02-11")]
    [InlineData("下个星期日", "2026-02-08")]
    [InlineData("周六晚上7点", "2026-02-07")]
    [InlineData("3月5日", "2026-03-05")]
    [InlineData("3月5号", "2026-03-05")]
    [InlineData("３月５日", "2026-03-05")]
    [InlineData("三月五号", "2026-03-05")]
    [InlineData("十二月二十三", "2026-12-23")]
    [InlineData("3月5", "2026-03-05")]
    [InlineData("3/5", "2026-03-05")]
    [InlineData("03-05", "2026-03-05")]
    [InlineData("3.5", "2026-03-05")]
    [InlineData("3月5日（周四）", "2026-03-05")]
    [InlineData("3月5日 19:30", "2026-03-05")]
    [InlineData("1月5日", "2027-01-05")]
    [InlineData("2月1日", "2026-02-01")]
    [InlineData("1月31日", "2027-01-31")]
    [InlineData("2月29日", "2028-02-29")]
    [InlineData("今年1月5日", "2026-01-05")]
    [InlineData("明年3月5日", "2027-03-05")]
    [InlineData("5号", "2026-02-05")]
    [InlineData("1号", "2026-02-01")]
    [InlineData("二十号", "2026-02-20")]
    [InlineData("31号", "2026-03-31")]
    [InlineData("下个月5号", "2026-03-05")]
    [InlineData("下下月5号", "2026-04-05")]
    [InlineData("本月5号", "2026-02-05")]
    [InlineData("2026-03-05", "2026-03-05")]
    [InlineData("2026/3/5", "2026-03-05")]
    [InlineData("2026.3.5", "2026-03-05")]
    [InlineData("2026年3月5日", "2026-03-05")]
    [InlineData("二零二六年三月五日", "2026-03-05")]
    [InlineData("26年3月5日", "2026-03-05")]
    [InlineData("20260305", "2026-03-05")]
    [InlineData("1990-03-05", "1990-03-05")]
    [InlineData("3天后", "2026-02-04")]
    [InlineData("三天以后", "2026-02-04")]
    [InlineData("两周后", "2026-02-15")]
    [InlineData("一个星期后", "2026-02-08")]
    [InlineData("Tomorrow", "2026-02-02")]
    public void Reads_days_as_people_type_them(string said, string day) =>
        Assert.Equal(DateOnly.Parse(day, CultureInfo.InvariantCulture), SpokenDate.Read(TextFold.Fold(said), Today));

    [Theory]
    [InlineData("")]
    [InlineData("帮助")]
    [InlineData("2月30日")]
    [InlineData("13月1日")]
    [InlineData("2026-02-29")]
    [InlineData("0月5日")]
    [InlineData("5")]
    [InlineData("32号")]
    [InlineData("周八")]
    [InlineData("周末")]
    [InlineData("明天或者后天")]
    [InlineData("20261305")]
    [InlineData("3/5/2026")]
    [InlineData("13812345678")]
    [InlineData("0000-01-01")]
    [InlineData("今天天气怎么样")]
    public void Other_words_are_no_day(string said) => Assert.Null(SpokenDate.Read(TextFold.Fold(said), Today));

    [Fact]
    public void A_day_of_the_week_is_today_or_one_of_the_next_six_and_that_of_next_week_is_in_it()
    {
        for (var day = Today; day < Today.AddDays(14); day = day.AddDays(1))
        {
            var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
            for (var i = 0; i < 7; i++)
            {
                var name = "周" + "一二三四五六日"[i];
                var next = SpokenDate.Read(name, day)!.Value;
                Assert.InRange(next, day, day.AddDays(6));
                Assert.Equal(monday.AddDays(7 + i), SpokenDate.Read("下" + name, day));
                Assert.Equal(monday.AddDays(i), SpokenDate.Read("这" + name, day));
            }
        }
    }

    [Fact]
    public void A_day_without_a_year_is_read_back_and_never_over()
    {
        for (var today = new DateOnly(2027, 12, 1); today < new DateOnly(2028, 4, 1); today = today.AddDays(1))
            for (var ahead = 0; ahead < 365; ahead += 7)
            {
                var day = today.AddDays(ahead);
                Assert.Equal(day, SpokenDate.Read(day.ToString("M月d日", CultureInfo.InvariantCulture), today));
            }
    }

    [Theory]
    [InlineData("19:30", "19:30")]
    [InlineData("19：30", "19:30")]
    [InlineData("7:05", "07:05")]
    [InlineData("19.30", "19:30")]
    [InlineData("1930", "19:30")]
    [InlineData("7", "07:00")]
    [InlineData("7点", "07:00")]
    [InlineData("七点", "07:00")]
    [InlineData("7点钟", "07:00")]
    [InlineData("七点半", "07:30")]
    [InlineData("19点", "19:00")]
    [InlineData("19时30分", "19:30")]
    [InlineData("晚上7点半", "19:30")]
    [InlineData("晚上七点三十分", "19:30")]
    [InlineData("晚上 7:30", "19:30")]
    [InlineData("今晚8点", "20:00")]
    [InlineData("下午3点一刻", "15:15")]
    [InlineData("下午三点三刻", "15:45")]
    [InlineData("下午3点05", "15:05")]
    [InlineData("八点零五分", "08:05")]
    [InlineData("早上8点整", "08:00")]
    [InlineData("上午十一点", "11:00")]
    [InlineData("中午", "12:00")]
    [InlineData("中午12点半", "12:30")]
    [InlineData("中午1点", "13:00")]
    [InlineData("晚上12点", "00:00")]
    [InlineData("凌晨2点", "02:00")]
    [InlineData("半夜11点", "23:00")]
    [InlineData("傍晚6点左右", "18:00")]
    [InlineData("24:00", "00:00")]
    [InlineData("零点", "00:00")]
    [InlineData("8pm", "20:00")]
    [InlineData("8:30 AM", "08:30")]
    [InlineData("12am", "00:00")]
    [InlineData("12pm", "12:00")]
    [InlineData("七点吧。", "07:00")]
    public void Reads_times_as_people_type_them(string said, string time) =>
        Assert.Equal(TimeOnly.Parse(time, CultureInfo.InvariantCulture), SpokenTime.Read(TextFold.Fold(said)));

    [Theory]
    [InlineData("")]
    [InlineData("晚上")]
    [InlineData("25点")]
    [InlineData("7:60")]
    [InlineData("7点七十分")]
    [InlineData("明天")]
    [InlineData("下午")]
    [InlineData("早上20点")]
    [InlineData("一点也不想去")]
    [InlineData("7点8点")]
    [InlineData("13pm")]
    [InlineData("123456")]
    public void Other_words_are_no_time(string said) => Assert.Null(SpokenTime.Read(TextFold.Fold(said)));

    [Theory]
    [InlineData("13812345678", "13812345678")]
    [InlineData("１３８１２３４５６７８", "13812345678")]
    [InlineData("138 1234 5678", "13812345678")]
    [InlineData("138-1234-5678", "13812345678")]
    [InlineData("+86 138 1234 5678", "13812345678")]
    [InlineData("+8613812345678", "13812345678")]
    [InlineData("8613812345678", "13812345678")]
    [InlineData("0086-138-1234-5678", "13812345678")]
    [InlineData("(+86)13812345678", "13812345678")]
    [InlineData("我的手机号是13812345678", "13812345678")]
    [InlineData("电话：13812345678，谢谢", "13812345678")]
    [InlineData("010-12345678", null)]
    [InlineData("010-62345678", "010-62345678")]
    [InlineData("01062345678", "010-62345678")]
    [InlineData("(010)62345678", "010-62345678")]
    [InlineData("021 6234 5678", "021-62345678")]
    [InlineData("0571-87654321", "0571-87654321")]
    [InlineData("0371-8765432", "0371-8765432")]
    [InlineData("+86 10 62345678", "010-62345678")]
    [InlineData("12812345678", null)]
    [InlineData("1381234567", null)]
    [InlineData("138123456789", null)]
    [InlineData("+1 202 555 0100", null)]
    [InlineData("13812345678或13912345678", null)]
    [InlineData("62345678", null)]
    [InlineData("帮助", null)]
    [InlineData("", null)]
    public void Reads_telephone_numbers_of_the_mainland(string said, string? number) => Assert.Equal(number, PhoneNumber.Read(TextFold.Fold(said)));

    private static readonly ChoiceSlot Seats = new([("大厅", Value.Of("hall")), ("包间（大）", Value.Of("big")), ("包间（小）", Value.Of("small")), ("Bar", Value.Of("bar"))]);

    [Theory]
    [InlineData("大厅", "hall")]
    [InlineData("大厅。", "hall")]
    [InlineData("大", "hall")]
    [InlineData("1", "hall")]
    [InlineData("１", "hall")]
    [InlineData("1.", "hall")]
    [InlineData("一", "hall")]
    [InlineData("第二个", "big")]
    [InlineData("选2", "big")]
    [InlineData("包间(大)", "big")]
    [InlineData("包间", null)]
    [InlineData("包间（小", "small")]
    [InlineData("BAR", "bar")]
    [InlineData("0", null)]
    [InlineData("5", null)]
    [InlineData("窗边", null)]
    [InlineData("", null)]
    [InlineData("。", null)]
    public void Takes_an_option_by_text_number_or_a_beginning_that_only_it_has(string said, string? value) =>
        Assert.Equal(value is null ? default(Value?) : Value.Of(value), Seats.Choose(TextFold.Fold(said)));

    [Fact]
    public void Options_that_are_numbers_are_not_counted()
    {
        var sizes = new ChoiceSlot([("2", Value.Of("two")), ("4人", Value.Of("four"))]);
        Assert.Equal("two", sizes.Choose("2"));
        Assert.Null(sizes.Choose("1"));
        Assert.Equal("four", sizes.Choose("4"));
        Assert.Equal("\n- 2\n- 4人", sizes.List);
        Assert.Equal("\n1. 大厅\n2. 包间（大）\n3. 包间（小）\n4. Bar", Seats.List);
    }

    [Fact]
    public void Nothing_that_people_may_type_throws()
    {
        const string Signs = "0123456789０９.,-+/:：()（）一二两三四五六七八九十百千万亿零〇半刻点分时年月日号周星期天后下上个今明大晚早中午apm \t位人第选。\ud83d\ude00\u200b电话";
        var random = new Random(20260201);
        for (var i = 0; i < 200_000; i++)
        {
            var text = TextFold.Fold(new string([.. Enumerable.Range(0, random.Next(14)).Select(_ => Signs[random.Next(Signs.Length)])]));
            var today = i % 2 == 0 ? Today : DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber + 1));
            Assert.True(SpokenNumber.Read(text) is null or (> -1e20m and < 1e20m));
            Assert.True(SpokenDate.Read(text, today) is null or { Year: > 0 });
            Assert.True(SpokenTime.Read(text) is null or { Second: 0 });
            Assert.True(PhoneNumber.Read(text) is null or { Length: >= 11 and <= 13 });
            Assert.True(Seats.Choose(text) is null or { Kind: ValueKind.Text });
        }
    }

    [Fact]
    public void Long_answers_are_read_in_bounded_time()
    {
        foreach (var text in (string[])[new('1', 100_000), new('一', 100_000), new('-', 100_000), string.Concat(Enumerable.Repeat("下个", 50_000)), new('(', 100_000)])
        {
            Assert.Null(SpokenNumber.Read(text));
            Assert.Null(SpokenDate.Read(text, Today));
            Assert.Null(SpokenTime.Read(text));
            Assert.Null(PhoneNumber.Read(text));
            Assert.Null(Seats.Choose(text));
        }
    }
}
