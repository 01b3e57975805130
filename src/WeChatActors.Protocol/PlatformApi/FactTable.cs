namespace WeChatActors.Protocol;

/// <summary>Reads the tables of facts about WeChat that this library carries: UTF-8, a line per row, columns between tabs, names of columns first.</summary>
internal static class FactTable
{
    /// <summary>The rows of a table.</summary>
    /// <param name="name">The file's name, such as api.tsv.</param>
    /// <exception cref="InvalidOperationException">the library does not carry it.</exception>
    public static IEnumerable<string[]> Rows(string name)
    {
        using var stream = typeof(FactTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The table {name} is not part of the library.");
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line) yield return line.Split('\t');
    }
}
