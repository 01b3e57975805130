using System.Text.RegularExpressions;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>How the answer to a slot is read. Immutable.</summary>
internal abstract class SlotType
{
    /// <summary>The types by their names in the file.</summary>
    public static readonly string[] Names = ["text", "int", "number", "date", "time", "choice", "phone", "location", "image"];

    /// <summary>Reads an answer from the packet; null when it holds none of the kind.</summary>
    public abstract Value? Read(Deciding deciding);

    /// <summary>A value, or null for none.</summary>
    protected static Value? Given(Value value) => value.IsNull ? default(Value?) : value;

    /// <summary>What is said to an answer that cannot be read.</summary>
    public abstract string Retry { get; }
}

/// <summary>Any words, or those that a pattern matches.</summary>
internal sealed class TextSlot(Regex? pattern) : SlotType
{
    /// <summary>The longest answer, in characters: what a follower says is kept with his conversation.</summary>
    public const int MaxLength = 4096;

    public Regex? Pattern => pattern;

    public override string Retry => pattern is null ? "请用文字回复。" : "格式不对，请再输入一次。";

    public override Value? Read(Deciding deciding)
    {
        if (deciding.Packet?.Text is not { Length: <= MaxLength } text) return null;
        // With a pattern the signs are plain, as the pattern saw them.
        if (pattern is not null) text = pattern.IsMatch(deciding.Widened) ? deciding.Widened.ToString() : "";
        return Given(text.Trim() is { Length: > 0 } words ? words : default(Value));
    }
}

/// <summary>What a follower types, read by a function of its folded words.</summary>
/// <param name="read">Reads them by the clock of the account; a null value when they are none of the kind.</param>
/// <param name="retry">What is said then.</param>
internal sealed class SpokenSlot(Func<string, DateTimeOffset, Value> read, string retry) : SlotType
{
    // Nobody types a longer number, day, time or telephone number.
    private const int MaxLength = 100;

    public override string Retry => retry;

    public override Value? Read(Deciding deciding) =>
        deciding.HasText && deciding.Folded.Length is > 0 and <= MaxLength ? Given(read(deciding.Folded.ToString(), deciding.Evaluation.LocalNow)) : default;

    public static SpokenSlot Int { get; } = new(
        (text, _) => SpokenNumber.Read(text) is { } number && decimal.IsInteger(number) ? Value.Of(number) : default, "请回复一个整数，例如 4。");

    public static SpokenSlot Number { get; } = new(
        (text, _) => SpokenNumber.Read(text) is { } number ? Value.Of(number) : default, "请回复一个数字，例如 4 或 2.5。");

    public static SpokenSlot Date { get; } = new(
        (text, now) => SpokenDate.Read(text, DateOnly.FromDateTime(now.DateTime)) is { } day ? Value.Of(day) : default, "请回复一个日期，例如 明天、周五 或 3月5日。");

    public static SpokenSlot Time { get; } = new(
        (text, _) => SpokenTime.Read(text) is { } time ? Value.Of(time) : default, "请回复一个时间，例如 19:30 或 晚上7点半。");

    public static SpokenSlot Phone { get; } = new(
        (text, _) => PhoneNumber.Read(text) is { } number ? Value.Of(number) : default, "请回复电话号码，例如 13812345678 或 010-12345678。");
}

/// <summary>A place that the follower sends: a map with <c>lat</c>, <c>lon</c> and <c>label</c>.</summary>
internal sealed class LocationSlot : SlotType
{
    public override string Retry => "请发送位置：点右下角的“+”，再点“位置”。";

    public override Value? Read(Deciding deciding) =>
        deciding.Packet is not LocationMessage { Latitude: { } lat and >= -90 and <= 90, Longitude: { } lon and >= -180 and <= 180 } place ? default(Value?)
            : Value.Map([new("lat", (decimal)lat), new("lon", (decimal)lon), new("label", place.Label)]);
}

/// <summary>A picture that the follower sends: a map with <c>media_id</c> and <c>pic_url</c>.</summary>
internal sealed class ImageSlot : SlotType
{
    public override string Retry => "请发送一张图片。";

    public override Value? Read(Deciding deciding) =>
        deciding.Packet is not ImageMessage picture ? default(Value?) : Value.Map([new("media_id", picture.MediaId), new("pic_url", picture.PicUrl)]);
}
