using System.Collections;
using System.Globalization;
using System.Text;

namespace WeChatActors.Protocol.Tests;

/// <summary>A packet as text, to be pinned.</summary>
internal static class PacketDescription
{
    /// <summary>The type of a packet, every property it has, and every leaf.</summary>
    public static string Describe(this Packet packet)
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
}
