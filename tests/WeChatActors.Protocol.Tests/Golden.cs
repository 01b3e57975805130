using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace WeChatActors.Protocol.Tests;

/// <summary>Compares with a file under golden/. With WRITE_GOLDEN=1 the file is written instead, to be reviewed and committed.</summary>
internal static class Golden
{
    public static void Matches(string file, string actual, [CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN") == "1")
        {
            var source = Path.Combine(ProjectFolder(here), "golden", file);
            Directory.CreateDirectory(Path.GetDirectoryName(source)!);
            File.WriteAllText(source, actual);
            return;
        }
        Assert.Equal(File.ReadAllText(Path.Combine(Samples.Folder("golden"), file)), actual);
    }

    /// <summary>The type of a packet, every property it has, and every leaf.</summary>
    public static string Describe(Packet packet)
    {
        var text = new StringBuilder(packet.GetType().Name).Append('\n');
        foreach (var property in packet.GetType().GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal))
            if (property.Name is not (nameof(Packet.Fields) or "EqualityContract"))
                text.Append(CultureInfo.InvariantCulture, $"  {property.Name}: {Show(property.GetValue(packet))}\n");
        foreach (var field in packet.Fields)
            text.Append(CultureInfo.InvariantCulture, $"  [{field.Path}] {Show(field.Value)}\n");
        return text.ToString();
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text.Replace("\n", "\\n", StringComparison.Ordinal)}\"",
        OpenId or DeliveryKey => value.ToString()!,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Show))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string ProjectFolder(string here)
    {
        var folder = Path.GetDirectoryName(here)!;
        while (Directory.GetFiles(folder, "*.csproj").Length == 0) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
