namespace WeChatActors.Simulator;

/// <summary>A kind of file, told by its first bytes.</summary>
/// <param name="Extension">Such as png.</param>
/// <param name="ContentType">Such as image/png.</param>
internal sealed record FileFormat(string Extension, string ContentType)
{
    private static readonly FileFormat Png = new("png", "image/png");
    private static readonly FileFormat Jpg = new("jpg", "image/jpeg");
    private static readonly FileFormat Gif = new("gif", "image/gif");
    private static readonly FileFormat Bmp = new("bmp", "image/bmp");
    private static readonly FileFormat Amr = new("amr", "audio/amr");
    private static readonly FileFormat Mp3 = new("mp3", "audio/mpeg");
    private static readonly FileFormat Wav = new("wav", "audio/wav");
    private static readonly FileFormat Wma = new("wma", "audio/x-ms-wma");
    private static readonly FileFormat Mp4 = new("mp4", "video/mp4");

    /// <summary>Whether it is a picture.</summary>
    public bool IsPicture => ContentType.StartsWith("image/", StringComparison.Ordinal);

    /// <summary>The format of a file; null when it is none of those that the platform knows.</summary>
    public static FileFormat? Of(ReadOnlySpan<byte> data) => data switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        [0xFF, 0xD8, 0xFF, ..] => Jpg,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => Gif,
        [(byte)'B', (byte)'M', ..] => Bmp,
        [(byte)'#', (byte)'!', (byte)'A', (byte)'M', (byte)'R', ..] => Amr,
        [(byte)'I', (byte)'D', (byte)'3', ..] => Mp3,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => Wav,
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..] => Wma,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => Mp4,
        [0xFF, var second, ..] when (second & 0xE6) == 0xE2 => Mp3, // an MPEG frame of layer III without a tag before it
        _ => null,
    };
}
