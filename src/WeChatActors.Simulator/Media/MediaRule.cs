using System.Collections.Immutable;
using System.Globalization;

namespace WeChatActors.Simulator;

/// <summary>What files of a type may be uploaded.</summary>
/// <param name="Type">image, voice, video, thumb.</param>
/// <param name="Extensions">The formats, by their extensions.</param>
/// <param name="MostBytes">The size, at most.</param>
/// <param name="TooLarge">The errcode of a larger one.</param>
/// <param name="Capacity">How many an account may keep; null for temporary ones, which vanish.</param>
/// <remarks>Source: WeChat Official Accounts docs, temporary and permanent material.</remarks>
internal sealed record MediaRule(string Type, ImmutableArray<string> Extensions, int MostBytes, int TooLarge, int? Capacity)
{
    private const int Kilobyte = 1024;
    private const int Megabyte = 1024 * Kilobyte;

    private static readonly ImmutableArray<MediaRule> Temporary =
    [
        new("image", ["png", "jpeg", "jpg", "gif"], 10 * Megabyte, 40009, null),
        new("voice", ["amr", "mp3"], 2 * Megabyte, 40010, null),
        new("video", ["mp4"], 10 * Megabyte, 40011, null),
        new("thumb", ["jpg"], 64 * Kilobyte, 40012, null),
    ];

    private static readonly ImmutableArray<MediaRule> Permanent =
    [
        new("image", ["bmp", "png", "jpeg", "jpg", "gif"], 10 * Megabyte, 40009, 100_000),
        new("voice", ["mp3", "wma", "wav", "amr"], 2 * Megabyte, 40010, 1000),
        new("video", ["mp4"], 10 * Megabyte, 40011, 1000),
        new("thumb", ["jpg"], 64 * Kilobyte, 40012, 1000),
    ];

    /// <summary>A picture in the text of an article; it has an address and no media id.</summary>
    public static MediaRule ArticlePicture { get; } = new("picture", ["jpg", "png"], Megabyte, 40006, null);

    /// <summary>How long a voice clip may be.</summary>
    public static TimeSpan MostVoice { get; } = TimeSpan.FromSeconds(60);

    /// <summary>The rule of a type; null for an unknown type.</summary>
    public static MediaRule? Of(string type, bool permanent) => (permanent ? Permanent : Temporary).FirstOrDefault(rule => rule.Type == type);

    /// <summary>Looks at an uploaded file.</summary>
    /// <returns>Its format, or why it is refused.</returns>
    public (FileFormat? Format, ApiAnswer? Refusal) Check(ApiFile? file)
    {
        if (file is null) return Refuse(41005, $"The form field 'media' is missing.");
        if (file.FileName is null) return Refuse(41005, $"The form field 'media' has no filename, so it is no file.");
        if (file.Data.IsEmpty) return Refuse(44001, $"'{file.FileName}' has no bytes.");
        var takes = string.Join(", ", Extensions);
        var extension = Path.GetExtension(file.FileName).TrimStart('.').ToLowerInvariant();
        if (!Extensions.Contains(extension)) return Refuse(40005, $"'{file.FileName}' ends in '{extension}'; {Type} takes {takes}.");
        if (FileFormat.Of(file.Data.Span) is not { } format) return Refuse(40005, $"'{file.FileName}' holds nothing that looks like {takes}.");
        if (!Extensions.Contains(format.Extension)) return Refuse(40005, $"'{file.FileName}' holds {format.Extension}; {Type} takes {takes}.");
        if (file.Data.Length > MostBytes) return Refuse(TooLarge, $"'{file.FileName}' has {file.Data.Length:N0} bytes, limit {MostBytes:N0}.");
        if (VoiceLength.Of(format, file.Data.Span) is { } length && length > MostVoice)
            return Refuse(45007, $"'{file.FileName}' lasts {length.TotalSeconds:0.#} s, limit {MostVoice.TotalSeconds:0} s.");
        return (format, null);
    }

    /// <summary>The refusal of a type that does not exist.</summary>
    public static ApiAnswer NoSuchType(string type) => ApiAnswer.Fail(40004, $"The query's type is '{type}'; there are image, voice, video and thumb.");

    private static (FileFormat? Format, ApiAnswer? Refusal) Refuse(int code, FormattableString detail) => (null, ApiAnswer.Fail(code, FormattableString.Invariant(detail)));
}
