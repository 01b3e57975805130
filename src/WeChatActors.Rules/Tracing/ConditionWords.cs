using System.Globalization;

namespace WeChatActors.Rules;

/// <summary>Says in words what a condition asks for, and why it did not hold.</summary>
internal static class ConditionWords
{
    private const int Longest = 60, Most = 12;

    /// <summary>How a condition is written, on one short line: <c>keyword: 订座, 预约</c>.</summary>
    public static string Of(YamlEntry entry) => $"{entry.Key.Value}: {Short(entry.Value)}";

    /// <summary>Why a condition did not hold for what is decided about.</summary>
    public static string WhyNot(Condition condition, Deciding deciding) => condition switch
    {
        AllCondition all => FirstOf(all, deciding),
        AnyCondition any => string.Join("; ", any.Parts.Take(Most).Select(part => WhyNot(part, deciding))),
        NotCondition not => $"what 'not' asks for holds: {not.Part.Written ?? condition.Written}",
        ClosingCondition => "it runs when the window closes, not for packets",
        TextCondition or RegexCondition when deciding.Packet is not null && !deciding.HasText => $"{Kind(deciding)} has no words, and it asks for {condition.Written}",
        ExactCondition exact => $"the text is none of {Listed(exact.Texts)}",
        PrefixCondition prefix => $"the text begins with none of {Listed(prefix.Texts)}",
        KeywordCondition keyword => $"the text has none of {Listed(keyword.Texts)} in it",
        RegexCondition => $"the text does not fit {condition.Written}",
        NameCondition when deciding.Packet is null => $"there is no packet, and it asks for {condition.Written}",
        NameCondition named => $"it is {Kind(deciding)}, and the rule asks for {Key(named)} {Listed(named.Names)}",
        TimeCondition or DaysCondition or DatesCondition => $"it is {deciding.Evaluation.LocalNow.ToString("yyyy-MM-dd ddd HH:mm", CultureInfo.InvariantCulture)}, and it asks for {condition.Written}",
        TagCondition => $"the follower has {(deciding.Evaluation.Tags.IsEmpty ? "no tags" : $"the tags {Listed([.. deciding.Evaluation.Tags])}")}, and it asks for {condition.Written}",
        IfCondition => $"{condition.Written} is not true",
        _ => $"{condition.Written ?? "its condition"} does not hold",
    };

    private static string FirstOf(AllCondition all, Deciding deciding)
    {
        foreach (var part in all.Parts)
            if (!part.Holds(deciding)) return WhyNot(part, deciding);
        return "its conditions do not hold together";
    }

    private static string Key(NameCondition condition) => condition switch
    {
        TypeCondition => "type",
        EventCondition => "the event",
        MenuCondition => "the menu key",
        _ => "the scene",
    };

    private static string Kind(Deciding deciding) => deciding.Packet is Protocol.Event happened
        ? $"the event {happened.Name}{(happened.EventKey is { Length: > 0 } key ? " " + key : "")}" : $"a message of type {deciding.Packet!.MsgType}";

    private static string Listed(IReadOnlyList<string> texts) => Cut(string.Join(", ", texts.Take(Most)) + (texts.Count > Most ? ", …" : ""));

    private static string Short(YamlNode node) => Cut(node switch
    {
        YamlScalar scalar => scalar.Value,
        YamlList list => string.Join(", ", list.Items.Take(Most).Select(Short)) + (list.Items.Length > Most ? ", …" : ""),
        YamlMap map => "{" + string.Join(", ", map.Entries.Take(Most).Select(Of)) + "}",
        _ => "",
    });

    private static string Cut(string text) =>
        text.Length <= Longest ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1), "…");
}
