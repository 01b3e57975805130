namespace WeChatActors.Rules;

/// <summary>Gives every comment of a file to the entry or the collection that it speaks of.</summary>
internal sealed class CommentPlacement
{
    private readonly string _source;
    private readonly FormatNode _root;

    // In the order of the file, an entry before those in its value.
    private readonly List<FormatEntry> _entries = [];

    private CommentPlacement(string source, FormatNode root)
    {
        (_source, _root) = (source, root);
        Gather(root);
    }

    /// <summary>Places the comments and the empty lines of a file.</summary>
    public static void Place(YamlFile file, FormatNode root)
    {
        var placement = new CommentPlacement(file.Text, root);
        var comments = SourceComment.In(file);
        var next = 0;
        for (var i = 0; i < placement._entries.Count; i++)
        {
            var entry = placement._entries[i];
            for (; next < comments.Count && comments[next].Index < entry.Start; next++) placement.Place(comments[next], i);
            var start = i == 0 ? Math.Min(entry.Start, root.Source.Index) : entry.Start;
            if (placement.BeginsLine(entry, start) && placement.IsBehindEmptyLine(start)) entry.Before.Add(null);
        }

        for (; next < comments.Count; next++) placement.Place(comments[next], placement._entries.Count);
        foreach (var entry in placement._entries)
            if (entry.Parent.MayBeEmoticon) placement.BringOut(entry);
    }

    private void Gather(FormatNode node)
    {
        foreach (var entry in node.Entries)
        {
            _entries.Add(entry);
            Gather(entry.Value);
        }
    }

    // What comes first on its line, and not only inside an item that does.
    private bool BeginsLine(FormatEntry entry, int start) =>
        !(entry.Parent.Owner is { Key: null } item && item.Start == entry.Start) && _source.AsSpan(LineOf(start)..start).Trim(" \t-?").IsEmpty;

    /// <param name="comment">The comment.</param>
    /// <param name="following">The number of the first entry behind it.</param>
    private void Place(SourceComment comment, int following)
    {
        if (comment.IsAlone) PlaceAlone(comment, following);
        else PlaceBeside(comment, following);
    }

    private void PlaceAlone(SourceComment comment, int following)
    {
        var next = following < _entries.Count ? _entries[following] : null;
        var owner = following > 0 ? Owner(comment, _entries[following - 1], next?.Parent) : null;
        var lines = owner?.Tail ?? next?.Before ?? _root.Tail;
        if (IsBehindEmptyLine(comment.Index)) lines.Add(null);
        lines.Add(comment.Text);
    }

    // The deepest collection that has no more entries and is not indented more than the comment; null when the comment belongs to what follows.
    private FormatNode? Owner(SourceComment comment, FormatEntry previous, FormatNode? following)
    {
        if (following?.Owner == previous) return null;
        for (var node = previous.Parent; node is not null && node != following; node = node.Owner?.Parent)
        {
            // Inside brackets it is theirs, behind them it is not.
            if (node.IsFlow && comment.Index < node.Source.End) return node;
            if (node.IsFlow) continue;
            if (node != _root && comment.Column <= ColumnOf(following ?? _root)) continue;
            if (node == _root || ColumnOf(node) <= comment.Column) return node;
        }

        return null;
    }

    private static int ColumnOf(FormatNode node) => node.Source.Column - 1;

    private void PlaceBeside(SourceComment comment, int following)
    {
        var line = comment.Index - comment.Column;
        FormatEntry? found = null;
        var nearest = -1;
        if (following > 0) Consider(_entries[following - 1]);
        if (found is { Beside: null }) found.Beside = comment;
        else if ((found ?? (following < _entries.Count ? _entries[following] : null)) is { } entry) entry.Before.Add(comment.Text);
        else _root.Tail.Add(comment.Text);

        // Outer entries first, so that of two that end at the same place the inner one is found.
        void Consider(FormatEntry entry)
        {
            if (entry.Parent.Owner is { } outer) Consider(outer);
            var hasEnded = entry.End <= comment.Index;
            var at = hasEnded ? entry.End : entry.Start;
            if ((hasEnded ? at > line : at >= line) && at >= nearest) (found, nearest) = (entry, at);
        }
    }

    // The only text of a list in brackets, which has no place for comments.
    private void BringOut(FormatEntry only)
    {
        var lines = only.Parent.Owner?.Before ?? _root.Tail;
        lines.AddRange(only.Before.Concat(only.Parent.Tail == lines ? [] : only.Parent.Tail).Where(line => line is not null));
        if (only.Beside is { } beside) lines.Add(beside.Text);
        only.Before.Clear();
        only.Beside = null;
        if (only.Parent.Owner is not null) only.Parent.Tail.Clear();
    }

    private int LineOf(int index) => index > 0 ? _source.LastIndexOf('\n', index - 1) + 1 : 0;

    private bool IsBehindEmptyLine(int index)
    {
        var line = LineOf(index);
        return line > 0 && _source.AsSpan(LineOf(line - 1)..(line - 1)).IsWhiteSpace();
    }
}
