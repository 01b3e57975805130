using WeChatActors.Rules.Tests.Formatting;

namespace WeChatActors.Rules.Tests.Fixing;

public class FileFixesTests
{
    private static string Fix(string text)
    {
        for (var round = 0; round < 5; round++)
        {
            var (mended, findings) = FileFixes.Apply(text, ScriptFile.Parse(text, "t.yaml").Findings);
            if (findings.IsEmpty) return text;
            text = mended;
        }

        throw new InvalidOperationException("Mended again and again:\n" + text);
    }

    [Fact]
    public void Mechanical_mistakes_are_mended_and_nothing_else_changes() => Assert.Equal(
        """
        # a bot   
        version: 1
        vars: {open: "on"}   # a word

        rules:
        - {exact: ["yes" , "12:30"],   reply: "[微笑]"}
        - exact: a
          priority: 1   # mistyped
          reply: "[微笑]"
        """,
        Fix(
            """
            # a bot   
            vars: {open: on}   # a word

            rules:
            - {exact: [yes , 12:30],   repyl: [微笑]}
            - exact: a
              prioity: 1   # mistyped
              reply: [微笑]
            """));

    [Theory]
    [InlineData("version: 1\nrules: [{exact: a, xyz: b}]")]
    [InlineData("version: 1\nrules: [{exact: a, reply: b, repyl: c}]")]
    [InlineData("version: 1\nrules: [{exact: a, reply: [ 微笑 ]}]")]
    [InlineData("{rules: []}")]
    [InlineData("version: 1\nrules: [{exact: a, reply: '[微笑]'}]")]
    public void What_a_person_has_to_decide_stays(string text) => Assert.Equal(text, Fix(text));

    [Fact]
    public void A_file_from_another_system_keeps_its_marks() =>
        Assert.Equal("\uFEFFversion: 1\r\nrules: [{exact: \"yes\", reply: x}]\r\n", Fix("\uFEFFrules: [{exact: yes, reply: x}]\r\n"));

    [Fact]
    public void A_fix_says_what_it_does() => Assert.Equal(
        ["writes 'reply' for 'repyl'", "puts '[微笑]' in quotes"],
        ScriptFile.Parse("version: 1\nrules: [{exact: a, repyl: x}, {exact: b, reply: [微笑]}]", "t.yaml").Findings.Select(finding => finding.Fix!.Does));

    [Fact]
    public void Fixes_of_any_file_come_to_an_end_and_leave_nothing_to_fix()
    {
        var random = new Random(5);
        string[] words = ["exact: yes", "repyl: x", "reply: [微笑]", "rpely: [a]", "exact: [on, 12:30, 0123, a]", "prioritty: 1", "reply: x", "do: [{sedn: y}]", "do: [{send: [笑]}, {set: {x: no}}]"];
        for (var i = 0; i < 500; i++)
        {
            var keys = Enumerable.Range(0, random.Next(1, 4)).Select(_ => words[random.Next(words.Length)]).Distinct();
            Fix($"{(random.Next(2) == 0 ? "version: 1\n" : "")}rules:\n  - {{{string.Join(", ", keys)}}}\n");
        }

        for (var i = 0; i < 500; i++) Fix(new RandomYaml(random).File());
    }
}
