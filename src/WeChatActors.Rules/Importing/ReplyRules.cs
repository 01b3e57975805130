using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WeChatActors.Rules;

/// <summary>Writes rules that answer as the console did.</summary>
internal sealed class ReplyRules
{
    private readonly StringBuilder _rules = new();
    private readonly List<string> _notes = [];
    private bool _hasRule;

    public void Note(string sentence) => _notes.Add($"{sentence}.");

    public void NoteClosed(string what) => Note($"{what} switched off in the console and {(what.EndsWith("is", StringComparison.Ordinal) ? "stands" : "stand")} in comments");

    /// <summary>The reply to a new follower.</summary>
    public void Follow(JsonElement json, bool open)
    {
        if (Single(json, "the reply to a new follower", ImportedReply.ForEvent) is { } reply) Rule("follow", "the reply to a new follower", ["event: subscribe"], [reply], open);
    }

    /// <summary>The reply to a message that no keyword fits.</summary>
    public void Default(JsonElement json, bool open)
    {
        if (Single(json, "the default reply", 1) is { } reply)
            Rule("fallback", "the default reply", ["priority: -1", "type: [text, image, voice, video, shortvideo, location, link]"], [reply], open);
    }

    /// <summary>A keyword rule.</summary>
    public void Keyword(JsonElement json, int number, bool open)
    {
        var name = JsonMembers.Text(json, "rule_name") is { Length: > 0 } written ? ShortText.Cut(written, 60) : $"rule {number.ToString(CultureInfo.InvariantCulture)}";
        void Say(string what) => Note($"“{name}”: {what}");
        var (contain, equal) = Words(json, Say);
        var isRandom = JsonMembers.Text(json, "reply_mode") == "random_one";
        List<ImportedReply> replies = [.. JsonMembers.List(json, "reply_list_info").Select(reply => ImportedReply.Read(reply, 1, Say)).OfType<ImportedReply>()];
        if (isRandom && replies.Count > 1 && replies.RemoveAll(reply => reply.IsPush) > 0) Say("an article that can only be pushed was left out of the replies of which one is chosen");
        if (contain.Count + equal.Count == 0 || replies.Count == 0)
        {
            Say($"it has no {(replies.Count == 0 ? "reply" : "keyword")} left, so it became no rule");
            return;
        }

        if (!isRandom && replies.Count > 1) Say($"it has {replies.Count} replies; the first is free, the others are pushed, which needs an account that can push");
        List<string> conditions = contain.Count == 0 || equal.Count == 0
            ? [contain.Count > 0 ? $"keyword: {List(contain)}" : $"exact: {List(equal)}"]
            : [$"any: [{{keyword: {List(contain)}}}, {{exact: {List(equal)}}}]"];
        Rule($"keyword-{number.ToString(CultureInfo.InvariantCulture)}", name, conditions, replies, open, isRandom);
    }

    public ImportedReplies ToFile()
    {
        var file = new StringBuilder("# The automatic replies of WeChat's console. 由公众平台后台的自动回复导入。\n");
        foreach (var note in _notes) file.Append("# - ").Append(ShortText.Cut(note, 400)).Append('\n');
        file.Append("version: 1\n").Append(_hasRule ? "rules:\n" : "rules: []\n").Append(_rules);
        var written = file.ToString();
        return new(RuleFormat.Format(written, "import.yaml", new Findings()) ?? written, [.. _notes]);
    }

    private ImportedReply? Single(JsonElement json, string what, int articles)
    {
        if (json.ValueKind != JsonValueKind.Object) return null;
        return ImportedReply.Read(json, articles, said => Note($"{what}: {said}"));
    }

    private static (List<string> Contain, List<string> Equal) Words(JsonElement json, Action<string> note)
    {
        var (contain, equal) = (new List<string>(), new List<string>());
        foreach (var word in JsonMembers.List(json, "keyword_list_info"))
        {
            var text = JsonMembers.Text(word, "content");
            if (TextFold.Fold(text).Length == 0 || JsonMembers.Text(word, "type") is not ("text" or ""))
            {
                note("a keyword that is no text was left out");
                continue;
            }

            var list = JsonMembers.Text(word, "match_mode") == "equal" ? equal : contain;
            if (!list.Contains(text)) list.Add(text);
        }

        return (contain, equal);
    }

    // $name would be a list of the file.
    private static string List(List<string> words)
    {
        var texts = words.ConvertAll(word => YamlText.Of(word.StartsWith('$') ? "$" + word : word));
        return texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
    }

    private void Rule(string id, string name, List<string> conditions, List<ImportedReply> replies, bool open, bool isRandom = false)
    {
        var lines = new List<string> { $"- id: {id}" };
        lines.AddRange(conditions.Select(line => $"  {line}"));
        if (replies is [{ IsPush: false } only])
        {
            lines.Add($"  reply: {Said(only)}");
        }
        else if (isRandom && replies.Count > 1)
        {
            lines.Add("  reply:");
            lines.Add("    one_of:");
            lines.AddRange(replies.Select(reply => $"      - {Said(reply)}"));
        }
        else
        {
            lines.Add("  do:");
            lines.AddRange(replies.Select(reply => $"    - {(reply.IsPush ? "send" : "reply")}: {Said(reply)}"));
        }

        _rules.Append("  # ").Append(ShortText.Cut(name, 80)).Append('\n');
        foreach (var line in lines) _rules.Append(open ? "  " : "  # ").Append(line).Append('\n');
        _hasRule |= open;
    }

    private static string Said(ImportedReply reply) => reply.Comment is null ? reply.Yaml : $"{reply.Yaml} # {reply.Comment}";
}
