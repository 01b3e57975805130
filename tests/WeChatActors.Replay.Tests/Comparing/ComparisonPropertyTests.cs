using System.Text;

namespace WeChatActors.Replay.Tests;

/// <summary>What holds for any answer, shown with seeded chance.</summary>
public sealed class ComparisonPropertyTests
{
    private static readonly string[] Words =
    [
        "你好", "茶", " ", "\n", "10:00", "2026-03-02 10:00:00", "3月2日", "星期一", "2026-03-02T02:00:00Z", "12345678901234567890", "abc", "A", "0", ":", "-", "/",
        "6f1c2a34-0b1d-4c5e-9f00-112233445566", "上午", "9点半", "<a href=\"x\">", "&", "🍵", "AbCdEfGhIjKlMnOpQrStUvWx12", "周二", "oOpenIdOpenIdOpenIdOpenId0001", "Jan 5", "24:00", "99:99", "2026-02-30",
    ];

    private static string Any(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(4) == 0 ? ((char)random.Next(0x20, 0x2FF)).ToString() : Words[random.Next(Words.Length)]))
            .Replace("]]>", "", StringComparison.Ordinal);

    [Fact]
    public void An_answer_is_equal_to_itself_under_any_mapping_of_OpenIDs()
    {
        var random = new Random(1);
        for (var i = 0; i < 3000; i++)
        {
            var (asker, mapped) = ($"oAsker{random.NextInt64():D20}", $"oMapped{random.NextInt64():D20}");
            var text = Any(random) + "{0}" + Any(random);
            var turn = new Turn
            {
                Asker = asker, Mapped = mapped,
                Expected = Turn.Text(text.Replace("{0}", asker, StringComparison.Ordinal), asker),
                Actual = Turn.Text(text.Replace("{0}", mapped, StringComparison.Ordinal), mapped, Turn.Recorded.AddSeconds(random.Next())),
            };
            Assert.Equal(AnswerVerdict.Equal, turn.Compare());
        }
    }

    [Fact]
    public void Masking_what_was_masked_changes_nothing()
    {
        var random = new Random(2);
        var mask = new AnswerMask(ComparisonFile.Parse("version: 1\nignore: ['[a-f]+']\nsame: [[你好, 您好], [茶, 咖啡]]", "c.yaml").Rules!);
        var moment = new AnswerMoment(Turn.Recorded.ToUnixTimeSeconds(), TimeSpan.FromHours(8));
        for (var i = 0; i < 5000; i++)
        {
            var once = mask.TakeOut(Any(random), moment, []);
            Assert.Equal(once, mask.TakeOut(once, moment, []));
        }
    }

    [Fact]
    public void A_letter_that_was_changed_is_found_wherever_it_stands()
    {
        var random = new Random(3);
        const string letters = "茶馆今日推荐晨光您想喝点什么欢迎再来";
        for (var i = 0; i < 3000; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(1, 60); length > 0; length--) text.Append(letters[random.Next(letters.Length)]);
            var before = text.ToString();
            var at = random.Next(text.Length);
            switch (random.Next(3))
            {
                case 0: text[at] = '变'; break;
                case 1: text.Insert(at, '变'); break;
                default: text[at] = text[at] == '茶' ? '馆' : '茶'; break;
            }
            Assert.Equal(AnswerVerdict.Different, new Turn { Expected = Turn.Text(before), Actual = Turn.TextNow(text.ToString()) }.Compare());
        }
    }

    [Fact]
    public void No_bytes_make_the_comparer_fail()
    {
        var random = new Random(4);
        var sample = Turn.Text("你好 10:00");
        for (var i = 0; i < 3000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(sample);
            for (var changes = random.Next(1, 6); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var garbled = Encoding.Latin1.GetString(bytes, 0, random.Next(bytes.Length + 1));
            new Turn { Expected = garbled, Actual = sample }.Compare();
            new Turn { Expected = sample, Actual = garbled }.Compare();
            Assert.Equal(AnswerVerdict.Equal, new Turn { Expected = garbled, Actual = garbled }.Compare());
        }
    }
}
