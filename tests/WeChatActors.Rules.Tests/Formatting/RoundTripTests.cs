using System.Text;

namespace WeChatActors.Rules.Tests.Formatting;

public class RoundTripTests
{
    /// <summary>Every YAML file of the repository.</summary>
    public static TheoryData<string> Files => [.. Repository.YamlFiles];

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_of_the_repository_say_the_same_in_the_canonical_layout(string file) => Holds(File.ReadAllText(Path.Combine(Repository.Root, file)), mayRefuse: false);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_file_says_the_same_with_the_same_comments(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 3000; i++) Holds(new RandomYaml(random).File(), mayRefuse: false);
    }

    [Fact]
    public void Mutated_files_are_refused_or_say_the_same()
    {
        var random = new Random(4);
        string[] pieces = ["#", " # c", "\n", "\n\n", "\n  ", "'", "\"", "[", "]", "{", "}", ",", ": ", "- ", "? ", "|\n", ">-\n", "|+\n", "\t", "\r\n", "  ", "~", "--- ", "...\n", "\u2028", "\u00a0", "\u0085", "\r", "😀"];
        var written = 0;
        for (var i = 0; i < 6000; i++)
        {
            var text = new StringBuilder(new RandomYaml(random).File());
            for (var n = random.Next(1, 4); n > 0; n--) text.Insert(random.Next(text.Length + 1), pieces[random.Next(pieces.Length)]);
            if (Holds(text.ToString(), mayRefuse: true)) written++;
        }

        Assert.True(written > 500, $"{written} of 6000 files could be read.");
    }

    private static bool Holds(string text, bool mayRefuse)
    {
        var findings = new Findings();
        var once = RuleFormat.Format(text, "f.yaml", findings);
        if (once is null)
        {
            Assert.True(mayRefuse, $"{string.Join("\n", findings.ToImmutable())}\n{text}");
            return false;
        }

        var twice = RuleFormat.Format(once, "f.yaml", findings);
        Assert.True(once == twice, $"Formatted twice it is another text.\n{text}\n-----\n{once}\n-----\n{twice}\n{string.Join("\n", findings.ToImmutable())}");
        return true;
    }
}
