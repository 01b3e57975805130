using System.Collections.Frozen;
using System.Globalization;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>What <c>msg</c> holds. A name the packet has no value for is null.</summary>
internal static class MessageNames
{
    private static readonly FrozenDictionary<string, Func<Evaluation, Value>> Known = new Dictionary<string, Func<Evaluation, Value>>
    {
        ["type"] = e => e.Packet?.MsgType,
        ["text"] = e => e.Packet?.Text,
        ["event"] = e => (e.Packet as Event)?.Kind,
        ["key"] = e => (e.Packet as Event)?.EventKey,
        ["scene"] = e => (e.Packet as Event)?.Scene,
        ["id"] = e => (e.Packet as Message)?.MsgId,
        ["time"] = e => Time(e),
        ["media_id"] = e => (e.Packet as ImageMessage)?.MediaId ?? (e.Packet as VoiceMessage)?.MediaId ?? Field(e, "MediaId"),
        ["thumb_media_id"] = e => Field(e, "ThumbMediaId"),
        ["pic_url"] = e => (e.Packet as ImageMessage)?.PicUrl ?? Field(e, "PicUrl"),
        ["format"] = e => (e.Packet as VoiceMessage)?.Format ?? Field(e, "Format"),
        ["latitude"] = e => Degrees((e.Packet as LocationMessage)?.Latitude ?? Number(e, "Latitude")),
        ["longitude"] = e => Degrees((e.Packet as LocationMessage)?.Longitude ?? Number(e, "Longitude")),
        ["label"] = e => (e.Packet as LocationMessage)?.Label ?? Field(e, "Label"),
        ["title"] = e => Field(e, "Title"),
        ["description"] = e => Field(e, "Description"),
        ["url"] = e => Field(e, "Url"),
        ["fields"] = Fields,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly string[] All = [.. Known.Keys.Order(StringComparer.Ordinal)];

    public static Func<Evaluation, Value>? Reader(string name) => Known.GetValueOrDefault(name);

    public static Value Find(Evaluation evaluation, string name) => Known.GetValueOrDefault(name)?.Invoke(evaluation) ?? Value.Null;

    /// <summary>The text of any element of the packet, by its path.</summary>
    public static Value FindField(Evaluation evaluation, string path) => Field(evaluation, path);

    /// <summary>All of it as a map; the fields are left out.</summary>
    public static Value Whole(Evaluation evaluation) =>
        Value.Map(Known.Where(k => k.Key != "fields").Select(k => KeyValuePair.Create(k.Key, k.Value(evaluation))));

    private static Value Fields(Evaluation evaluation)
    {
        var fields = new List<KeyValuePair<string, Value>>();
        foreach (var field in evaluation.Packet?.Fields ?? PacketFields.Empty)
            if (evaluation.Packet!.Fields.Find(field.Path) is { } value) fields.Add(new(field.Path, value));
        return Value.Map(fields);
    }

    private static string? Field(Evaluation evaluation, string path) => evaluation.Packet?.Fields.Find(path);

    private static double? Number(Evaluation evaluation, string path) =>
        double.TryParse(Field(evaluation, path), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    // A decimal holds less than a double; WeChat's degrees always fit.
    private static Value Degrees(double? degrees) => degrees is { } d && Math.Abs(d) <= 360 ? Value.Of((decimal)d) : Value.Null;

    private static Value Time(Evaluation evaluation) =>
        evaluation.Packet?.CreateTime is { } seconds && seconds is >= 0 and < 253_402_200_000
            ? Value.Of(evaluation.InZone(DateTimeOffset.FromUnixTimeSeconds(seconds))) : Value.Null;
}
