namespace WeChatActors.Rules.Tests.Matching;

public class TextFoldTests
{
    [Theory]
    [InlineData("Hello", "hello")]
    [InlineData("ＡＢＣ１２３！？", "abc123!?")]
    [InlineData("　你好　", "你好")]
    [InlineData("\t a  b \n", "a  b")]
    [InlineData("你\u200b好\ufeff\u202e", "你好")]
    [InlineData("\u200b \u200b", "")]
    [InlineData("", "")]
    [InlineData("ÄÖ", "äö")]
    [InlineData("。、", "。、")]
    [InlineData("😀ａ", "😀a")]
    public void Brings_what_looks_the_same_to_one_form(string text, string folded)
    {
        Assert.Equal(folded, TextFold.Fold(text));
        Assert.Equal(folded, TextFold.Fold(TextFold.Fold(text)));
    }

    [Theory]
    [InlineData("你好")]
    [InlineData("hello world 123")]
    [InlineData("")]
    [InlineData("ok!")]
    public void Gives_the_same_object_when_nothing_changes(string text) => Assert.Same(text, TextFold.Fold(text));

    [Fact]
    public void Keeps_the_case_when_asked() => Assert.Equal("Ab!", TextFold.Fold(" Ａb！", keepCase: true));

    [Fact]
    public void Says_of_every_character_whether_it_is_folded_as_folding_does()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var text = "x" + (char)c + "x";
            var buffer = new char[3];
            var range = TextFold.Fold(text, buffer);
            Assert.Equal(TextFold.IsFolded(text), new string(buffer.AsSpan(range)) == text);
        }
    }
}
