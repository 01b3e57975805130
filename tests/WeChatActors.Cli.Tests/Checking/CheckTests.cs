namespace WeChatActors.Cli.Tests;

public class CheckTests
{
    [Fact]
    public async Task A_configuration_with_a_dozen_mistakes_is_told_all_of_them_and_those_of_its_rules()
    {
        var ran = await Ran.Command("check", "Checking/mistakes/shop.yaml");
        Assert.Equal(ExitCode.Misused, ran.Code);
        Golden.Matches("check-configuration.txt", ran.Out);
        Golden.Matches("check-configuration-summary.txt", ran.Error);
        Assert.DoesNotContain("s3cr3t", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_file_is_told_all_its_mistakes()
    {
        var ran = await Ran.Command("check", "Checking/mistakes/rules/shop.yaml");
        Assert.Equal(ExitCode.Misused, ran.Code);
        Golden.Matches("check-rules.txt", ran.Out);
    }

    [Fact]
    public async Task Warnings_are_listed_and_change_nothing()
    {
        var ran = await Ran.Command("check", "Checking/mistakes/warned.yaml");
        Assert.Equal(ExitCode.Done, ran.Code);
        Golden.Matches("check-warnings.txt", ran.Out + ran.Error);
    }

    [Fact]
    public async Task A_good_file_has_a_summary_and_no_result() =>
        Assert.Equal(new Ran(ExitCode.Done, "", "Chatting/tea.yaml: 18 rules, no errors, no warnings\n"), await Ran.Command("check", "Chatting/tea.yaml"));

    [Fact]
    public async Task A_good_configuration_counts_accounts_and_rules()
    {
        using var folder = new Folder();
        folder.File("r.yaml", "version: 1\nrules: [{exact: hi, reply: hi}]\n");
        var path = folder.File("c.yaml", "accounts:\n  one: {app_id: wx1, token: t, rules: r.yaml}\n  two: {app_id: wx2, token: t, rules: r.yaml}\n");
        Assert.Equal(new Ran(ExitCode.Done, "", $"{path}: 2 accounts, 2 rules, no errors, no warnings\n"), await Ran.Command("check", path));
    }

    [Fact]
    public async Task A_folder_stands_for_the_files_in_it_and_a_finding_is_listed_once()
    {
        var ran = await Ran.Command("check", "Checking/mistakes");
        Assert.Equal(ExitCode.Misused, ran.Code);
        var lines = ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines.Distinct(), lines);
        Assert.Equal(
            ["Checking/mistakes/shop.yaml", "Checking/mistakes/warned.yaml", "2 files"],
            ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ")[0]));
    }

    [Fact]
    public async Task A_missing_file_is_an_error() =>
        Assert.Equal(
            new Ran(ExitCode.Misused, "nowhere.yaml:1:1: there is no such file.\n", "nowhere.yaml: 1 error, no warnings\n"),
            await Ran.Command("check", "nowhere.yaml"));

    [Fact]
    public async Task A_configuration_whose_accounts_are_mistyped_is_still_taken_for_one()
    {
        using var folder = new Folder();
        var path = folder.File("c.yaml", "listen: {}\nacounts: {}\n");
        Assert.Contains("did you mean 'accounts'?", (await Ran.Command("check", path)).Out, StringComparison.Ordinal);
    }

    private const string Tested = "Checking/tested/shop.yaml";

    private static string Reported(Ran ran) => ran.Out + "--\n" + ran.Error;

    [Fact]
    public async Task Failed_tests_are_told_with_what_was_expected_what_came_and_the_conversation_so_far()
    {
        var ran = await Ran.Command("check", Tested);
        Assert.Equal(ExitCode.Failed, ran.Code);
        Golden.Matches("check-failures.txt", Reported(ran));
    }

    [Fact]
    public async Task On_a_terminal_failures_are_red()
    {
        var ran = await Ran.Command(TextReader.Null, around => around with { OutIsTerminal = true }, "check", Tested, "--filter", "greeting");
        Golden.Matches("check-terminal.txt", ran.Out);
        var plain = await Ran.Command(TextReader.Null, around => around with { OutIsTerminal = true, Environment = name => name == "NO_COLOR" ? "1" : null }, "check", Tested);
        Assert.DoesNotContain('\u001b', Reported(plain));
    }

    [Fact]
    public async Task Coverage_lists_what_no_test_runs()
    {
        var ran = await Ran.Command("check", Tested, "--coverage", "--filter", "order#1");
        Assert.Equal(ExitCode.Done, ran.Code);
        Golden.Matches("check-coverage.txt", Reported(ran));
    }

    [Fact]
    public async Task Without_tests_only_the_files_are_read()
    {
        Assert.Equal(new Ran(ExitCode.Done, "", "Checking/tested/shop.yaml: 3 rules, no errors, no warnings\n"), await Ran.Command("check", Tested, "--no-tests"));
        var none = await Ran.Command("check", Tested, "--filter", "nothing like it");
        Assert.Equal((ExitCode.Misused, "No test has 'nothing like it' in its name."), (none.Code, none.Error.TrimEnd().Split('\n')[^1]));
    }

    [Fact]
    public async Task Strictly_warnings_fail_and_untested_rules_are_warnings()
    {
        using var folder = new Folder();
        var path = folder.File("r.yaml", "version: 1\nrules:\n  - {exact: hi, reply: a, tests: [{in: hi, out: a}]}\n  - {id: late, exact: yo, reply: b}\n");
        Assert.Equal(ExitCode.Done, (await Ran.Command("check", path)).Code);
        Assert.Equal(
            new Ran(ExitCode.Misused, $"{path}:4:1: warning: no test runs this rule; 'tests: [{{in: ..., out: ...}}]' beside it does. [untested]\n", $"{path}: 2 rules, no errors, 1 warning, 1 test passed\n"),
            await Ran.Command("check", path, "--strict"));
    }

    [Fact]
    public async Task The_report_is_written_for_programs()
    {
        using var folder = new Folder();
        var junit = folder.File("report.xml");
        var ran = await Ran.Command("check", Tested, "--json", "--junit", junit);
        Assert.Equal(ExitCode.Failed, ran.Code);
        Golden.Matches("check.json", System.Text.RegularExpressions.Regex.Replace(ran.Out, "\"seconds\": [0-9.]+", "\"seconds\": 0"));
        Golden.Matches("check.junit.xml", System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(junit), "time=\"[0-9.]+\"", "time=\"0\""));
    }

    [Fact]
    public async Task The_rules_of_an_account_are_tested_in_its_time_zone()
    {
        using var folder = new Folder();
        folder.File("r.yaml", "version: 1\nrules: [{id: r, exact: hi, reply: \"{{ now() | date('HH:mm') }}\", tests: [{in: hi, at: '2026-03-02T10:00+08:00', out: '02:00'}]}]\n");
        var conf = folder.File("c.yaml", "accounts:\n  one: {app_id: wx1, token: t, rules: r.yaml, time_zone: Etc/UTC}\n");
        var ran = await Ran.Command("check", "--conf", conf, "--account", "one");
        Assert.Equal((ExitCode.Done, ""), (ran.Code, ran.Out));
        Assert.EndsWith("1 rule, no errors, no warnings, 1 test passed\n", ran.Error, StringComparison.Ordinal);
        Assert.EndsWith("1 account, 1 rule, no errors, no warnings, 1 test passed\n", (await Ran.Command("check", conf)).Error, StringComparison.Ordinal);
        Assert.Contains("there is no account 'two'", (await Ran.Command("check", "--conf", conf, "--account", "two")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_another_one_includes_is_checked_with_that_one()
    {
        using var folder = new Folder();
        folder.File("a.yaml", "version: 1\ninclude: b.yaml\nlists: {greet: [hi]}\nrules: [{exact: yo, reply: a}]\n");
        var part = folder.File("b.yaml", "version: 1\nrules: [{id: r, exact: $greet, reply: b, tests: [{in: hi, out: b}]}]\n");
        var all = Path.GetDirectoryName(part)!;
        Assert.Equal(new Ran(ExitCode.Done, "", $"{Path.Combine(all, "a.yaml")}: 2 rules, no errors, no warnings, 1 test passed\n"), await Ran.Command("check", all));
        Assert.Equal(ExitCode.Misused, (await Ran.Command("check", part)).Code);
    }

    [Fact]
    public async Task Watching_checks_again_after_a_change_until_it_is_stopped()
    {
        using var folder = new Folder();
        var path = folder.File("r.yaml", "version: 1\nrules: [{id: r, exact: hi, reply: a, tests: [{in: hi, out: b}]}]\n");
        using var stop = new StopSignal();
        var talk = new Talk("1 of 1 test failed", "Watching", "1 test passed");
        var watching = Task.Run(() => Ran.Command(TextReader.Null, around => around with { ListenForStop = () => stop, Error = talk }, "check", path, "--watch"));
        await talk.Heard(1);
        folder.File("r.yaml", "version: 1\nrules: [{id: r, exact: hi, reply: a, tests: [{in: hi, out: a}]}]\n");
        await talk.Heard(2);
        stop.Request();
        Assert.Equal(ExitCode.Done, (await watching).Code);
    }

    /// <summary>A stream that tells when sentences were written, in order.</summary>
    private sealed class Talk(params string[] sentences) : StringWriter
    {
        private readonly TaskCompletionSource[] _heard = [.. sentences.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        private int _next;

        // Long enough for any machine; only a broken watch takes it.
        public Task Heard(int which) => _heard[which].Task.WaitAsync(TimeSpan.FromMinutes(1));

        public override void WriteLine(string? value)
        {
            if (_next < sentences.Length && value?.Contains(sentences[_next], StringComparison.Ordinal) is true) _heard[_next++].TrySetResult();
        }
    }
}
