namespace WeChatActors.Cli.Tests;

public class AccountTests
{
    private const string Accounts = """
        accounts:
          tea: {app_id: wx1, app_secret: "${NOT_SET}", token: t, rules: tea.yaml}
          york: {app_id: wx2, token: t, rules: "${YORK_RULES:-york.yaml}", time_zone: America/New_York}
          bare: {app_id: wx3, token: t}
          moon: {app_id: wx4, token: t, rules: tea.yaml, time_zone: Moon/Tycho}
        """;

    private static async Task<Ran> Chat(string conf, params string[] more)
    {
        using var folder = new Folder();
        folder.File("tea.yaml", "version: 1\nrules: [{id: a, exact: hi, reply: \"{{ account }} {{ now() }}\"}]\n");
        folder.File("york.yaml", "version: 1\nrules: [{id: y, exact: hi, reply: \"{{ now() }}\"}]\n");
        var path = folder.File("c.yaml", conf);
        var ran = await Ran.Command(Typed.Lines("hi"), ["chat", "--conf", path, "--now", "2026-03-02T10:00Z", .. more]);
        var shown = Path.GetDirectoryName(path)! + "/";
        return ran with { Out = ran.Out.Replace(shown, "", StringComparison.Ordinal), Error = ran.Error.Replace(shown, "", StringComparison.Ordinal) };
    }

    [Fact]
    public async Task Without_a_rule_file_the_first_account_answers_and_its_secrets_are_not_needed()
    {
        var ran = await Chat(Accounts);
        Assert.Equal(ExitCode.Done, ran.Code);
        Assert.EndsWith("  rule a · tea.yaml:2\n", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_answers_in_its_own_time_zone() =>
        Assert.Equal("> hi\n2026-03-02 05:00\n  rule y · york.yaml:2\n", (await Chat(Accounts, "--account", "york")).Out);

    [Theory]
    [InlineData("tee", "c.yaml:2:3: there is no account 'tee'; did you mean 'tea'? expected one of: tea, york, bare, moon.")]
    [InlineData("bare", "c.yaml:4:3: the account 'bare' names no rule file, expected 'rules'.")]
    [InlineData("moon", "c.yaml:5:3: 'Moon/Tycho' is not a time zone of this machine, expected one such as Asia/Shanghai.")]
    public async Task An_account_that_cannot_answer_is_explained(string alias, string sentence)
    {
        var ran = await Chat(Accounts, "--account", alias);
        Assert.Equal((ExitCode.Misused, "", sentence), (ran.Code, ran.Out, ran.Sentence));
    }

    [Fact]
    public async Task A_rule_file_given_as_configuration_is_explained() =>
        Assert.Equal(
            "c.yaml:1:1: there are no accounts here, expected a configuration with 'accounts'; a rule file is given without --conf.",
            (await Chat("version: 1\nrules: []\n")).Sentence);

    [Fact]
    public async Task A_missing_configuration_is_explained() =>
        Assert.Equal("nowhere.yaml:1:1: there is no such file.", (await Ran.Command("chat", "--conf", "nowhere.yaml")).Sentence);
}
