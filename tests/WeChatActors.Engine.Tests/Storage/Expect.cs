using System.Buffers;
using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Storage;

/// <summary>Compares what came back from the store member by member: records compare their arrays and maps by reference.</summary>
internal static class Expect
{
    public static string Json(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Element(Action<Utf8JsonWriter> write) => Json(output =>
    {
        using var json = new Utf8JsonWriter(output, Protocol.PlatformJson.Writing);
        write(json);
    });

    /// <summary>The first place where two differ; null when they are the same.</summary>
    public static string? Difference(object? expected, object? actual, string path = "")
    {
        if (ReferenceEquals(expected, actual)) return null;
        if (expected is null || actual is null || expected.GetType() != actual.GetType()) return $"{path}: {expected ?? "null"} became {actual ?? "null"}";
        if (expected is IDictionary or string or Value or DateTimeOffset or TimeSpan || expected.GetType().IsPrimitive || expected.GetType().IsEnum || expected is Protocol.Packet)
        {
            if (expected is IDictionary map) return DifferenceOfMaps(map, (IDictionary)actual, path);
            return expected.Equals(actual) ? null : $"{path}: {expected} became {actual}";
        }
        if (expected is IEnumerable list)
        {
            var (left, right) = (list.Cast<object?>().ToArray(), ((IEnumerable)actual).Cast<object?>().ToArray());
            if (left.Length != right.Length) return $"{path}: {left.Length} items became {right.Length}";
            return left.Select((item, i) => Difference(item, right[i], $"{path}[{i}]")).FirstOrDefault(found => found is not null);
        }
        return expected.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0 && property.DeclaringType != typeof(AnsweredPackets))
            .Select(property => Difference(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}"))
            .FirstOrDefault(found => found is not null);
    }

    private static string? DifferenceOfMaps(IDictionary expected, IDictionary actual, string path)
    {
        if (expected.Count != actual.Count) return $"{path}: {expected.Count} names became {actual.Count}";
        foreach (DictionaryEntry entry in expected)
            if (!actual.Contains(entry.Key) || !Equals(entry.Value, actual[entry.Key])) return $"{path}.{entry.Key}: {entry.Value} became {actual[entry.Key]}";
        return null;
    }
}
