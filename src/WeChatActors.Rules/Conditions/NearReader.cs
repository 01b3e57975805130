using System.Globalization;

namespace WeChatActors.Rules;

/// <summary>Reads what stands under <c>near</c>: a place with a radius, or a list of them.</summary>
internal static class NearReader
{
    // Half of the way around the earth.
    private const double MaxRadius = 20_038_000;

    public static NearCondition Read(YamlNode node, RuleScope scope)
    {
        var places = new List<Surroundings>();
        if (node is YamlList { Items.IsEmpty: true }) scope.Findings.Error(node, "an empty list stands at 'near', expected at least one place.");
        foreach (var item in node is YamlList list ? list.Items : [node])
            if (Place(item, scope.Findings) is { } place) places.Add(place);
        scope.Groups.Add(RuleMatches.DistanceName);
        return new([.. places]);
    }

    private static Surroundings? Place(YamlNode node, Findings findings)
    {
        if (YamlFields.Read(node, findings, "a place", RuleShapes.Place.Names) is not { } fields) return null;
        var (lat, lon) = (fields.Require("lat"), fields.Require("lon"));
        if (lat is not null && lon is not null && Number(lat) is { } north && Number(lon) is { } east && Math.Abs(north) is > 90 and <= 180 && Math.Abs(east) <= 90)
        {
            findings.Error(lat, $"{lat.Described} stands at 'lat', expected degrees north from -90 to 90; 'lat' and 'lon' seem to be swapped.");
            return null;
        }

        var (latitude, longitude) = (Degrees(lat, "lat", "north", 90, findings), Degrees(lon, "lon", "east", 180, findings));
        var radius = fields.Require("radius") is { } length ? Metres(length, findings) : null;
        return latitude is null || longitude is null || radius is null ? null : new(latitude.Value, longitude.Value, radius.Value);
    }

    private static double? Number(YamlNode node) => node is YamlScalar { IsPlain: true } scalar ? (double?)CoreSchema.AsNumber(scalar.Value) : null;

    private static double? Degrees(YamlNode? node, string key, string direction, int most, Findings findings)
    {
        if (node is null) return null;
        if (Number(node) is { } degrees && Math.Abs(degrees) <= most) return degrees;
        findings.Error(node, $"{node.Described} stands at '{key}', expected degrees {direction} from -{most} to {most}, such as {(key == "lat" ? "39.9087" : "116.3975")}.");
        return null;
    }

    private static double? Metres(YamlNode node, Findings findings)
    {
        if (node is YamlScalar { Value: { Length: <= 24 } text })
        {
            var unit = text.AsSpan().TrimStart("0123456789.");
            var metres = unit.Trim() switch { "m" => 1, "km" => 1000, _ => 0 };
            if (metres > 0 && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                && amount * metres is >= 1 and <= MaxRadius and var radius) return radius;
        }

        findings.Error(node, $"{node.Described} stands at 'radius', expected a distance from 1m to 20038km, such as 500m or 5km.");
        return null;
    }
}
