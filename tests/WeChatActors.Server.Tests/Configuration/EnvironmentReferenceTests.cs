using WeChatActors.Rules;

namespace WeChatActors.Server.Tests.Configuration;

public sealed class EnvironmentReferenceTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["A"] = "eins", ["B_2"] = "zwei", ["EMPTY"] = "", ["NESTED"] = "${A}" };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${A}", "eins")]
    [InlineData("x${A}y${B_2}z", "xeinsyzweiz")]
    [InlineData("${A:-else}", "eins")]
    [InlineData("${NONE:-else}", "else")]
    [InlineData("${NONE:-}", "")]
    [InlineData("${NONE:-a:-b}", "a:-b")]
    [InlineData("${EMPTY}", "")]
    [InlineData("${EMPTY:-else}", "else")] // as in a shell
    [InlineData("${NESTED}", "${A}")] // filled once
    [InlineData("$A and $ and {A}", "$A and $ and {A}")]
    public void A_reference_is_filled_once(string text, string filled)
    {
        var (result, findings) = Fill(text);

        Assert.Equal(filled, result);
        Assert.Empty(findings);
    }

    [Theory]
    [InlineData("${NONE}", 4, "the environment variable NONE is not set: set it, or write ${NONE:-default}.")]
    [InlineData("abc${NONE}", 7, "the environment variable NONE is not set: set it, or write ${NONE:-default}.")]
    [InlineData("${A}${", 8, "'${' has no '}': write ${NAME} or ${NAME:-default}.")]
    [InlineData("${A", 4, "'${' has no '}': write ${NAME} or ${NAME:-default}.")]
    [InlineData("${}", 4, "'${}' names no environment variable: write ${NAME} or ${NAME:-default}.")]
    [InlineData("${A-B}", 4, "'${A-B}' names no environment variable: write ${NAME} or ${NAME:-default}.")]
    [InlineData("${A B:-secret}", 4, "'${A B:-...}' names no environment variable: write ${NAME} or ${NAME:-default}.")]
    public void A_reference_that_cannot_be_filled_is_an_error_at_its_place(string text, int column, string message)
    {
        var (result, findings) = Fill(text);

        Assert.Null(result);
        Assert.Equal(new Finding(Severity.Error, "conf.yaml", 1, column, message), Assert.Single(findings));
    }

    [Fact]
    public void Every_broken_reference_of_a_text_is_reported()
    {
        var (result, findings) = Fill("${NONE} ${A} ${OTHER}");

        Assert.Null(result);
        Assert.Equal([4, 17], findings.Select(finding => finding.Column));
    }

    private static (string? Result, IReadOnlyList<Finding> Findings) Fill(string text)
    {
        var findings = new Findings();
        var map = (YamlMap)YamlFile.Parse($"k: {text}", "conf.yaml", findings)!.Root!;
        var result = new EnvironmentReferences(name => Variables.GetValueOrDefault(name), findings).Fill((YamlScalar)map.Find("k")!.Value);
        return (result, findings.ToImmutable());
    }
}
