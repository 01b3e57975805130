using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>What became of reading a file of declared variants.</summary>
/// <param name="Rules">What it declares, beside <see cref="ComparisonRules.BuiltIn"/>; null when any finding is an error.</param>
/// <param name="Findings">Errors and warnings, by line and column.</param>
internal sealed record ComparisonLoad(ComparisonRules? Rules, ImmutableArray<Finding> Findings);

/// <summary>Reads the YAML file that declares what answers may differ in.</summary>
internal static class ComparisonFile
{
    private const int MaxPattern = 4096, MaxPatterns = 200;

    private static readonly string[] Keys = ["version", "ignore", "same", "skip", "times", "time_zone"];

    private static readonly string[] Kinds =
    [
        "text", "image", "voice", "video", "shortvideo", "location", "link", "file", "miniprogrampage", "event",
        "subscribe", "unsubscribe", "SCAN", "LOCATION", "CLICK", "VIEW", "view_miniprogram", "scancode_push", "scancode_waitmsg",
        "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select", "TEMPLATESENDJOBFINISH", "MASSSENDJOBFINISH",
    ];

    /// <summary>Reads it. Never throws for anything the file holds, or for a missing one.</summary>
    public static ComparisonLoad Load(string path)
    {
        var findings = new Findings();
        return Read(YamlFile.Load(path, path, findings), findings);
    }

    /// <summary>Reads a text.</summary>
    public static ComparisonLoad Parse(string yaml, string name)
    {
        var findings = new Findings();
        return Read(YamlFile.Parse(yaml, name, findings), findings);
    }

    private static ComparisonLoad Read(YamlFile? file, Findings findings)
    {
        var rules = file?.Root is { } root && YamlFields.Read(root, findings, "a comparison file", Keys) is { } fields ? Read(fields, findings) : null;
        return new(findings.HasErrors ? null : rules, findings.ToImmutable());
    }

    private static ComparisonRules Read(YamlFields fields, Findings findings)
    {
        if (fields.Require("version") is { } version) YamlRead.Whole(version, findings, "'version'", 1, 1);
        var rules = ComparisonRules.BuiltIn with
        {
            Ignored = fields.Find("ignore") is { } ignore ? Patterns(ignore, findings) : [],
            Same = fields.Find("same") is { } same ? Groups(same, findings) : null,
            AnyTime = fields.Word("times", "moving", "any") == "any",
        };
        if (fields.Text("time_zone") is { } name)
        {
            if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) rules = rules with { Zone = zone, HasZone = true };
            else findings.Error(fields.Find("time_zone")!, $"'{AskedText.Cut(name)}' is not a time zone of this machine, expected one such as Asia/Shanghai (package tzdata holds them).");
        }

        if (fields.Find("skip") is { } skip && YamlFields.Read(skip, findings, "'skip'", "rules", "kinds") is { } skipped)
            rules = rules with { SkippedRules = skipped.Texts("rules").ToFrozenSet(StringComparer.Ordinal), SkippedKinds = SkippedKinds(skipped, findings) };
        return rules;
    }

    private static FrozenSet<string> SkippedKinds(YamlFields skipped, Findings findings)
    {
        if (skipped.Find("kinds") is not { } node) return [];
        var kinds = YamlRead.Texts(node, findings, "'kinds'");
        foreach (var kind in kinds)
        {
            // WeChat has more kinds than anybody can list, so that only what looks like a slip is one.
            var name = kind.Value.StartsWith("event ", StringComparison.Ordinal) ? kind.Value[6..] : kind.Value;
            if (Array.IndexOf(Kinds, name) < 0 && Nearest.To(name, Kinds) is { } near)
                findings.Error(kind, $"{kind.Described} stands at 'kinds'; did you mean '{near}'? A kind is a MsgType, 'event', or the name of an event.");
        }

        return kinds.Select(kind => kind.Value).ToFrozenSet(StringComparer.Ordinal);
    }

    private static ImmutableArray<IgnoredPattern> Patterns(YamlNode node, Findings findings)
    {
        var patterns = ImmutableArray.CreateBuilder<IgnoredPattern>();
        var scalars = YamlRead.Scalars(node, findings, "'ignore'");
        if (scalars.Length > MaxPatterns) findings.Error(node, $"'ignore' has {scalars.Length} patterns, expected at most {MaxPatterns}.");
        foreach (var scalar in scalars.Take(MaxPatterns))
            if (Compile(scalar, findings) is { } regex) patterns.Add(new(regex, scalar.Place));
        return patterns.DrainToImmutable();
    }

    private static Regex? Compile(YamlScalar scalar, Findings findings)
    {
        if (scalar.Value.Length > MaxPattern)
        {
            findings.Error(scalar, $"the regex has {scalar.Value.Length} characters, expected at most {MaxPattern}.");
            return null;
        }

        try
        {
            var regex = new Regex(scalar.Value, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, IgnoredPattern.Limit);
            if (!regex.IsMatch("")) return regex;
            findings.Error(scalar, $"the regex {scalar.Described} matches an empty text, and so every place of every answer; expected one that needs at least one character.");
        }
        catch (RegexParseException problem)
        {
            findings.Error(scalar.PlaceOf(Math.Min(problem.Offset, scalar.Value.Length)), $"the regex has a mistake here: {ConditionReader.Reason(problem.Message)}.");
        }
        catch (NotSupportedException)
        {
            findings.Error(scalar, "the regex is refused by the engine that cannot hang: lookaround such as (?=x), backreferences such as \\1, atomic groups and very large repetitions are not supported.");
        }

        return null;
    }

    private static SameTexts? Groups(YamlNode node, Findings findings)
    {
        if (node is not YamlList { Items: [YamlList, ..] } list)
        {
            findings.Error(node, $"{node.Described} stands at 'same', expected a list of lists such as [[你好, 您好], [是, 对]].");
            return null;
        }

        if (list.Items.Length > SameTexts.MaxGroups)
        {
            findings.Error(node, $"'same' has {list.Items.Length} groups, expected at most {SameTexts.MaxGroups}.");
            return null;
        }

        var seen = new Dictionary<string, YamlScalar>(StringComparer.Ordinal);
        var groups = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        foreach (var item in list.Items)
        {
            var texts = YamlRead.Texts(item, findings, "'same'");
            if (texts.Length < 2) findings.Error(item, "a group of 'same' has fewer than two texts, expected those that may stand for each other, such as [你好, 您好].");
            foreach (var text in texts)
            {
                if (text.Value.Length == 0) findings.Error(text, "an empty text stands at 'same', expected text.");
                else if (!seen.TryAdd(text.Value, text)) findings.Error(text, $"{text.Described} stands here again, it is already on line {seen[text.Value].Line}; a text belongs to one group.");
            }

            groups.Add([.. texts.Select(text => text.Value)]);
        }

        return new(groups.DrainToImmutable());
    }
}
