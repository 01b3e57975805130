using WeChatActors.Engine;

namespace WeChatActors.Cli;

/// <summary>What was not as a test expects, for people.</summary>
internal static class FailureLines
{
    /// <summary>One failure: its place, what was expected and what came.</summary>
    public static IEnumerable<string> Of(TestFailure failure)
    {
        yield return $"{failure.Place.File}:{failure.Place.Line}:";
        foreach (var line in Named("expected", failure.Expected)) yield return line;
        foreach (var line in Named("got", failure.Got)) yield return line;
        if (failure.Hint is { } hint) yield return $"  hint      {hint}";
    }

    /// <summary>What was said until then.</summary>
    public static IEnumerable<string> Of(TestMoment moment)
    {
        var (before, after) = moment.Kind switch
        {
            TestMomentKind.Said => ("> ", ""),
            TestMomentKind.Pushed => ("» ", ""),
            TestMomentKind.Waited => ("  (", " pass)"),
            TestMomentKind.Called => ("  (called ", ")"),
            TestMomentKind.Noted => ("  (note: ", ")"),
            _ => ("  ", ""),
        };
        foreach (var line in moment.Text.Split('\n')) yield return before + ReplyText.OneLine(line) + after;
    }

    private static IEnumerable<string> Named(string name, string text)
    {
        foreach (var line in text.Split('\n'))
        {
            yield return $"  {name,-8}  {ReplyText.OneLine(line)}";
            name = "";
        }
    }
}
