namespace WeChatActors.Rules;

/// <summary>A comment of a file.</summary>
/// <param name="Index">Where its <c>#</c> stands, in UTF-16 units from 0.</param>
/// <param name="Column">The column of its <c>#</c>, from 0.</param>
/// <param name="Text">The comment with its <c>#</c>, without blanks behind it.</param>
/// <param name="IsAlone">Whether only blanks stand before it on its line.</param>
internal readonly record struct SourceComment(int Index, int Column, string Text, bool IsAlone)
{
    /// <summary>All comments of a file in order: each <c>#</c> behind a blank that is in no text.</summary>
    public static List<SourceComment> In(YamlFile file)
    {
        var comments = new List<SourceComment>();
        if (file.Root is null) return comments;
        var texts = new List<(int Start, int End)>();
        Texts(file.Root, texts);
        texts.Sort();
        var source = file.Text;
        var next = 0;
        for (var i = 0; i < source.Length; i++)
        {
            while (next < texts.Count && texts[next].End <= i) next++;
            if (next < texts.Count && i >= texts[next].Start)
            {
                i = texts[next].End - 1;
                continue;
            }

            if (source[i] != '#' || (i > 0 && !IsBlank(source[i - 1]))) continue;
            var end = source.AsSpan(i).IndexOfAny('\n', '\r');
            end = end < 0 ? source.Length : i + end;
            var line = source.LastIndexOf('\n', Math.Max(i - 1, 0), i > 0 ? i : 0) + 1;
            comments.Add(new(i, i - line, source[i..end].TrimEnd(), source.AsSpan(line, i - line).IsWhiteSpace()));
            i = end - 1;
        }

        return comments;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r';

    // A block's own header line may end in a comment, so only what stands below it is text.
    private static void Texts(YamlNode node, List<(int Start, int End)> texts)
    {
        switch (node)
        {
            case YamlScalar { Style: ScalarStyle.Literal or ScalarStyle.Folded } block:
                var header = block.File.Text.IndexOf('\n', block.Index);
                if (header >= 0 && header < block.End) texts.Add((header, block.End));
                break;
            case YamlScalar scalar:
                if (scalar.End > scalar.Index) texts.Add((scalar.Index, scalar.End));
                break;
            case YamlList list:
                foreach (var item in list.Items) Texts(item, texts);
                break;
            case YamlMap map:
                foreach (var (key, value) in map.Entries)
                {
                    Texts(key, texts);
                    Texts(value, texts);
                }

                break;
        }
    }
}
