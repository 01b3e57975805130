using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>A place and how far around it counts.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Radius">Metres.</param>
internal readonly record struct Surroundings(double Latitude, double Longitude, double Radius)
{
    /// <summary>Radius of a sphere as large as the earth, in metres.</summary>
    private const double Earth = 6_371_008.8;

    /// <summary>How far away a place is on the sphere, in metres; exact to about half a percent.</summary>
    public double To(double latitude, double longitude)
    {
        // Haversine, which stays exact for places that are close together.
        var (lat, other) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(latitude));
        var (north, east) = (Math.Sin((other - lat) / 2), Math.Sin(double.DegreesToRadians(longitude - Longitude) / 2));
        return 2 * Earth * Math.Asin(Math.Sqrt(Math.Min(1, (north * north) + (Math.Cos(lat) * Math.Cos(other) * east * east))));
    }
}

/// <summary>The follower sent a place, or the client reported one, close to one of several; the distance to the closest becomes <c>m.distance</c>.</summary>
internal sealed class NearCondition(Surroundings[] places) : Condition
{
    private static readonly Term[] Locations = [new(TermKind.Type, "location"), new(TermKind.Event, "location")];

    public override IReadOnlyList<Term> Terms => Locations;

    public override Reach Reach => Reach.Messages | Reach.Events;

    public override void Rematch(Deciding deciding) => Holds(deciding);

    public override bool IsOfWords(Deciding deciding) => true;

    public override bool Holds(Deciding deciding)
    {
        var (latitude, longitude) = deciding.Packet switch
        {
            LocationMessage sent => (sent.Latitude, sent.Longitude),
            LocationEvent reported => (reported.Latitude, reported.Longitude),
            _ => (null, null),
        };
        if (latitude is not { } lat || longitude is not { } lon) return false;
        var closest = double.PositiveInfinity;
        foreach (var place in places)
            if (place.To(lat, lon) is var distance && distance <= place.Radius && distance < closest) closest = distance;
        if (double.IsPositiveInfinity(closest)) return false;
        deciding.Evaluation.Matches.AddDistance(closest);
        return true;
    }
}
