using System.Collections.Immutable;
using System.Text;

namespace WeChatActors.Rules;

/// <summary>Mends a file by the edits of its findings and leaves all else as it is: comments, order, empty lines.</summary>
public static class FileFixes
{
    /// <summary>Does the edits of findings.</summary>
    /// <param name="text">The content of the file that was read.</param>
    /// <param name="findings">Findings of this very content; those without a fix are passed over, and so is one whose edits overlap another's.</param>
    /// <returns>The mended content, and the findings that were mended, in their order.</returns>
    public static (string Text, ImmutableArray<Finding> Mended) Apply(string text, IEnumerable<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(findings);
        // Places are counted without the byte order mark.
        var mark = text.StartsWith('\uFEFF') ? 1 : 0;
        var edits = new SortedDictionary<int, TextEdit>();
        var mended = ImmutableArray.CreateBuilder<Finding>();
        foreach (var finding in findings)
        {
            if (finding.Fix is not { } fix || !fix.Edits.All(edit => Fits(edit, text.Length - mark))) continue;
            if (fix.Edits.All(edit => edits.TryGetValue(edit.Start, out var same) && same == edit)) continue;
            if (fix.Edits.Any(edit => edits.Values.Any(other => Overlap(edit, other)))) continue;
            foreach (var edit in fix.Edits) edits.Add(edit.Start, edit);
            mended.Add(finding);
        }

        var result = new StringBuilder(text[..mark]);
        var at = mark;
        foreach (var (start, edit) in edits)
        {
            result.Append(text, at, start + mark - at).Append(edit.Text);
            at = start + mark + edit.Length;
        }

        return (result.Append(text, at, text.Length - at).ToString(), mended.DrainToImmutable());
    }

    private static bool Fits(TextEdit edit, int length) => edit.Start >= 0 && edit.Length >= 0 && edit.Start + edit.Length <= length;

    private static bool Overlap(TextEdit a, TextEdit b) =>
        a.Start == b.Start || (a.Start < b.Start ? a.Start + a.Length > b.Start : b.Start + b.Length > a.Start);
}
