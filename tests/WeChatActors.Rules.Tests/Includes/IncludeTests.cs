namespace WeChatActors.Rules.Tests.Includes;

public sealed class IncludeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    private string Path(string path) => System.IO.Path.Combine(_folder.FullName, path);

    private void Write(string path, string yaml)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(path))!);
        File.WriteAllText(Path(path), "version: 1\n" + yaml);
    }

    private ScriptLoad Load(string path = "rules/demo.yaml") => ScriptFile.Load(Path(path));

    private string[] Findings() => [.. Load().Findings.Select(finding => finding.ToString().Replace(_folder.FullName + "/rules/", "", StringComparison.Ordinal))];

    [Fact]
    public void Included_rules_stand_before_those_of_the_file()
    {
        Write("rules/demo.yaml", "include: [common/*.yaml, last.yaml]\nvars: {shop: 晨光}\nrules:\n  - {default: true, reply: '{{ own }}'}");
        Write("rules/common/b.yaml", "rules: [{id: b, exact: b, reply: '{{ shop }}'}]");
        Write("rules/common/a.yaml", "include: ../last.yaml\nvars: {own: 自己}\nlists: {hi: [hi]}\nrules: [{exact: $hi, reply: a}]");
        Write("rules/common/c.yml", "nonsense: 1");
        Write("rules/last.yaml", "rules: [{id: last, exact: z, reply: z}]");
        var load = Load();
        Assert.Empty(load.Findings);
        Assert.Equal(["last", "common/a.yaml:5", "b", "demo.yaml:5"], load.Script!.Rules.Select(rule => rule.Id));
        Assert.Equal(new RuleInfo("b", "common/b.yaml", 2), load.Script.Rules[2]);
        Assert.Equal(["z", "a", "晨光", "自己"], new[] { "z", "hi", "b", "?" }.Select(text => load.Script.Says(text)));
    }

    [Fact]
    public void Says_which_folders_it_looked_into_also_for_files_that_are_not_there_yet()
    {
        Write("rules/demo.yaml", "include: ['*/faq*.yaml', more/last.yaml]\nrules: []");
        Write("rules/common/a.yaml", "rules: []");
        Directory.CreateDirectory(Path("rules/later"));
        var load = Load();
        Assert.Null(load.Script);
        Assert.Equal(["rules", "rules/common", "rules/later", "rules/more"], load.Folders.Select(folder => System.IO.Path.GetRelativePath(_folder.FullName, folder)));
    }

    [Theory]
    [InlineData("../secret.yaml", "'../secret.yaml' leads out of the folder of the first rule file, expected a path inside it.")]
    [InlineData("a/../../secret.yaml", "'a/../../secret.yaml' leads out of the folder of the first rule file, expected a path inside it.")]
    [InlineData("/etc/passwd", "'/etc/passwd' is not a relative path, expected one below the folder of the first rule file, with / between its parts.")]
    [InlineData("'C:\\x'", "'C:\\x' is not a relative path, expected one below the folder of the first rule file, with / between its parts.")]
    [InlineData("missing.yaml", "there is no file missing.yaml.")]
    [InlineData("''", "'' stands at 'include', expected a relative path.")]
    [InlineData("{a: b}", "a map stands at 'include', expected text or a list of texts.")]
    public void Nothing_outside_the_folder_is_read(string include, string finding)
    {
        Write("rules/demo.yaml", $"include: {include}\n");
        Write("secret.yaml", "rules: []");
        Assert.Equal($"demo.yaml:2:10: {finding}", Assert.Single(Findings()));
    }

    [Fact]
    public void Links_out_of_the_folder_are_refused()
    {
        Write("rules/demo.yaml", "include: [link.yaml, folder/x.yaml, inside.yaml, loop.yaml, 'folder/*.yaml']\nrules: []");
        Write("rules/real.yaml", "rules: [{id: real, exact: a, reply: b}]");
        Write("secret/x.yaml", "rules: []");
        File.CreateSymbolicLink(Path("rules/link.yaml"), Path("secret/x.yaml"));
        File.CreateSymbolicLink(Path("rules/inside.yaml"), "real.yaml");
        File.CreateSymbolicLink(Path("rules/loop.yaml"), "loop.yaml");
        Directory.CreateSymbolicLink(Path("rules/folder"), Path("secret"));
        Assert.Equal(
            [
                "demo.yaml:2:11: link.yaml is a link out of the folder of the first rule file, expected a file inside it.",
                "demo.yaml:2:22: folder/x.yaml is a link out of the folder of the first rule file, expected a file inside it.",
            ],
            Findings().Take(2));
        Assert.Equal(3, Findings().Length);
        Assert.Contains("loop.yaml", Findings()[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_itself_a_link_works()
    {
        Write("rules/demo.yaml", "include: a.yaml\nrules: []");
        Write("rules/a.yaml", "rules: [{id: a, exact: a, reply: a}]");
        Directory.CreateSymbolicLink(Path("current"), Path("rules"));
        Assert.Equal("a", Assert.Single(Load("current/demo.yaml").Script!.Rules).Id);
    }

    [Fact]
    public void Cycles_are_errors()
    {
        Write("rules/demo.yaml", "include: a.yaml\n");
        Write("rules/a.yaml", "include: b.yaml\n");
        Write("rules/b.yaml", "include: [a.yaml, b.yaml]\n");
        Assert.Equal(
            ["b.yaml:2:11: the files include each other: a.yaml -> b.yaml -> a.yaml.", "b.yaml:2:19: the files include each other: b.yaml -> b.yaml."],
            Findings());
    }

    [Fact]
    public void A_wildcard_passes_over_the_file_itself_and_warns_when_nothing_fits()
    {
        Write("rules/demo.yaml", "include: ['*.yaml', '?/none*.yaml']\nrules: []");
        Write("rules/a.yaml", "rules: []");
        Assert.Equal("demo.yaml:2:21: warning: '?/none*.yaml' fits no file. [empty-include]", Assert.Single(Findings()));
    }

    [Fact]
    public void Names_are_unique_over_all_files()
    {
        Write("rules/demo.yaml", "include: a.yaml\nvars: {x: 1}\nlists: {l: [a]}\nmenu: [{name: a, click: b}]\nrules: [{id: same, exact: a, reply: b}]");
        Write("rules/a.yaml", "vars: {x: 2}\nlists: {l: [b]}\nmenu: [{name: a, click: b}]\nrules: [{id: same, exact: b, reply: c}]");
        Assert.Equal(
            [
                "demo.yaml:3:8: the var 'x' stands here again, it is already at a.yaml:2.",
                "demo.yaml:4:9: the list 'l' stands here again, expected each once over all files.",
                "demo.yaml:5:7: a second menu stands here, the first is at a.yaml:4.",
                "demo.yaml:6:14: the id 'same' is taken by the rule at a.yaml:5, expected another.",
            ],
            Findings());
    }

    [Fact]
    public void Mistakes_of_all_files_come_at_once()
    {
        Write("rules/demo.yaml", "include: a.yaml\nrules: [{exact: a}]");
        Write("rules/a.yaml", "rules: [{reply: a}]");
        Assert.Equal(2, Findings().Length);
    }

    [Fact]
    public void A_missing_file_is_a_finding() =>
        Assert.Equal("there is no such file.", Assert.Single(Load("nowhere.yaml").Findings).Message);

    [Fact]
    public void The_hash_covers_every_file_and_not_the_place()
    {
        Write("rules/demo.yaml", "include: a.yaml\nrules: []");
        Write("rules/a.yaml", "rules: [{exact: a, reply: a}]");
        Write("elsewhere/demo.yaml", "include: a.yaml\nrules: []");
        Write("elsewhere/a.yaml", "rules: [{exact: a, reply: a}]");
        var hash = Load().Script!.Hash;
        Assert.Matches("^[0-9a-f]{64}$", hash);
        Assert.Equal(hash, Load("elsewhere/demo.yaml").Script!.Hash);
        Write("rules/a.yaml", "rules: [{exact: a, reply: b}]");
        Assert.NotEqual(hash, Load().Script!.Hash);
    }

    [Fact]
    public void A_caller_can_give_the_files()
    {
        static ScriptLoad Parse(string include) => ScriptFile.Parse($"version: 1\ninclude: {include}\nrules: []", "conf/x.yaml",
            path => path == "common/a.yaml" ? "version: 1\nrules: [{id: a, exact: a, reply: a}]" : null);
        Assert.Equal("a", Assert.Single(Parse("./common//a.yaml").Script!.Rules).Id);
        Assert.Equal("conf/x.yaml:2:10: there is no file b.yaml.", Assert.Single(Parse("b.yaml").Findings).ToString());
        Assert.Equal("conf/x.yaml:2:10: '*.yaml' has a wildcard, which works for files on disk only, expected a path.", Assert.Single(Parse("'*.yaml'").Findings).ToString());
    }
}
