using System.Buffers.Binary;

namespace WeChatActors.Simulator;

/// <summary>Files that the simulator's people send when nobody gives others: small, valid, the same in every run.</summary>
internal static class SampleFile
{
    /// <summary>A second of silence: the AMR header and 50 frames without data.</summary>
    public static byte[] Voice { get; } = [.. "#!AMR\n"u8, .. Enumerable.Repeat((byte)0x7C, 50)];

    /// <summary>The same in 16 kHz.</summary>
    public static byte[] WideVoice { get; } = [.. "#!AMR-WB\n"u8, .. Enumerable.Repeat((byte)0x7C, 50)];

    /// <summary>An MP4 file without tracks.</summary>
    public static byte[] Video { get; } = [.. Box("ftyp", [.. "isom"u8, 0, 0, 2, 0, .. "isommp42"u8]), .. Box("moov", Box("mvhd", MovieHeader()))];

    /// <summary>A PNG of 32 × 32 pixels in a colour of its own for each number.</summary>
    public static byte[] Picture(int number)
    {
        const int side = 32;
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        header[8] = 1; // one bit for each pixel
        header[9] = 3; // from a palette
        byte[] palette = [(byte)(40 + 53 * number), (byte)(90 + 31 * number), (byte)(160 + 97 * number), 255, 255, 255];
        var rows = new byte[side * (1 + side / 8)];
        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n',
            .. Chunk("IHDR", header), .. Chunk("PLTE", palette), .. Chunk("IDAT", Stored(rows)), .. Chunk("IEND", []),
        ];
    }

    private static byte[] Box(string name, byte[] content)
    {
        var box = new byte[8 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        System.Text.Encoding.ASCII.GetBytes(name, box.AsSpan(4));
        content.CopyTo(box, 8);
        return box;
    }

    /// <summary>Version 0: no length, 1,000 units a second, normal speed and volume, no rotation.</summary>
    private static byte[] MovieHeader()
    {
        var header = new byte[100];
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(12), 1000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(20), 0x00010000);
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(24), 0x0100);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(36), 0x00010000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(52), 0x00010000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(68), 0x40000000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(96), 1);
        return header;
    }

    /// <summary>Data in a zlib wrapper without compression: the same bytes whatever library compresses elsewhere.</summary>
    private static byte[] Stored(byte[] data)
    {
        uint a = 1, b = 0;
        foreach (var value in data)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }
        var stored = new byte[2 + 5 + data.Length + 4];
        stored[0] = 0x78;
        stored[1] = 0x01;
        stored[2] = 1; // the last block, stored
        BinaryPrimitives.WriteUInt16LittleEndian(stored.AsSpan(3), (ushort)data.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(stored.AsSpan(5), (ushort)~data.Length);
        data.CopyTo(stored, 7);
        BinaryPrimitives.WriteUInt32BigEndian(stored.AsSpan(7 + data.Length), (b << 16) | a);
        return stored;
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        System.Text.Encoding.ASCII.GetBytes(name, chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        var crc = uint.MaxValue;
        foreach (var value in chunk.AsSpan(4, 4 + content.Length))
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), ~crc);
        return chunk;
    }
}
