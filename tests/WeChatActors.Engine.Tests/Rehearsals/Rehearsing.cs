using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests;

/// <summary>Rules that are rehearsed, in few words.</summary>
internal static class Rehearsing
{
    public static readonly DateTimeOffset T0 = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    public static readonly AccountView Account = new("demo", "wx0000000000000000", TimeZoneInfo.CreateCustomTimeZone("CST", TimeSpan.FromHours(8), null, null));

    public static Script Of(string yaml)
    {
        var load = ScriptFile.Parse("version: 1\n" + yaml, "t.yaml");
        return load.Script ?? throw new InvalidOperationException(string.Join('\n', load.Findings));
    }

    public static Rehearsal Begin(this Script script, RehearsalSetting? setting = null) =>
        new(script, Account, new RehearsalClock(TimeProvider.System, T0), setting ?? new RehearsalSetting());

    public static Rehearsed.Turned Says(this Rehearsal rehearsal, string text, int deliveries = 1) =>
        Assert.IsType<Rehearsed.Turned>(rehearsal.Send(UserPacket.Message("text", ("Content", text)), deliveries));

    /// <summary>Every test of some rules, as lines: what failed, or that it passed.</summary>
    public static string[] Results(string yaml)
    {
        var script = Of(yaml);
        return [.. script.Tests.Select(test => Line(RuleTestRun.Run(script, test, Account)))];
    }

    private static string Line(RuleTestResult result) => result.Passed
        ? $"{result.Test.Name} passed"
        : $"{result.Test.Name}: {string.Join("; ", result.Failures.Select(failure => $"{failure.Place.Line}:{failure.Place.Column} expected {failure.Expected}, got {failure.Got}{(failure.Hint is { } hint ? $" ({hint})" : "")}"))}";
}
