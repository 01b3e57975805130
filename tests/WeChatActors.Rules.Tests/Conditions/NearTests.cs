using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Conditions;

public class NearTests
{
    private const double Lat = 39.9087, Lon = 116.3975;

    private static string? Says(Packet packet, string near = "{lat: 39.9087, lon: 116.3975, radius: 5km}") =>
        Rulebook.Text(Rulebook.Of($"rules: [{{near: {near}, reply: '{{{{ m.distance }}}} {{{{ m.distance | km }}}}'}}, {{default: true, reply: far}}]").Hears(packet));

    private static LocationEvent Reported(double? latitude, double? longitude) => new()
    {
        ToUserName = "gh_1", FromUserName = "oAnn", CreateTime = 1_769_920_200, Key = new("k"), Fields = PacketFields.Empty,
        Name = "LOCATION", Kind = "location", Latitude = latitude, Longitude = longitude,
    };

    [Theory]
    [InlineData(Lat, Lon, "0 0 m")]
    [InlineData(39.9163, 116.3972, "845 845 m")]
    [InlineData(39.8837, 116.4189, "3326 3.3 km")]
    [InlineData(40.0799, 116.6031, "far")]
    [InlineData(-39.9087, -116.3975, "far")]
    public void A_place_that_is_sent_is_near_or_far(double latitude, double longitude, string said) =>
        Assert.Equal(said, Says(Packets.Location(latitude, longitude)));

    [Fact]
    public void A_place_that_the_client_reports_counts_too()
    {
        Assert.Equal("845 845 m", Says(Reported(39.9163, 116.3972)));
        Assert.Equal("far", Says(Reported(null, 116.3972)));
        Assert.Equal("far", Says(Reported(39.9163, null)));
        Assert.Equal("far", Says(Packets.Text("39.9163,116.3972")));
        Assert.Equal("far", Says(Packets.Event("location_select", "K", menu: true)));
    }

    [Fact]
    public void Of_several_places_the_closest_gives_the_distance() =>
        Assert.Equal("845 845 m", Says(Packets.Location(39.9163, 116.3972), "[{lat: 39.8837, lon: 116.4189, radius: 50km}, {lat: 39.9087, lon: 116.3975, radius: 900 m}, {lat: 0, lon: 0, radius: 1m}]"));

    [Fact]
    public void The_radius_is_the_last_metre_that_counts()
    {
        Assert.Equal("845 845 m", Says(Packets.Location(39.9163, 116.3972), "{lat: 39.9087, lon: 116.3975, radius: 846m}"));
        Assert.Equal("far", Says(Packets.Location(39.9163, 116.3972), "{lat: 39.9087, lon: 116.3975, radius: 845m}"));
    }

    [Fact]
    public void Distances_cross_the_date_line_and_the_poles()
    {
        Assert.Equal("222 222 m", Says(Packets.Location(0, 179.999), "{lat: 0, lon: -179.999, radius: 1km}"));
        Assert.Equal("222 222 m", Says(Packets.Location(89.999, 0), "{lat: 89.999, lon: 180, radius: 1km}"));
        Assert.Equal("20015114 20015 km", Says(Packets.Location(0, 0), "{lat: 0, lon: 180, radius: 20038km}"));
    }

    [Fact]
    public void The_distance_of_a_branch_that_failed_is_none_of_the_rule()
    {
        var script = Rulebook.Of("rules: [{any: [{near: {lat: 0, lon: 0, radius: 1km}, if: msg.label}, {type: location}], reply: '{{ m.distance ?? 1 }}'}]");
        Assert.Equal("1", Rulebook.Text(script.Hears(Packets.Location(0, 0))));
        Assert.Equal("0", Rulebook.Text(script.Hears(Packets.Location(0, 0, "here"))));
    }

    [Fact]
    public void A_timer_sees_the_distance_again()
    {
        var script = Rulebook.Of("rules: [{id: r, near: {lat: 0, lon: 0, radius: 1km}, tag: x, do: [{later: {after: 1m, do: [{send: '{{ m.distance }}'}]}}]}]");
        var packet = Packets.Location(0.001, 0);
        var armed = script.Hears(packet, Packets.Newcomer with { Tags = ["x"] });
        Assert.Equal(["111"], script.Fires(armed, packet: packet).SentTexts());
    }

    [Theory]
    [InlineData("{lat: 39.9, lon: 116.4}", "t.yaml:2:16: a place needs the key 'radius'.")]
    [InlineData("{lat: 116.4, lon: 39.9, radius: 1km}", "t.yaml:2:22: '116.4' stands at 'lat', expected degrees north from -90 to 90; 'lat' and 'lon' seem to be swapped.")]
    [InlineData("{lat: north, lon: 39.9, radius: 1km}", "t.yaml:2:22: 'north' stands at 'lat', expected degrees north from -90 to 90, such as 39.9087.")]
    [InlineData("{lat: 39.9, lon: 181, radius: 1km}", "t.yaml:2:33: '181' stands at 'lon', expected degrees east from -180 to 180, such as 116.3975.")]
    [InlineData("{lat: 39.9, lon: 116.4, radius: 5}", "t.yaml:2:48: '5' stands at 'radius', expected a distance from 1m to 20038km, such as 500m or 5km.")]
    [InlineData("{lat: 39.9, lon: 116.4, radius: 0.5m}", "t.yaml:2:48: '0.5m' stands at 'radius', expected a distance from 1m to 20038km, such as 500m or 5km.")]
    [InlineData("{lat: 39.9, lng: 116.4, lon: 1, radius: 1km}", "t.yaml:2:28: 'lng' is not a key of a place; allowed: lat, lon, radius. [unknown-key]")]
    [InlineData("[]", "t.yaml:2:16: an empty list stands at 'near', expected at least one place.")]
    [InlineData("北京", "t.yaml:2:16: '北京' stands where a place was expected, a map with keys of: lat, lon, radius.")]
    public void Says_what_is_wrong_with_a_place(string near, string finding) => Assert.Equal(finding, Rulebook.Finding($"rules: [{{near: {near}, reply: x}}]"));
}
