using System.Text.RegularExpressions;

namespace WeChatActors.Simulator;

/// <summary>The rules for values of typed keys, such as <c>thing2</c>. Keys of old templates (first, keyword1, remark) have none.</summary>
/// <remarks>Source: WeChat Official Accounts docs, subscription notices, table of parameter types.</remarks>
internal static partial class TemplateValue
{
    /// <summary>What is wrong with a value; null when it is right.</summary>
    public static string? Fault(string key, string value)
    {
        var kind = key.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var characters = value.EnumerateRunes().Count();
        return kind switch
        {
            "thing" => characters > 20 ? $"has {characters} characters, limit 20" : null,
            "number" => NumberText().IsMatch(value) ? null : "is not a number of at most 32 digits",
            "letter" => LetterText().IsMatch(value) ? null : "does not consist of at most 32 letters",
            "symbol" => characters <= 5 && !value.Any(c => char.IsLetterOrDigit(c) || char.IsControl(c)) ? null : "does not consist of at most 5 symbols",
            "character_string" => CharacterText().IsMatch(value) ? null : "does not consist of at most 32 digits, letters or symbols",
            "time" => TimeText().IsMatch(value) ? null : "is not a time such as 15:01 or 2026-03-01 15:01",
            "date" => DateText().IsMatch(value) ? null : "is not a date such as 2026-03-01 or 2026年3月1日",
            "amount" => AmountText().IsMatch(value) ? null : "is not an amount of at most 10 digits, such as ¥35.00 or 35元",
            "phone_number" => PhoneText().IsMatch(value) ? null : "does not consist of at most 17 digits and symbols",
            "car_number" => CarText().IsMatch(value) ? null : "is not a plate of at most 8 characters, such as 苏E12345",
            "name" => NameText().IsMatch(value) ? null : "is neither a name of at most 10 Chinese characters nor of at most 20 letters",
            "phrase" => PhraseText().IsMatch(value) ? null : "does not consist of at most 5 Chinese characters",
            _ => null,
        };
    }

    private const string Clock = @"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?";
    private const string Day = @"(\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日)";

    [GeneratedRegex(@"^(?=.{1,32}$)-?\d+(\.\d+)?$")]
    private static partial Regex NumberText();

    [GeneratedRegex("^[A-Za-z]{1,32}$")]
    private static partial Regex LetterText();

    [GeneratedRegex("^[!-~]{1,32}$")]
    private static partial Regex CharacterText();

    [GeneratedRegex($@"^({Day} ?)?{Clock}( ?~ ?({Day} ?)?{Clock})?$")]
    private static partial Regex TimeText();

    [GeneratedRegex($@"^{Day}( ?{Clock})?( ?~ ?{Day}( ?{Clock})?)?$")]
    private static partial Regex DateText();

    [GeneratedRegex(@"^[¥￥$€£]?(?=[\d.]{1,11}元?$)\d{1,10}(\.\d+)?元?$")]
    private static partial Regex AmountText();

    [GeneratedRegex(@"^[\d+\-() ]{1,17}$")]
    private static partial Regex PhoneText();

    [GeneratedRegex(@"^[\u4e00-\u9fa5A-Z\d][A-Z\d]{0,6}[\u4e00-\u9fa5A-Z\d]?$")]
    private static partial Regex CarText();

    [GeneratedRegex(@"^([\u4e00-\u9fa5·]{1,10}|[A-Za-z][A-Za-z .'\-]{0,19})$")]
    private static partial Regex NameText();

    [GeneratedRegex(@"^[\u4e00-\u9fa5]{1,5}$")]
    private static partial Regex PhraseText();
}
