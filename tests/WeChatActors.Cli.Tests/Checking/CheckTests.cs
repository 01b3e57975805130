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
        Assert.DoesNotContain("s3cret", ran.Out, StringComparison.Ordinal);
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
            ["Checking/mistakes/rules/shop.yaml", "Checking/mistakes/shop.yaml", "Checking/mistakes/warned.yaml"],
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
}
