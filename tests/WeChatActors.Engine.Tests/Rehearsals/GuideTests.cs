using System.Text.RegularExpressions;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Rehearsals;

/// <summary>The guide for authors, in both languages.</summary>
public sealed partial class GuideTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "guide");
    private static readonly AccountView Account = new("demo", "wx0000000000000demo", TimeZoneInfo.CreateCustomTimeZone("CST", TimeSpan.FromHours(8), "CST", "CST"));

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void Every_file_shown_loads_without_a_finding_and_passes_its_tests(string language)
    {
        var (files, tests) = (0, 0);
        foreach (Match file in Files().Matches(File.ReadAllText(Path.Combine(Folder, language))))
        {
            // What is included there stands in no snippet; its own test loads it.
            if (file.Value.Contains("include:", StringComparison.Ordinal)) continue;
            var load = ScriptFile.Parse(file.Groups["yaml"].Value, language);
            Assert.Empty(load.Findings);
            foreach (var test in load.Script!.Tests)
            {
                Assert.Empty(RuleTestRun.Run(load.Script, test, Account).Failures);
                tests++;
            }

            files++;
        }

        Assert.Equal(8, files);
        Assert.InRange(tests, 25, 100);
    }

    [GeneratedRegex("^```yaml\n(?<yaml>version: 1\n.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Files();
}
