using WeChatActors.Rules;

namespace WeChatActors.Server.Tests.Configuration;

/// <summary>The section <c>capture</c>.</summary>
public sealed class CaptureConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_the_file_is_needed()
    {
        var options = Load("capture: {file: captures/demo.jsonl.gz}").Configuration!.Capture!;
        Assert.Equal(Path.Combine(_folder, "captures", "demo.jsonl.gz"), options.File);
        Assert.Equal((256 * 1024 * 1024, null, false, null, null), (options.RotateBytes, options.Keep, options.KeepsOpenIds, options.Key, options.Accounts));
        Assert.Null(Load("").Configuration!.Capture);
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var options = Load("capture: {file: /x/demo.jsonl.zst, rotate_bytes: 65536, keep: 7, openids: pseudonym, key: \"${CAPTURE_KEY:-}\", accounts: [demo]}", "sixteen letters!").Configuration!.Capture!;
        Assert.Equal(("/x/demo.jsonl.zst", 65536, 7, false, "sixteen letters!"), (options.File, options.RotateBytes, options.Keep, options.KeepsOpenIds, options.Key));
        Assert.Equal(["demo"], options.Accounts!);
        options = Load("capture: {file: demo.jsonl, keep: all, openids: keep, key: \"${CAPTURE_KEY:-}\"}").Configuration!.Capture!;
        Assert.Equal((null, true, null), (options.Keep, options.KeepsOpenIds, options.Key));
    }

    [Fact]
    public void All_mistakes_are_told_at_once_with_their_places()
    {
        var load = Load("capture: {file: demo.json, rotate_bytes: 1, keep: some, openids: hidden, key: short, accounts: [dem], fille: x}");
        Assert.Null(load.Configuration);
        Assert.Equal(
            [
                "'demo.json' stands at 'file', expected a path that ends in .jsonl, .jsonl.gz or .jsonl.zst, such as captures/demo.jsonl.gz.",
                "'some' stands at 'keep', expected all, or how many files are kept, from 1 to 1000000.",
                "'key' of 'capture' has 5 characters, expected at least 16 (openssl rand -hex 24 makes one), or none for a key that is made.",
                "'dem' stands at 'accounts' of 'capture'; did you mean 'demo'? expected accounts of this file: demo.",
            ], load.Findings.Select(finding => finding.Message).Where(message => message.Contains("at 'file'", StringComparison.Ordinal) || message.Contains("keep', expected all", StringComparison.Ordinal)
                || message.Contains("'key' of", StringComparison.Ordinal) || message.Contains("'accounts' of", StringComparison.Ordinal)));
        Assert.Equal(7, load.Findings.Count(finding => finding.Severity == Severity.Error));
    }

    [Fact]
    public void Development_captures_nothing_and_still_finds_mistakes()
    {
        Assert.Null(Load("capture: {file: demo.jsonl}", develop: true).Configuration!.Capture);
        Assert.Null(Load("capture: {file: demo.json}", develop: true).Configuration);
    }

    private ConfigurationLoad Load(string section, string? key = null, bool develop = false)
    {
        File.WriteAllText(Path.Combine(_folder, "rules.yaml"), "version: 1\nrules: [{default: true, reply: hi}]\n");
        var file = Path.Combine(_folder, "wechatactors.yaml");
        File.WriteAllText(file, $"accounts:\n  demo: {{app_id: wx1, token: t, rules: rules.yaml}}\n{section}\n");
        return ConfigurationFile.Load(file, new ConfigurationOverrides { Develop = develop }, name => name == "CAPTURE_KEY" ? key : null);
    }
}
