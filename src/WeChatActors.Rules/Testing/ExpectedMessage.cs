using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>A message as a test expects it. Immutable.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Kind">The key of its form, as in <see cref="MessageParts"/>; <c>none</c> for no message.</param>
/// <param name="Parts">The texts it must have; others do not matter.</param>
/// <param name="Items">How many articles or entries it must have; null when that does not matter.</param>
/// <param name="Shown">How it is written.</param>
public sealed record ExpectedMessage(Place Place, string Kind, ImmutableArray<ExpectedText> Parts, int? Items, string Shown)
{
    /// <summary>Whether a message is as expected.</summary>
    public bool Fits(MessageParts message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Kind != Kind || (Items is { } items && items != message.Items)) return false;
        foreach (var part in Parts)
            if (!part.Fits(message[part.Name] ?? "")) return false;
        return true;
    }
}

/// <summary>A text as a test expects it.</summary>
/// <param name="Name">Its name, as in <see cref="MessageParts"/>.</param>
/// <param name="Text">The text; line feeds and blanks at its end do not matter.</param>
/// <param name="Inside">Whether it must only stand somewhere in the message.</param>
public sealed record ExpectedText(string Name, string Text, bool Inside)
{
    /// <summary>Whether a text is as expected.</summary>
    public bool Fits(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Inside ? text.Contains(Text, StringComparison.Ordinal) : text.AsSpan().TrimEnd().SequenceEqual(Text.AsSpan().TrimEnd());
    }
}
