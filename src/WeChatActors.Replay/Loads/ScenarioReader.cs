using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>Reads a load scenario.</summary>
internal static class ScenarioReader
{
    private static readonly string[] Keys = ["version", "followers", "think", "seed", "packets", "duration", "mix"];
    private static readonly TimeSpan ShortestThink = TimeSpan.FromMilliseconds(1), LongestThink = TimeSpan.FromDays(1), LongestDuration = TimeSpan.FromDays(365);

    /// <summary>Reads it; null when nothing can be made of it.</summary>
    /// <param name="root">The document.</param>
    /// <param name="folder">Where rule files are looked for.</param>
    /// <param name="findings">Gets every mistake.</param>
    public static LoadScenario? Read(YamlNode root, string folder, Findings findings)
    {
        if (YamlFields.Read(root, findings, "a load scenario", Keys) is not { } fields) return null;
        if (fields.Require("version") is { } version) YamlRead.Whole(version, findings, "'version'", 1, 1);
        var followers = fields.Require("followers") is null ? 1 : fields.Whole("followers", 1, LoadScenario.MaxFollowers, 1);
        var think = fields.Find("think") is { } span ? Think(span, findings) : (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8));
        var notes = new List<string>();
        var mix = fields.Require("mix") is { } list ? MixReader.Read(list, folder, findings, notes) : null;
        var seed = (ulong)fields.Whole("seed", 0, int.MaxValue, 1);
        var packets = fields.Find("packets") is { } most ? YamlRead.Whole(most, findings, "'packets'", 1, int.MaxValue) : null;
        var duration = fields.Find("duration") is { } time ? DurationReader.Read(time, findings, "'duration'", ShortestThink, LongestDuration) : null;
        return mix is null || think is not var (shortest, longest) ? null : new()
        {
            Followers = followers, ShortestThink = shortest, LongestThink = longest, Seed = seed, Mix = mix, Packets = packets, Duration = duration, Notes = [.. notes],
        };
    }

    // 2s..8s, or one time alone.
    private static (TimeSpan, TimeSpan)? Think(YamlNode node, Findings findings)
    {
        if (node is YamlScalar scalar)
        {
            var parts = scalar.Value.Split("..");
            TimeSpan?[] times = [.. parts.Take(2).Select(part => DurationReader.Parse(part.Trim()))];
            if (parts.Length is 1 or 2 && times[0] is { } shortest && times[^1] is { } longest && shortest >= ShortestThink && longest <= LongestThink && shortest <= LongestThink && longest >= ShortestThink)
            {
                if (shortest <= longest) return (shortest, longest);
                findings.Error(node, $"{node.Described} stands at 'think', expected the shorter time first: {parts[1].Trim()}..{parts[0].Trim()}.");
                return null;
            }
        }

        findings.Error(node, $"{node.Described} stands at 'think', expected a time from {DurationReader.Show(ShortestThink)} to {DurationReader.Show(LongestThink)}, or two such as 2s..8s.");
        return null;
    }
}
