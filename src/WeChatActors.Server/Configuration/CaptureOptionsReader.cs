using System.Collections.Immutable;
using System.Globalization;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Reads <c>capture</c>: whether and where deliveries and their answers are captured.</summary>
/// <param name="read">Takes values.</param>
/// <param name="folder">Where relative paths start.</param>
/// <param name="aliases">The accounts of the file, as it names them.</param>
internal sealed class CaptureOptionsReader(ConfigurationFields read, string folder, string[] aliases)
{
    /// <summary>No shorter key can be set: with one that is guessed, pseudonyms are none.</summary>
    private const int MinKey = 16;

    /// <summary>The options; null without <c>capture</c>, when it is wrong, and in development, where nobody real writes.</summary>
    public CaptureOptions? Read(YamlFields configuration)
    {
        if (configuration.Find("capture") is not { } node
            || YamlFields.Read(node, read.Findings, "'capture'", "file", "rotate_bytes", "keep", "openids", "key", "accounts") is not { } fields) return null;
        var keepsOpenIds = fields.Word("openids", "pseudonym", "keep") == "keep";
        var usual = new CaptureOptions { File = "" };
        var options = new CaptureOptions
        {
            File = ReadFile(fields) ?? "", RotateBytes = fields.Whole("rotate_bytes", 64 * 1024, 1024 * 1024 * 1024, usual.RotateBytes), Keep = ReadKeep(fields),
            KeepsOpenIds = keepsOpenIds, Key = ReadKey(fields), Accounts = read.Accounts(fields, aliases, "'capture'"),
        };
        if (keepsOpenIds && fields.Find("key") is { } idle)
            read.Findings.Warning(idle, "idle-setting", "'key' has no effect with 'openids: keep': leave it out, or let pseudonyms stand for OpenIDs.");
        return read.Develop || options.File.Length == 0 ? null : options;
    }

    private string? ReadFile(YamlFields fields)
    {
        if (fields.Require("file") is not { } node || (read.Develop ? read.Unfilled(fields, "file") : read.Text(fields, "file")) is not { } file) return null;
        string[] suffixes = [".jsonl", ".jsonl.gz", ".jsonl.zst"];
        var name = Path.GetFileName(file);
        if (suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal) && name.Length > suffix.Length)) return Path.GetFullPath(file, folder);
        read.Findings.Error(node, $"'{file}' stands at 'file', expected a path that ends in .jsonl, .jsonl.gz or .jsonl.zst, such as captures/demo.jsonl.gz.");
        return null;
    }

    private int? ReadKeep(YamlFields fields)
    {
        if (fields.Find("keep") is not { } node || YamlRead.Text(node, read.Findings, "'keep'") is not { } text || text == "all") return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 1_000_000) return count;
        read.Findings.Error(node, $"{node.Described} stands at 'keep', expected all, or how many files are kept, from 1 to 1000000.");
        return null;
    }

    private string? ReadKey(YamlFields fields)
    {
        if (fields.Find("key") is not { } node || read.Secret(node, "'key'") is not { Length: > 0 } key) return null;
        if (key.Length >= MinKey) return key;
        read.Findings.Error(node, $"'key' of 'capture' has {key.Length} characters, expected at least {MinKey} (openssl rand -hex 24 makes one), or none for a key that is made.");
        return null;
    }
}
