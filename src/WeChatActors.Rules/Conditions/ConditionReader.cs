using System.Text;
using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>Reads the conditions of a rule.</summary>
internal static class ConditionReader
{
    /// <summary>The keys of conditions, in the order in which they are tried: what costs least first, and <c>if</c> behind the
    /// regexes whose groups it may read.</summary>
    public static readonly string[] Keys = RuleShapes.Condition.Names;

    private const int MaxPattern = 4096;

    /// <summary>Reads a map of conditions of which every one must hold.</summary>
    public static Condition ReadMap(YamlNode node, RuleScope scope, string what)
    {
        if (YamlFields.Read(node, scope.Findings, what, Keys) is not { } fields) return new DefaultCondition();
        if (fields.Map.Entries.IsEmpty) scope.Findings.Error(node, $"{what} is empty, expected one of: {string.Join(", ", Keys)}.");
        return Read(fields.Map, scope);
    }

    /// <summary>Reads the conditions among the entries of a map; other keys are passed over.</summary>
    public static Condition Read(YamlMap map, RuleScope scope)
    {
        var parts = new List<Condition>();
        foreach (var key in Keys)
            if (map.Find(key) is { } entry && Read(entry, scope) is { } part) parts.Add(part.As(entry));
        return parts is [var only] ? only : new AllCondition([.. parts]);
    }

    private static Condition? Read(YamlEntry entry, RuleScope scope) => entry.Key.Value switch
    {
        "default" => Default(entry.Value, scope),
        "type" => new TypeCondition(Texts(entry, scope, type => Type(type, scope))),
        "event" => new EventCondition(Texts(entry, scope, name => name.Value.ToLowerInvariant())),
        "menu" => new MenuCondition(Texts(entry, scope, key => key.Value)),
        "scene" => new SceneCondition(Texts(entry, scope, key => key.Value)),
        "exact" => new ExactCondition(Texts(entry, scope, text => Folded(text, scope))),
        "prefix" => new PrefixCondition(Texts(entry, scope, text => Folded(text, scope))),
        "keyword" => new KeywordCondition(Texts(entry, scope, text => Folded(text, scope))),
        "regex" => Regexes(entry, scope),
        "near" => NearReader.Read(entry.Value, scope),
        "time" => CalendarReader.Time(entry.Value, scope),
        "days" => CalendarReader.Days(entry.Value, scope),
        "dates" => CalendarReader.Dates(entry.Value, scope),
        "tag" => new TagCondition(Texts(entry, scope, tag => FollowerReader.Name(tag, scope))),
        "window_closes_in" => Closing(entry, scope),
        "dialog" => DialogCondition.Read(entry, scope),
        "any" => new AnyCondition(Nested(entry, scope)),
        "all" => new AllCondition(Nested(entry, scope)),
        "not" => new NotCondition(entry.Value is YamlList ? new AnyCondition(Nested(entry, scope)) : ReadMap(entry.Value, scope, "a condition")),
        _ => new IfCondition(scope.Expression(entry.Value, "'if'")),
    };

    private static DefaultCondition Default(YamlNode node, RuleScope scope)
    {
        if (node is not YamlScalar { IsPlain: true } scalar || CoreSchema.AsBool(scalar.Value) is not true)
            scope.Findings.Error(node, $"{node.Described} stands at 'default', expected true.");
        return new();
    }

    private static Condition[] Nested(YamlEntry entry, RuleScope scope)
    {
        if (entry.Value is YamlMap) return [ReadMap(entry.Value, scope, "a condition")];
        if (entry.Value is YamlList { Items.IsEmpty: false } list) return [.. list.Items.Select(item => ReadMap(item, scope, "a condition"))];
        scope.Findings.Error(entry.Value, $"{(entry.Value is YamlList ? "an empty list" : entry.Value.Described)} stands at '{entry.Key.Value}', expected a list of conditions.");
        return [new DefaultCondition()];
    }

    private static string[] Texts(YamlEntry entry, RuleScope scope, Func<YamlScalar, string?> take)
    {
        var texts = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in scope.Builder.Expand(entry.Value, $"'{entry.Key.Value}'"))
            if (take(text) is { } taken && seen.Add(taken)) texts.Add(taken);
        return [.. texts];
    }

    private static ClosingCondition Closing(YamlEntry entry, RuleScope scope)
    {
        var leads = new List<TimeSpan>();
        if (entry.Value is YamlList { Items.IsEmpty: true }) scope.Findings.Error(entry.Value, "an empty list stands at 'window_closes_in', expected at least one time.");
        foreach (var item in entry.Value is YamlList list ? list.Items : [entry.Value])
            if (DurationReader.Read(item, scope.Findings, "'window_closes_in'", TimeSpan.FromSeconds(1), TimeSpan.FromHours(48)) is { } lead) leads.Add(lead);
        scope.Leads.UnionWith(leads);
        return new([.. leads]);
    }

    private static string? Type(YamlScalar type, RuleScope scope) => YamlRead.Word(type, scope.Findings, "'type'", RuleShapes.TypeWords);

    private static string? Folded(YamlScalar text, RuleScope scope)
    {
        if (text.Value.Contains("{{", StringComparison.Ordinal))
            scope.Findings.Warning(text, "literal-braces", "{{ }} is not evaluated here, the text is compared as it is; 'if' compares with expressions.");
        var folded = TextFold.Fold(text.Value);
        if (folded.Length > 0) return folded;
        scope.Findings.Error(text, $"{text.Described} is blank, expected text to look for.");
        return null;
    }

    private static RegexCondition Regexes(YamlEntry entry, RuleScope scope)
    {
        var regexes = new List<Regex>();
        foreach (var pattern in scope.Builder.Expand(entry.Value, "'regex'"))
        {
            var regex = scope.Builder.KnownRegex(pattern.Value);
            if (regex is null)
            {
                regex = Compile(pattern, scope);
                if (regex is not null) scope.Builder.AddRegex(pattern, regex);
            }

            if (regex is null)
            {
                scope.HasBrokenRegex = true;
                continue;
            }

            regexes.Add(regex);
            scope.Groups.UnionWith(regex.GetGroupNames());
        }

        return new([.. regexes]);
    }

    /// <summary>A pattern as the engine runs it on folded words; null with an error when it has a mistake.</summary>
    internal static Regex? Compile(YamlScalar pattern, RuleScope scope)
    {
        const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;
        if (pattern.Value.Length > MaxPattern)
        {
            scope.Findings.Error(pattern, $"the regex has {pattern.Value.Length} characters, expected at most {MaxPattern}.");
            return null;
        }

        try
        {
            // The pattern as written is tried first, so that the offset of a mistake is its own.
            var regex = new Regex(pattern.Value, Options);
            var narrowed = Narrowed(pattern.Value);
            return narrowed == pattern.Value ? regex : new Regex(narrowed, Options);
        }
        catch (RegexParseException problem)
        {
            scope.Findings.Error(pattern.PlaceOf(Math.Min(problem.Offset, pattern.Value.Length)), $"the regex has a mistake here: {Reason(problem.Message)}.");
        }
        catch (NotSupportedException)
        {
            scope.Findings.Error(pattern, "refused-regex", "the regex is refused by the engine that cannot hang: lookaround such as (?=x), backreferences such as \\1, atomic groups and very large repetitions are not supported.");
        }

        return null;
    }

    // ".NET says: Invalid pattern 'x' at offset 3. Not enough )'s." The last sentence says what is wrong.
    internal static string Reason(string message)
    {
        var end = message.LastIndexOf("offset ", StringComparison.Ordinal);
        var dot = end < 0 ? -1 : message.IndexOf(". ", end, StringComparison.Ordinal);
        return (dot < 0 ? message : message[(dot + 2)..]).TrimEnd('.').ReplaceLineEndings(" ");
    }

    // The words have lost their full-width signs before a regex sees them, so the pattern must not ask for any.
    private static string Narrowed(string pattern)
    {
        var narrow = new StringBuilder(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\u3000') narrow.Append(' ');
            else if (c is < '\uFF01' or > '\uFF5E') narrow.Append(c);
            else if ((char)(c - 0xFEE0) is var plain && (char.IsAsciiLetterOrDigit(plain) || plain == '_' || EndsInBackslash(narrow))) narrow.Append(plain);
            else narrow.Append('\\').Append((char)(c - 0xFEE0));
        }

        return narrow.ToString();
    }

    private static bool EndsInBackslash(StringBuilder text)
    {
        var count = 0;
        while (count < text.Length && text[text.Length - 1 - count] == '\\') count++;
        return count % 2 == 1;
    }
}
