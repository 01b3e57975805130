using System.Text.Json.Serialization.Metadata;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>Compares a JSON value with the type it is to become, before it becomes it: what does not fit is told by name, with what would.</summary>
internal static class JsonShape
{
    /// <summary>What does not fit.</summary>
    /// <param name="What">The member and what is the matter with it.</param>
    /// <param name="Remedy">What is allowed.</param>
    public sealed record Misfit(string What, string Remedy);

    /// <summary>The first thing that does not fit; null when all does.</summary>
    public static Misfit? Complaint(JsonElement value, Type type) => Check(value, type, "");

    private static Misfit? Check(JsonElement value, Type type, string place)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Check(value, inner, place);
        if (type == typeof(string)) return Kind(value, place, "a text", JsonValueKind.String);
        if (type == typeof(bool)) return Kind(value, place, "true or false", JsonValueKind.True, JsonValueKind.False);
        if (type == typeof(int)) return Number(value, place, "a whole number", value => value.TryGetInt32(out _));
        if (type == typeof(double)) return Number(value, place, "a number", value => value.TryGetDouble(out var number) && double.IsFinite(number));
        if (type == typeof(TimeSpan)) return Number(value, place, "a number of milliseconds from 0 to 10 minutes", value => value.TryGetDouble(out var ms) && ms is >= 0 and <= 600_000);
        if (type == typeof(byte[]))
            return Kind(value, place, "a text in base64", JsonValueKind.String) ?? (value.TryGetBytesFromBase64(out _) ? null : Wrong(place, "is not base64", "Encode the bytes in base64, without line feeds."));
        if (type.IsEnum) return Enumerated(value, type, place);
        return Members(value, ControlJson.Options.GetTypeInfo(type), place);
    }

    private static Misfit? Members(JsonElement value, JsonTypeInfo type, string place)
    {
        if (value.ValueKind != JsonValueKind.Object) return Wrong(place, "is not a JSON object", "Send {...}.");
        var prefix = place.Length == 0 ? "" : place + ".";
        string? discriminator = null;
        if (type.PolymorphismOptions is { } kinds)
        {
            discriminator = kinds.TypeDiscriminatorPropertyName;
            var named = value.TextOf(discriminator);
            var chosen = kinds.DerivedTypes.FirstOrDefault(kind => (string?)kind.TypeDiscriminator == named);
            if (chosen.DerivedType is null)
                return new Misfit(named is null ? $"'{prefix}{discriminator}' is missing" : $"'{prefix}{discriminator}' cannot be '{Excerpt.Of(named, 40)}'", $"Use one of {List(kinds.DerivedTypes.Select(kind => (string)kind.TypeDiscriminator!))}.");
            type = ControlJson.Options.GetTypeInfo(chosen.DerivedType);
        }
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name == discriminator) continue;
            var known = type.Properties.FirstOrDefault(property => property.Name == member.Name);
            if (known is null)
                return new Misfit($"'{prefix}{Excerpt.Of(member.Name, 40)}' is unknown here", type.Properties.Count == 0 ? "No member is allowed." : $"Use {List(type.Properties.Select(property => property.Name))}.");
            if (member.Value.ValueKind == JsonValueKind.Null && known.IsSetNullable) continue;
            if (Check(member.Value, known.PropertyType, prefix + member.Name) is { } misfit) return misfit;
        }
        var missing = type.Properties.FirstOrDefault(property => property.IsRequired && !value.TryGetProperty(property.Name, out _));
        return missing is null ? null : new Misfit($"'{prefix}{missing.Name}' is missing", "It has no default.");
    }

    private static Misfit? Enumerated(JsonElement value, Type type, string place)
    {
        var names = Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);
        return value.ValueKind == JsonValueKind.String && names.Contains(value.GetString())
            ? null
            : Wrong(place, value.ValueKind == JsonValueKind.String ? $"cannot be '{Excerpt.Of(value.GetString()!, 40)}'" : "is not a text", $"Use one of {List(names)}.");
    }

    private static Misfit? Kind(JsonElement value, string place, string wanted, params ReadOnlySpan<JsonValueKind> kinds) =>
        kinds.Contains(value.ValueKind) ? null : Wrong(place, $"is not {wanted}", $"Give {wanted}, or leave it out where it has a default.");

    private static Misfit? Number(JsonElement value, string place, string wanted, Predicate<JsonElement> fits) =>
        value.ValueKind == JsonValueKind.Number && fits(value) ? null : Wrong(place, $"is not {wanted}", $"Give {wanted}, or leave it out where it has a default.");

    private static Misfit Wrong(string place, string what, string remedy) => new(place.Length == 0 ? $"The body {what}" : $"'{place}' {what}", remedy);

    private static string List(IEnumerable<string> names) => string.Join(", ", names);
}
