using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChatActors.Benchmarks;

/// <summary>The tables of measured numbers in the READMEs: each is a template beside the numbers, whose <c>{key:format}</c> are filled in.</summary>
internal static partial class MeasuredTables
{
    private const string Begin = "<!-- measured: scripts/bench.sh writes this -->\n", End = "<!-- /measured -->\n";

    /// <summary>Takes numbers in and writes the tables anew.</summary>
    /// <param name="measured">The file of all numbers, a key and a value on each line; the templates and, two folders up, the READMEs are found from it.</param>
    /// <param name="notes">New numbers in the same form; those of the same key are replaced.</param>
    public static void Write(string measured, string notes)
    {
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var file in new[] { measured, notes })
            foreach (var (key, value) in Read(file)) numbers[key] = value;
        var folder = Path.GetDirectoryName(Path.GetFullPath(measured))!;
        // All of them before any is written: a number that is missing leaves everything as it was.
        var filled = new List<(string Path, string Text)>();
        foreach (var readme in new[] { "README.md", "README.zh-CN.md" })
        {
            var path = Path.Combine(folder, "..", "..", readme);
            filled.Add((path, Filled(File.ReadAllText(path), Fill(File.ReadAllText(Path.Combine(folder, $"measured.{readme}")), numbers))));
        }
        File.WriteAllLines(measured, numbers.Select(number => FormattableString.Invariant($"{number.Key} {number.Value}")));
        foreach (var (path, text) in filled) File.WriteAllText(path, text);
    }

    /// <summary>A text with its numbers filled in; one that was not measured is an error that names it.</summary>
    private static string Fill(string template, SortedDictionary<string, double> numbers) => Placeholder().Replace(template, place =>
        numbers.TryGetValue(place.Groups["key"].Value, out var number)
            ? number.ToString(place.Groups["format"].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"'{place.Groups["key"].Value}' was never measured: scripts/bench.sh --save measures everything."));

    private static string Filled(string readme, string tables)
    {
        var (begin, end) = (readme.IndexOf(Begin, StringComparison.Ordinal), readme.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin) throw new InvalidOperationException($"A README has no lines '{Begin.TrimEnd()}' and '{End.TrimEnd()}'.");
        return $"{readme[..(begin + Begin.Length)]}\n{tables}\n{readme[end..]}";
    }

    private static IEnumerable<(string Key, double Value)> Read(string file)
    {
        if (!File.Exists(file)) yield break;
        foreach (var line in File.ReadLines(file))
            if (line.Split(' ') is [var key, var value]) yield return (key, double.Parse(value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"\{(?<key>[a-z][a-z0-9_.]*):(?<format>[^}]+)\}")]
    private static partial Regex Placeholder();
}
