using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace WeChatActors.Rules;

/// <summary>One of several options, by its text, the beginning of its text, or its number.</summary>
internal sealed class ChoiceSlot : SlotType
{
    /// <summary>The most options a slot may have.</summary>
    public const int MaxOptions = 50;

    private readonly ImmutableArray<(string Folded, Value Value)> _options;

    // An option that is a number itself is not meant by the number of another.
    private readonly bool _isNumbered;

    public ChoiceSlot(ImmutableArray<(string Text, Value Value)> options)
    {
        _options = [.. options.Select(option => (TextFold.Fold(option.Text), option.Value))];
        _isNumbered = !_options.Any(option => SpokenNumber.Read(option.Folded) is not null);
        var list = new StringBuilder();
        for (var i = 0; i < options.Length; i++)
            list.Append('\n').Append(_isNumbered ? string.Create(CultureInfo.InvariantCulture, $"{i + 1}. ") : "- ").Append(options[i].Text);
        List = list.ToString();
    }

    /// <summary>The options, each on a line of its own that begins with a line break.</summary>
    public string List { get; }

    public override string Retry => (_isNumbered ? "请回复选项的编号或文字：" : "请回复其中一项：") + List;

    public override Value? Read(Deciding deciding) => deciding.HasText ? Choose(deciding.Folded.ToString()) : default;

    /// <summary>The value of the option that folded words mean; null when they mean none, or more than one.</summary>
    public Value? Choose(string words)
    {
        if (Find(words) is { } option) return option;
        var bare = SpokenText.Bare(words);
        return bare.Length == words.Length ? default : Find(bare);
    }

    private Value? Find(string words)
    {
        if (words.Length == 0) return null;
        foreach (var (folded, value) in _options)
            if (folded == words) return value;
        if (_isNumbered && SpokenNumber.Ordinal(words) is { } number)
            return number >= 1 && number <= _options.Length ? _options[number - 1].Value : default(Value?);
        Value? found = null;
        foreach (var (folded, value) in _options)
        {
            if (!folded.StartsWith(words, StringComparison.Ordinal)) continue;
            if (found is not null) return null;
            found = value;
        }

        return found;
    }
}
