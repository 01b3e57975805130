using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Formatting;

public class SameDecisionsTests
{
    /// <summary>Every rule file of the repository that can run.</summary>
    public static TheoryData<string> Files => [.. Repository.YamlFiles.Where(file => ScriptFile.Load(Path.Combine(Repository.Root, file)).Script is { Rules.Length: > 0 })];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_formatted_file_decides_as_before(string file)
    {
        var original = Path.Combine(Repository.Root, file);
        using var folder = new RuleFolder();
        Copy(Path.GetDirectoryName(original)!, folder);
        var (before, after) = (ScriptFile.Load(original).Script!, folder.Load(Path.GetFileName(original)).Script!);
        Assert.Equal(before.Rules.Length, after.Rules.Length);
        Assert.Equal(before.Tests.Length, after.Tests.Length);
        // Chance goes by places, which have changed.
        var isFixed = !before.Sources.Any(source => source.Text.Contains("random", StringComparison.Ordinal) || source.Text.Contains("one_of", StringComparison.Ordinal));
        foreach (var packet in Said(before).Distinct().Take(500).Select(text => (Packet)Packets.Text(text)))
        {
            var (one, other) = (before.Decide(Packets.Input(packet)), after.Decide(Packets.Input(packet)));
            Assert.Equal(one.Rules.Select(id => Position(before, id)), other.Rules.Select(id => Position(after, id)));
            if (isFixed) Assert.Equal((one.Reply, one.Call is null), (other.Reply, other.Call is null));
        }
    }

    private static int Position(Script script, string id) => script.Rules.Select(rule => rule.Id).ToList().IndexOf(id);

    // Everything short that stands in the files, as if a follower said it.
    private static IEnumerable<string> Said(Script script) => script.Sources.SelectMany(source => Scalars(YamlFile.Parse(source.Text, source.Path, new Findings()).Root)).Where(text => text.Length is > 0 and < 30);

    private static IEnumerable<string> Scalars(YamlNode? node) => node switch
    {
        YamlScalar scalar => [scalar.Value],
        YamlList list => list.Items.SelectMany(Scalars),
        YamlMap map => map.Entries.SelectMany(entry => Scalars(entry.Value)),
        _ => [],
    };

    private static void Copy(string from, RuleFolder folder)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(from, path);
            if (!path.EndsWith(".yaml", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(folder.Path(name))!);
                File.Copy(path, folder.Path(name));
                continue;
            }

            var text = File.ReadAllText(path);
            folder.File(name, RuleFormat.Format(text, name, new Findings()) ?? text);
        }
    }
}
