namespace WeChatActors.Cli.Tests;

public class LineEditorTests
{
    private const string Family = "👨‍👩‍👧";

    /// <summary>Types texts and presses keys, and shows the line with the cursor as |.</summary>
    private static string After(params object[] input) => Show(Line(EditedLine.Empty, input));

    private static string Show(EditedLine line) => line.Text.Insert(line.Cursor, "|");

    private static EditedLine Line(EditedLine line, params object[] input)
    {
        foreach (var press in input.SelectMany(Presses)) line = Step(line, press).Line;
        return line;
    }

    private static IEnumerable<KeyPress> Presses(object input) =>
        input is EditKey key ? [new(key)] : ((string)input).Select(c => c == '\n' ? new KeyPress(EditKey.Enter) : new(EditKey.Character, c));

    private static EditStep Step(EditedLine line, KeyPress press) =>
        LineEditor.Step(line, press, beginning => [.. new[] { "/scan ", "/state", "/subscribe ", "/menu" }.Where(c => c.StartsWith(beginning, StringComparison.Ordinal))]);

    [Fact]
    public void Typing_writes_at_the_cursor() => Assert.Equal("你们|好", After("你好", EditKey.Left, "们"));

    [Fact]
    public void Left_and_right_go_over_a_whole_character_of_a_reader()
    {
        Assert.Equal($"a|{Family}", After("a" + Family, EditKey.Left));
        Assert.Equal($"a{Family}|", After("a" + Family, EditKey.Left, EditKey.Right));
        Assert.Equal("|你", After("你", EditKey.Left, EditKey.Left));
        Assert.Equal("你|", After("你", EditKey.Right));
    }

    [Fact]
    public void Home_and_end_go_to_the_ends()
    {
        Assert.Equal("|你好", After("你好", EditKey.Home));
        Assert.Equal("你好|", After("你好", EditKey.Home, EditKey.End));
    }

    [Fact]
    public void Backspace_and_delete_remove_one_character_of_a_reader()
    {
        Assert.Equal("a|", After("a" + Family, EditKey.Backspace));
        Assert.Equal("a|b", After($"a{Family}b", EditKey.Home, EditKey.Right, EditKey.Delete));
        Assert.Equal("|", After("e\u0301", EditKey.Backspace));
        Assert.Equal("|a", After("a", EditKey.Home, EditKey.Backspace));
        Assert.Equal("a|", After("a", EditKey.Delete));
    }

    [Fact]
    public void An_emoji_typed_unit_by_unit_is_one_character() => Assert.Equal("|🍵", After("🍵", EditKey.Left));

    [Fact]
    public void The_kill_keys_remove_to_an_end_or_a_word()
    {
        Assert.Equal("ab|", After("abcd", EditKey.Left, EditKey.Left, EditKey.KillToEnd));
        Assert.Equal("|cd", After("abcd", EditKey.Left, EditKey.Left, EditKey.KillToStart));
        Assert.Equal("/link |", After("/link 一篇文章  ", EditKey.KillWord));
        Assert.Equal("|", After("你好", EditKey.KillWord, EditKey.KillWord));
    }

    [Fact]
    public void Enter_gives_the_line_and_begins_an_empty_one()
    {
        var step = Assert.IsType<EditStep.Entered>(Step(Line(EditedLine.Empty, "你好"), new(EditKey.Enter)));
        Assert.Equal("你好", step.Text);
        Assert.Equal("|", Show(step.Line));
    }

    [Fact]
    public void The_history_goes_back_and_forth_and_keeps_the_draft()
    {
        var line = Line(EditedLine.Empty, "一\n二\n草稿");
        Assert.Equal("二|", Show(line = Line(line, EditKey.Older)));
        Assert.Equal("一|", Show(line = Line(line, EditKey.Older)));
        Assert.Equal("一|", Show(line = Line(line, EditKey.Older)));
        Assert.Equal("二|", Show(line = Line(line, EditKey.Newer)));
        Assert.Equal("草稿|", Show(line = Line(line, EditKey.Newer)));
        Assert.Equal("草稿|", Show(Line(line, EditKey.Newer)));
    }

    [Fact]
    public void The_history_holds_no_blank_line_and_none_twice_in_a_row() =>
        Assert.Equal(["一", "二", "一"], Line(EditedLine.Empty, "一\n一\n \n\n二\n一\n").History.ToArray());

    [Fact]
    public void A_line_of_the_history_can_be_changed_and_entered()
    {
        var line = Line(EditedLine.Empty, "一\n", EditKey.Older, "二\n");
        Assert.Equal(["一", "一二"], line.History.ToArray());
    }

    [Fact]
    public void Tab_completes_as_far_as_it_is_certain_then_offers_the_choices()
    {
        Assert.Equal("/menu|", After("/m", EditKey.Complete));
        Assert.Equal("/s|", After("/s", EditKey.Complete));
        Assert.Equal("x|", After("x", EditKey.Complete));
        Assert.Equal("/menu|nu", After("/menu", EditKey.Left, EditKey.Left, EditKey.Complete));
        var offered = Assert.IsType<EditStep.Offered>(Step(Line(EditedLine.Empty, "/s"), new(EditKey.Complete)));
        Assert.Equal(["/scan ", "/state", "/subscribe "], offered.Choices.ToArray());
    }

    [Fact]
    public void Ctrl_C_leaves_and_Ctrl_D_leaves_an_empty_line_only()
    {
        Assert.IsType<EditStep.Left>(Step(Line(EditedLine.Empty, "你"), new(EditKey.Interrupt)));
        Assert.IsType<EditStep.Left>(Step(EditedLine.Empty, new(EditKey.EndOfInput)));
        Assert.Equal("|好", After("你好", EditKey.Home, EditKey.EndOfInput));
    }

    [Fact]
    public void No_sequence_of_keys_loses_the_cursor()
    {
        string[] texts = ["a", " ", "你", "🍵", Family, "e\u0301", "\u200D", "\uD83C", "🇨🇳", "\n", "/s"];
        var keys = Enum.GetValues<EditKey>().Except([EditKey.Character]).ToArray();
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var line = EditedLine.Empty;
            for (var i = 0; i < 120; i++)
            {
                line = Line(line, random.Next(2) == 0 ? texts[random.Next(texts.Length)] : keys[random.Next(keys.Length)]);
                Assert.InRange(line.Cursor, 0, line.Text.Length);
                var columns = random.Next(2, 40);
                var view = LineView.Of(line.Text, line.Cursor, columns);
                Assert.InRange(view.Column, 0, columns - 1);
                Assert.InRange(Columns.Of(view.Visible), 0, columns - 1);
            }
        }
    }
}
