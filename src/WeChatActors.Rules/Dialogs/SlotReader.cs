using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>Reads the slots of a dialog.</summary>
internal static class SlotReader
{
    /// <summary>The keys of a slot.</summary>
    public static readonly string[] Keys = DialogShapes.Slot.Names;

    private const int MaxTries = 100;

    /// <summary>The names that slots have, before any expression is read.</summary>
    public static HashSet<string> Names(YamlNode? slots)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (slots is YamlList list)
            foreach (var item in list.Items)
                if (item is YamlMap map && map.Find("name")?.Value is YamlScalar { IsNull: false } name) names.Add(name.Value);
        return names;
    }

    /// <summary>Reads them in order; wrong ones are reported and left out.</summary>
    public static Slot[] ReadAll(YamlNode node, RuleScope scope)
    {
        if (node is not YamlList { Items: { IsEmpty: false } items })
        {
            scope.Findings.Error(node, $"{(node is YamlList ? "an empty list" : node.Described)} stands at 'slots', expected a list of slots.");
            return [];
        }

        if (items.Length > Dialog.MaxSlots) scope.Findings.Error(node, $"the dialog has {items.Length} slots, expected at most {Dialog.MaxSlots}.");
        var slots = new List<Slot>();
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var item in items)
            if (Read(item, scope, places) is { } slot) slots.Add(slot);
        return [.. slots];
    }

    private static Slot? Read(YamlNode node, RuleScope scope, Dictionary<string, Place> places)
    {
        if (YamlFields.Read(node, scope.Findings, "a slot", Keys) is not { } fields) return null;
        var name = Name(fields, scope, places);
        var ask = fields.Require("ask") is { } question ? ReplyReader.Read(question, scope, "'ask'") : new ReplySource.Fixed(null);
        var type = Type(fields, scope);
        var slot = new Slot(
            name ?? "", type, ask,
            fields.Find("check") is { } check ? scope.Expression(check, "'check'") : null,
            fields.Find("retry") is { } retry ? ReplyReader.Read(retry, scope, "'retry'") : null,
            fields.Find("tries") is { } tries ? YamlRead.Whole(tries, scope.Findings, "'tries'", 1, MaxTries) : null,
            fields.Find("skip_if") is { } skip ? scope.Expression(skip, "'skip_if'") : null,
            fields.Bool("secret", false));
        return name is null ? null : slot;
    }

    private static string? Name(YamlFields fields, RuleScope scope, Dictionary<string, Place> places)
    {
        if (fields.Require("name") is not { } node || YamlRead.Text(node, scope.Findings, "'name'") is not { } name) return null;
        if (!scope.Builder.IsUnusedName(node, name)) return null;
        if (places.TryAdd(name, node.Place)) return name;
        scope.Findings.Error(node, $"the slot '{name}' stands here again, it is already on line {places[name].Line}.");
        return null;
    }

    private static SlotType Type(YamlFields fields, RuleScope scope)
    {
        var word = fields.Find("type") is null ? "text" : fields.Word("type", SlotType.Names);
        if (word is not null and not "text" && fields.Map.Find("pattern") is { } misplaced)
            scope.Findings.Error(misplaced.Key, $"'pattern' stands in a slot of type {word}, expected it with type text; 'check' looks at the value of other types.");
        if (word is not null and not "choice" && fields.Map.Find("options") is { } alone)
            scope.Findings.Error(alone.Key, $"'options' stand in a slot of type {word}, expected them with type choice.");
        return word switch
        {
            "int" => SpokenSlot.Int,
            "number" => SpokenSlot.Number,
            "date" => SpokenSlot.Date,
            "time" => SpokenSlot.Time,
            "phone" => SpokenSlot.Phone,
            "location" => new LocationSlot(),
            "image" => new ImageSlot(),
            "choice" => Choice(fields, scope),
            _ => new TextSlot(Pattern(fields, scope)),
        };
    }

    private static Regex? Pattern(YamlFields fields, RuleScope scope)
    {
        if (fields.Find("pattern") is not { } node) return null;
        if (node is YamlScalar { IsNull: false } scalar) return ConditionReader.Compile(scalar, scope);
        scope.Findings.Error(node, $"{node.Described} stands at 'pattern', expected a regex.");
        return null;
    }

    private static ChoiceSlot Choice(YamlFields fields, RuleScope scope)
    {
        var options = ImmutableArray.CreateBuilder<(string, Value)>();
        var folded = new HashSet<string>(StringComparer.Ordinal);
        var node = fields.Find("options");
        switch (node)
        {
            case null: scope.Findings.Error(fields.Map, "a slot of type choice needs the key 'options'."); break;
            case YamlMap map:
                foreach (var (key, value) in map.Entries) Add(key, YamlRead.Value(value));
                break;
            default:
                foreach (var text in YamlRead.Texts(node, scope.Findings, "'options'")) Add(text, Value.Of(text.Value));
                break;
        }

        if (node is not null && (node is YamlList { Items.IsEmpty: true } or YamlMap { Entries.IsEmpty: true } || options.Count > ChoiceSlot.MaxOptions))
            scope.Findings.Error(node, $"'options' has {options.Count} options, expected 1 to {ChoiceSlot.MaxOptions}.");
        return new(options.DrainToImmutable());

        void Add(YamlScalar text, Value value)
        {
            var plain = TextFold.Fold(text.Value);
            if (plain.Length == 0) scope.Findings.Error(text, $"{text.Described} is blank, expected the text of an option.");
            else if (!folded.Add(plain)) scope.Findings.Error(text, $"the option {text.Described} stands here again, expected each once.");
            else options.Add((text.Value, value));
        }
    }
}
