using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>One replacement in the text of a file.</summary>
/// <param name="Start">Where it begins, in UTF-16 units from 0, without the byte order mark.</param>
/// <param name="Length">How many units are replaced; 0 to insert.</param>
/// <param name="Text">What stands there afterwards.</param>
public readonly record struct TextEdit(int Start, int Length, string Text);

/// <summary>How a finding is mended without a person: edits of its file that leave all else as it is.</summary>
/// <param name="Does">What is done, for people: <c>puts 'yes' in quotes</c>.</param>
/// <param name="Edits">The edits; they do not overlap.</param>
public sealed record TextFix(string Does, ImmutableArray<TextEdit> Edits)
{
    /// <inheritdoc/>
    public bool Equals(TextFix? other) => other is not null && Does == other.Does && Edits.AsSpan().SequenceEqual(other.Edits.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Does, Edits.Length);
}
