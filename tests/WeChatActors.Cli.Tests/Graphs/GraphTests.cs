using System.Xml.Linq;

namespace WeChatActors.Cli.Tests.Graphs;

public class GraphTests
{
    [Fact]
    public async Task A_rule_file_is_printed_as_Mermaid()
    {
        var ran = await Ran.Command("graph", "Chatting/tea.yaml");
        Assert.Equal((ExitCode.Done, ""), (ran.Code, ran.Error));
        Assert.StartsWith("flowchart LR\n", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tea.svg")]
    [InlineData("tea", "--format", "svg")]
    public async Task The_ending_of_the_file_or_the_option_says_what_is_written(string name, params string[] more)
    {
        using var folder = new Folder();
        Assert.Equal(new Ran(ExitCode.Done, "", ""), await Ran.Command(["graph", "Chatting/tea.yaml", "--out", folder.File(name), .. more]));
        Assert.Equal("svg", XDocument.Load(folder.File(name)).Root!.Name.LocalName);
    }

    [Fact]
    public async Task Many_rules_stand_in_groups_and_one_of_them_alone()
    {
        using var folder = new Folder();
        var path = folder.File("many.yaml", "version: 1\nrules:\n" + string.Concat(Enumerable.Range(0, 31).Select(i => $"  - {{id: r{i}, keyword: 问{i}, reply: 答}}\n")));
        var all = await Ran.Command("graph", path);
        Assert.Equal("31 rules are drawn in groups; --rule ID draws one with all it leads to.", all.Sentence);
        Assert.Contains("<b>31 rules: keyword</b>", all.Out, StringComparison.Ordinal);
        var one = await Ran.Command("graph", path, "--rule", "r30");
        Assert.Equal((ExitCode.Done, ""), (one.Code, one.Error));
        Assert.Contains("<b>r30</b>", one.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>r3</b>", one.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rule", "hy", "'hy' stands at --rule; did you mean 'hi'? expected one of: hi.")]
    [InlineData("--dialog", "book", "'book' stands at --dialog, but r.yaml has no dialog.")]
    public async Task A_mistyped_name_is_answered_with_the_known_ones(string option, string name, string sentence)
    {
        using var folder = new Folder();
        var ran = await Ran.Command("graph", folder.File("r.yaml", "version: 1\nrules: [{id: hi, exact: hi, reply: hello}]"), option, name);
        Assert.Equal((ExitCode.Misused, sentence), (ran.Code, ran.Sentence));
    }

    [Fact]
    public async Task A_file_with_mistakes_is_told_them()
    {
        using var folder = new Folder();
        var path = folder.File("r.yaml", "version: 1\nrules: [{exact: hi}]");
        var ran = await Ran.Command("graph", path);
        Assert.Equal((ExitCode.Misused, ""), (ran.Code, ran.Out));
        Assert.Contains($"{path}:2:9: the rule does nothing", ran.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_written_is_a_failure()
    {
        using var folder = new Folder();
        var ran = await Ran.Command("graph", "Chatting/tea.yaml", "--out", folder.File("no/such/folder.svg"));
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Contains("could not be written", ran.Sentence, StringComparison.Ordinal);
    }
}
