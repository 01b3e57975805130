namespace WeChatActors.Simulator;

/// <summary>How long a voice clip lasts, counted by its frames.</summary>
internal static class VoiceLength
{
    // Bytes of a frame of narrow-band AMR by its type, the byte that tells the type included.
    private static ReadOnlySpan<byte> AmrFrames => [13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1];

    // Kilobits a second of layer III by index; MPEG 1 first.
    private static ReadOnlySpan<short> Rates1 => [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
    private static ReadOnlySpan<short> Rates2 => [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
    private static ReadOnlySpan<int> Samples => [44100, 48000, 32000, 0];

    /// <summary>The length of narrow-band amr and of mp3; null for other formats, whose length is not looked at.</summary>
    public static TimeSpan? Of(FileFormat format, ReadOnlySpan<byte> data) => format.Extension switch
    {
        "amr" when data.StartsWith("#!AMR\n"u8) => Amr(data),
        "mp3" => Mp3(data),
        _ => null,
    };

    private static TimeSpan Amr(ReadOnlySpan<byte> data)
    {
        var frames = 0;
        for (var at = 6; at < data.Length; frames++) at += AmrFrames[(data[at] >> 3) & 15];
        return TimeSpan.FromMilliseconds(20) * frames;
    }

    private static TimeSpan Mp3(ReadOnlySpan<byte> data)
    {
        var seconds = 0.0;
        var at = 0;
        if (data.StartsWith("ID3"u8) && data.Length >= 10) at = 10 + ((data[6] & 127) << 21 | (data[7] & 127) << 14 | (data[8] & 127) << 7 | (data[9] & 127));
        while (at + 4 <= data.Length)
        {
            var first = (data[at + 1] & 0x08) != 0; // MPEG 1, or the half rates of MPEG 2 and the quarter rates of 2.5
            var rate = (first ? Rates1 : Rates2)[data[at + 2] >> 4] * 1000;
            var samples = Samples[(data[at + 2] >> 2) & 3] / (first ? 1 : (data[at + 1] & 0x10) != 0 ? 2 : 4);
            if (data[at] != 0xFF || (data[at + 1] & 0xE6) != 0xE2 || rate == 0 || samples == 0)
            {
                at++;
                continue;
            }
            var perFrame = first ? 1152 : 576;
            seconds += (double)perFrame / samples;
            at += perFrame / 8 * rate / samples + ((data[at + 2] >> 1) & 1);
        }
        return TimeSpan.FromSeconds(seconds);
    }
}
