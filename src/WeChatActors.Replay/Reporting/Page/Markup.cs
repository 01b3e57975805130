using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace WeChatActors.Replay;

/// <summary>HTML or SVG that may stand in a page as it is. It is made of interpolated texts, in which everything that is filled in is escaped
/// unless it is markup itself: whatever a capture or a bot says, it stays text.</summary>
/// <param name="Html">The markup.</param>
internal readonly record struct Markup(string Html)
{
    /// <summary>Nothing.</summary>
    public static Markup None { get; } = new("");

    /// <summary>Makes markup from an interpolated text.</summary>
    public static Markup Of(Builder text) => new(text.ToString());

    /// <summary>One behind the other.</summary>
    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(part => part.Html)));

    /// <inheritdoc/>
    public override string ToString() => Html;

    /// <summary>Builds markup from an interpolated text.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Builder(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _built = new(literalLength + 16 * formattedCount);

        /// <summary>Adds what stands in the program.</summary>
        public void AppendLiteral(string text) => _built.Append(text);

        /// <summary>Adds a text of anybody's.</summary>
        public void AppendFormatted(string? text)
        {
            foreach (var rune in (text ?? "").EnumerateRunes())
                _ = rune.Value switch
                {
                    '<' => _built.Append("&lt;"),
                    '>' => _built.Append("&gt;"),
                    '&' => _built.Append("&amp;"),
                    '"' => _built.Append("&quot;"),
                    '\'' => _built.Append("&#39;"),
                    '\n' or '\t' => _built.Append((char)rune.Value),
                    _ => _built.Append(Rune.IsControl(rune) ? "\uFFFD" : rune.ToString()),
                };
        }

        /// <summary>Adds markup.</summary>
        public void AppendFormatted(Markup markup) => _built.Append(markup.Html);

        /// <summary>Adds markup, one behind the other.</summary>
        public void AppendFormatted(IEnumerable<Markup> markup)
        {
            foreach (var part in markup) _built.Append(part.Html);
        }

        /// <summary>Adds a coordinate.</summary>
        public void AppendFormatted(double number) => _built.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

        /// <inheritdoc/>
        public override string ToString() => _built.ToString();
    }
}
