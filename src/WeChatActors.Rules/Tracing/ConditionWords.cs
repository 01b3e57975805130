namespace WeChatActors.Rules;

/// <summary>Says in words what a condition asks for, and why it did not hold.</summary>
internal static class ConditionWords
{
    private const int Longest = 60;

    /// <summary>How a condition is written, on one short line: <c>keyword: 订座, 预约</c>.</summary>
    public static string Of(YamlEntry entry) => $"{entry.Key.Value}: {Short(entry.Value)}";

    /// <summary>Why a condition did not hold for what is decided about.</summary>
    public static string WhyNot(Condition condition, Deciding deciding)
    {
        switch (condition)
        {
            case AllCondition all:
                foreach (var part in all.Parts)
                    if (!part.Holds(deciding)) return WhyNot(part, deciding);
                break;
            case ClosingCondition:
                return "it runs when the window closes, not for packets";
            case TextCondition or RegexCondition when deciding.Packet is not null && !deciding.HasText:
                return $"{condition.Written}: {Kind(deciding)} has no words";
            case NameCondition when deciding.Packet is null:
                return $"{condition.Written}: there is no packet";
        }

        return $"{condition.Written ?? "its condition"} does not hold";
    }

    private static string Kind(Deciding deciding) => deciding.Packet!.MsgType == "event" ? "an event" : $"a message of type {deciding.Packet.MsgType}";

    private static string Short(YamlNode node)
    {
        var text = node switch
        {
            YamlScalar scalar => scalar.Value,
            YamlList list => string.Join(", ", list.Items.Take(12).Select(Short)) + (list.Items.Length > 12 ? ", …" : ""),
            YamlMap map => "{" + string.Join(", ", map.Entries.Take(12).Select(Of)) + "}",
            _ => "",
        };
        if (text.Length <= Longest) return text;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1), "…");
    }
}
