using System.Collections.Immutable;
using System.Globalization;

namespace WeChatActors.Rules;

/// <summary>Reads what a follower does in a test: a text, or a packet as a map.</summary>
internal static class TestPacketReader
{
    // A map is known by the first of these it has.
    private static readonly string[] Kinds = TestShapes.Packets.Names;

    /// <summary>Whether a map names what is sent and nothing that a step has.</summary>
    public static bool IsPacket(YamlMap map) =>
        Array.Exists(Kinds, kind => map.Find(kind) is not null) && !Array.Exists(TestStepReader.Keys, key => map.Find(key) is not null);

    /// <summary>Reads it; null when it cannot be understood.</summary>
    public static TestPacket? Read(YamlNode node, Findings findings)
    {
        if (node is not YamlMap map)
            return YamlRead.Text(node, findings, "'in'") is { } text ? Message(node, "text", text, new PacketElement("Content", text)) : null;
        var kind = Array.Find(Kinds, key => map.Find(key) is not null);
        if (kind is null)
        {
            findings.Error(node, $"'in' says nothing of what is sent, expected a text or a map with one of: {string.Join(", ", Kinds)}.");
            return null;
        }

        return kind switch
        {
            "event" => Event(map, findings),
            "type" => Any(map, findings),
            _ => Known(map, kind, findings),
        };
    }

    private static TestPacket? Known(YamlMap map, string kind, Findings findings) =>
        YamlFields.Read(map, findings, "'in'", kind) is { HasUnknown: false } fields ? OfKind(kind, map, fields.Find(kind)!, findings) : null;

    /// <summary>Reads a packet of which the kind is known.</summary>
    /// <param name="kind">The key that says what is sent: <c>text</c>, <c>menu</c>, <c>scene</c>, <c>image</c>, <c>video</c>, <c>voice</c>, <c>location</c> or <c>link</c>.</param>
    /// <param name="at">Where the packet stands.</param>
    /// <param name="value">What stands at the key.</param>
    /// <param name="findings">Gets what is wrong with it.</param>
    /// <param name="key">The key, when it is called otherwise where it stands.</param>
    public static TestPacket? OfKind(string kind, YamlNode at, YamlNode value, Findings findings, string? key = null)
    {
        key ??= kind;
        switch (kind)
        {
            case "text": return YamlRead.Text(value, findings, $"'{key}'") is { } text ? Message(at, "text", text, new PacketElement("Content", text)) : null;
            case "menu": return YamlRead.Text(value, findings, $"'{key}'") is { } button ? Event(at, "CLICK", $"(menu {button})", new PacketElement("EventKey", button)) : null;
            case "scene": return YamlRead.Text(value, findings, $"'{key}'") is { } scene ? Event(at, "SCAN", $"(scan {scene})", new("EventKey", scene), new("Ticket", "test-ticket")) : null;
            case "image":
                if (Alone(value, findings, "'image'") is not { } image) return null;
                return image.StartsWith("http", StringComparison.OrdinalIgnoreCase)
                    ? Message(at, "image", $"(image {image})", new("PicUrl", image), new("MediaId", "test-image"))
                    : Message(at, "image", "(image)", new("PicUrl", "http://example.com/test-image.jpg"), new("MediaId", image.Length > 0 ? image : "test-image"));
            case "video": return Alone(value, findings, "'video'") is { } video ? Message(at, "video", "(video)", new("MediaId", video.Length > 0 ? video : "test-video"), new("ThumbMediaId", "test-thumb")) : null;
            case "voice":
                if (Alone(value, findings, "'voice'") is not { } words) return null;
                return words.Length > 0
                    ? Message(at, "voice", $"(voice: {words})", new("MediaId", "test-voice"), new("Format", "amr"), new("Recognition", words))
                    : Message(at, "voice", "(voice)", new("MediaId", "test-voice"), new("Format", "amr"));
            case "location": return Location(at, value, findings);
            default: return Link(at, value, findings);
        }
    }

    // A text, or true for one that does not matter.
    private static string? Alone(YamlNode node, Findings findings, string what) =>
        node is YamlScalar { IsPlain: true } scalar && (scalar.IsNull || CoreSchema.AsBool(scalar.Value) is true) ? "" : YamlRead.Text(node, findings, what);

    private static TestPacket? Location(YamlNode at, YamlNode value, Findings findings)
    {
        if (YamlFields.Read(value, findings, "'location'", TestShapes.PacketLocation.Names) is not { HasUnknown: false } fields) return null;
        if (Degrees(fields, "lat", 90, findings) is not { } latitude || Degrees(fields, "lon", 180, findings) is not { } longitude) return null;
        var label = fields.Text("label") ?? "";
        return Message(
            at, "location", $"(location {latitude} {longitude}{(label.Length > 0 ? " " + label : "")})",
            new("Location_X", latitude), new("Location_Y", longitude), new("Scale", fields.Text("scale") ?? "16"), new("Label", label));
    }

    private static string? Degrees(YamlFields fields, string key, decimal limit, Findings findings)
    {
        if (fields.Require(key) is not { } node) return null;
        if (node is YamlScalar { IsPlain: true } scalar && CoreSchema.AsNumber(scalar.Value) is { } degrees && Math.Abs(degrees) <= limit) return degrees.ToString(CultureInfo.InvariantCulture);
        findings.Error(node, $"{node.Described} stands at '{key}', expected degrees from -{limit} to {limit}.");
        return null;
    }

    private static TestPacket? Link(YamlNode at, YamlNode value, Findings findings)
    {
        if (value is not YamlMap)
            return YamlRead.Text(value, findings, "'link'") is { } alone ? Message(at, "link", $"(link {alone})", new("Title", alone), new("Description", ""), new("Url", alone)) : null;
        if (YamlFields.Read(value, findings, "'link'", TestShapes.PacketLink.Names) is not { HasUnknown: false } fields || fields.RequireText("url") is not { } url) return null;
        return Message(at, "link", $"(link {url})", new("Title", fields.Text("title") ?? url), new("Description", fields.Text("description") ?? ""), new("Url", url));
    }

    // {event: subscribe, scene: S}, {event: CLICK, key: K}, and any further element by its name in the XML.
    private static TestPacket? Event(YamlMap map, Findings findings)
    {
        if (YamlRead.Text(map.Find("event")!.Value, findings, "'event'") is not { Length: > 0 } name) return null;
        var elements = new List<PacketElement>();
        var shown = $"(event {name}";
        foreach (var (key, value) in map.Entries)
        {
            if (key.Value == "event" || (key.Value == "type" && value is YamlScalar { Value: "event" })) continue;
            if (key.Value is not ("key" or "scene"))
            {
                elements.Add(Element(key, value, findings));
                continue;
            }

            if (YamlRead.Text(value, findings, $"'{key.Value}'") is not { } text) return null;
            shown += " " + text;
            var isScene = key.Value == "scene";
            if (isScene && !name.Equals("subscribe", StringComparison.OrdinalIgnoreCase) && !name.Equals("SCAN", StringComparison.OrdinalIgnoreCase))
            {
                findings.Error(key, $"'scene' stands beside the event '{name}', expected subscribe or SCAN, which come from a QR code; 'key' gives other events their EventKey.");
                return null;
            }

            elements.Add(new("EventKey", isScene && name.Equals("subscribe", StringComparison.OrdinalIgnoreCase) ? "qrscene_" + text : text));
            if (isScene) elements.Add(new("Ticket", "test-ticket"));
        }

        return Event(map, name, shown + ")", [.. elements]);
    }

    private static TestPacket? Any(YamlMap map, Findings findings)
    {
        if (YamlRead.Text(map.Find("type")!.Value, findings, "'type'") is not { Length: > 0 } type) return null;
        if (type == "event")
        {
            findings.Error(map.Find("type")!.Value, "'type: event' does not say which, expected {event: NAME}.");
            return null;
        }

        var elements = map.Entries.Where(entry => entry.Key.Value != "type").Select(entry => Element(entry.Key, entry.Value, findings));
        return Message(map, type, $"({type})", [.. elements]);
    }

    private static PacketElement Element(YamlScalar name, YamlNode value, Findings findings)
    {
        if (name.Value.Length is 0 or > 64 || !char.IsAsciiLetter(name.Value[0]) || !name.Value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            findings.Error(name, $"{name.Described} is not the name of an element, expected letters, digits and _ as in WeChat's documentation.");
        if (value is YamlMap map) return new(name.Value, "") { Inside = [.. map.Entries.Select(entry => Element(entry.Key, entry.Value, findings))] };
        return new(name.Value, value is YamlScalar { IsNull: true } ? "" : YamlRead.Text(value, findings, $"'{name.Value}'") ?? "");
    }

    private static TestPacket Message(YamlNode at, string type, string shown, params ReadOnlySpan<PacketElement> elements) => new(at.Place, type, [.. elements], shown);

    private static TestPacket Event(YamlNode at, string name, string shown, params ReadOnlySpan<PacketElement> elements) =>
        new(at.Place, "event", [new("Event", name), .. elements.ContainsKey() ? (ReadOnlySpan<PacketElement>)[] : [new("EventKey", "")], .. elements], shown);

    private static bool ContainsKey(this ReadOnlySpan<PacketElement> elements)
    {
        foreach (var element in elements)
            if (element.Name == "EventKey") return true;
        return false;
    }
}
