using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>What is known while the files of one script are read.</summary>
internal sealed class ScriptBuilder(Findings findings, RuleFiles files)
{
    private const int MaxTexts = 1_000_000, MaxRegexes = 5_000;

    private readonly Dictionary<string, Regex> _regexes = new(StringComparer.Ordinal);
    private int _texts;
    private string[]? _varNames;
    private readonly LocalFiles _local = new(files, findings);
    private readonly Dictionary<string, int> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<YamlScalar>> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Place> _varPlaces = new(StringComparer.Ordinal);
    private readonly List<(Place Place, string Name)> _variableReads = [], _variableSets = [];
    private bool _readsAnyVariable;

    public Findings Findings => findings;

    /// <summary>The constants of all files.</summary>
    public ImmutableDictionary<string, Value> Vars { get; private set; } = ImmutableDictionary<string, Value>.Empty;

    /// <summary>Their names in ordinal order; asked for once the constants of all files are there.</summary>
    public IReadOnlyList<string> VarNames => _varNames ??= [.. Vars.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The names of all dialogs.</summary>
    public DialogNames Dialogs { get; } = new();

    /// <summary>Names that some action sets or removes.</summary>
    public HashSet<string> KnownVariables { get; } = new(StringComparer.Ordinal);

    /// <summary>The places of all files where actions choose.</summary>
    public List<BranchInfo> Branches { get; } = [];

    /// <summary>The tests of all files, read once everything is known that they may name.</summary>
    public TestsToRead Tests { get; } = new();

    /// <summary>The replies of all files that may come out otherwise for the same packet.</summary>
    public VariantReplies Variants { get; } = new();

    /// <summary>The files beside the rules that messages name, by path.</summary>
    public IEnumerable<LocalFile> LocalFiles => _local.All;

    /// <inheritdoc cref="LocalFiles.Take"/>
    public LocalFile? LocalFile(string from, YamlScalar at, string written, string what, MediaKind kind) => _local.Take(from, at, written, what, kind);

    /// <summary>Counts a file.</summary>
    public void AddFile(YamlFile file) => _files.TryAdd(file.Name, _files.Count);

    /// <summary>Tells a place in the files from all others. Files are told apart by their order, so a folder that moves keeps
    /// its chances.</summary>
    public ulong Site(Place place) => Chance.Site(_files[place.File], place.Line, place.Column);

    /// <summary>Takes the constants of a file.</summary>
    public void AddVars(YamlNode node)
    {
        foreach (var (key, value) in Entries(node, "vars"))
        {
            if (!IsFreeName(key, key.Value)) continue;
            if (value is YamlScalar scalar)
            {
                if (scalar.IsPlain && CoreSchema.InYaml11(scalar.Value) is { } other)
                    findings.Warning(value, "yaml11", $"'{scalar.Value}' is text here, but YAML 1.1 reads it as {other}; put it in quotes.", Mending.Quotes(scalar));
                if (scalar.Value.Contains("{{", StringComparison.Ordinal))
                    findings.Warning(value, "literal-braces", "{{ }} is not evaluated in vars, they are constants.");
            }

            if (_varPlaces.TryAdd(key.Value, key.Place)) Vars = Vars.Add(key.Value, YamlRead.Value(value));
            else findings.Error(key, $"the var '{key.Value}' stands here again, it is already at {Shown(_varPlaces[key.Value])}.");
        }
    }

    /// <summary>Takes the lists of a file.</summary>
    public void AddLists(YamlNode node)
    {
        foreach (var (key, value) in Entries(node, "lists"))
        {
            if (!RootNames.CheckName(key, key.Value, findings)) continue;
            var texts = YamlRead.Texts(value, findings, $"the list '{key.Value}'");
            if (value is YamlList { Items.IsEmpty: true }) findings.Error(value, $"the list '{key.Value}' is empty, expected at least one text.");
            if (!_lists.TryAdd(key.Value, texts)) findings.Error(key, $"the list '{key.Value}' stands here again, expected each once over all files.");
        }
    }

    private ImmutableArray<YamlEntry> Entries(YamlNode node, string what)
    {
        if (node is YamlMap map) return map.Entries;
        findings.Error(node, $"{node.Described} stands at '{what}', expected a map from names to values.");
        return [];
    }

    /// <summary>Whether a constant, a slot or a result may be called so, as far as the language goes; an error when it may not.</summary>
    private bool IsFreeName(YamlNode at, string name)
    {
        if (!RootNames.CheckName(at, name, findings)) return false;
        if (!RootNames.IsTaken(name)) return true;
        findings.Error(at, $"'{name}' has a meaning of its own in expressions, expected another name.");
        return false;
    }

    /// <summary>The same, and that no constant of the files is called so.</summary>
    public bool IsUnusedName(YamlNode at, string name)
    {
        if (!IsFreeName(at, name)) return false;
        if (!Vars.ContainsKey(name)) return true;
        findings.Error(at, $"'{name}' is a constant of 'vars' already, expected another name.");
        return false;
    }

    /// <summary>The texts of a condition: one, or a list; <c>$name</c> stands for a list of the files, <c>$$</c> for a dollar sign.</summary>
    /// <param name="node">What stands there.</param>
    /// <param name="what">What it is, for sentences.</param>
    /// <param name="isText">Whether it is text to a reader of YAML 1.1 too; false for times and days, which no reader takes for anything else.</param>
    public ImmutableArray<YamlScalar> Expand(YamlNode node, string what, bool isText = true)
    {
        var texts = ImmutableArray.CreateBuilder<YamlScalar>();
        if (node is YamlList { Items.IsEmpty: true }) findings.Error(node, $"an empty list stands at {what}, expected at least one text.");
        foreach (var text in isText ? YamlRead.Texts(node, findings, what) : YamlRead.Scalars(node, findings, what))
        {
            if (text.Value.StartsWith("$$", StringComparison.Ordinal))
                texts.Add(new(text.File, text.Index, text.Line, text.Column, text.Value[1..], text.Style));
            else if (!text.Value.StartsWith('$') || !RootNames.IsName(text.Value[1..]))
                texts.Add(text);
            else if (!_lists.TryGetValue(text.Value[1..], out var list))
                findings.Error(text, findings.IsFull ? "" : $"there is no list '{text.Value[1..]}'{Nearest.Hint(text.Value[1..], [.. _lists.Keys])}{(Nearest.To(text.Value[1..], [.. _lists.Keys]) is null ? ";" : "")} $${text.Value[1..]} means the text itself.");
            else if (HasRoom(text, texts.Count + list.Length))
                texts.AddRange(list);
        }

        _texts += texts.Count;
        return texts.DrainToImmutable();
    }

    /// <summary>The texts that one of a condition stands for: itself, or those of the list it names.</summary>
    public IEnumerable<string> TextsOf(YamlScalar text) =>
        text.Value.StartsWith("$$", StringComparison.Ordinal) ? [text.Value[1..]]
        : text.Value.StartsWith('$') && _lists.TryGetValue(text.Value[1..], out var list) ? list.Select(item => item.Value)
        : [text.Value];

    /// <summary>Pictures and clips in a folder beside the rules.</summary>
    public IEnumerable<string> MediaIn(string folder) => files.MediaIn(folder);

    /// <summary>The calls of all actions, in the order of the files.</summary>
    public List<CallSite> CallSites { get; } = [];

    // A list is short to name: a small file could ask for more texts than memory holds.
    private bool HasRoom(YamlScalar at, int more)
    {
        if (_texts + more <= MaxTexts) return true;
        findings.Error(at, $"with {at.Described} the conditions compare with more than {MaxTexts} texts in all, expected shorter lists or fewer rules that name them.");
        return false;
    }

    /// <summary>The regex of a pattern that was compiled before; null when it was not.</summary>
    public Regex? KnownRegex(string pattern) => _regexes.GetValueOrDefault(pattern);

    /// <summary>Keeps a regex for other rules with the same pattern; an error when there are more than may be tried one by one.</summary>
    public void AddRegex(YamlScalar at, Regex regex)
    {
        _regexes.TryAdd(at.Value, regex);
        if (_regexes.Count == MaxRegexes + 1) findings.Error(at, $"this is regex number {MaxRegexes + 1}, expected at most {MaxRegexes}, because they are tried one by one; 'keyword' and 'prefix' are not.");
    }

    public void ReadsVariable(Place place, string name) => _variableReads.Add((place, name));

    /// <summary>Notes that an expression may read any variable.</summary>
    public void ReadsAnyVariable() => _readsAnyVariable = true;

    /// <summary>Notes that an action sets a variable.</summary>
    public void SetsVariable(YamlScalar name) => _variableSets.Add((name.Place, name.Value));

    /// <summary>Warns of variables that are set but never read.</summary>
    public void CheckUnreadVariables(Findings hints)
    {
        if (_readsAnyVariable) return;
        var read = _variableReads.Select(seen => seen.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (place, name) in _variableSets)
            if (read.Add(name)) hints.Warning(place, "unread-variable", $"no expression reads user.{name}; take it out, unless people look at it in the console.");
    }

    /// <summary>Warns of variables that are read but never set.</summary>
    public void CheckVariables()
    {
        string[] known = [.. RootNames.OfUser, .. KnownVariables.Order(StringComparer.Ordinal)];
        foreach (var (place, name) in _variableReads)
            if (!KnownVariables.Contains(name) && Array.IndexOf(RootNames.OfUser, name) < 0)
                findings.Warning(place, "unset-variable", findings.IsFull ? "" : $"no rule sets user.{name}, it is null{Nearest.Known(name, known)}.");
    }

    private static string Shown(Place place) => $"{place.File}:{place.Line}";
}
