using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>Packets that somebody kept as files, one each.</summary>
/// <param name="folder">The folder; its own folders are left alone.</param>
/// <param name="order">In which order they happened.</param>
/// <param name="skipped">Counts what is left out.</param>
/// <param name="findings">Gets what cannot be read.</param>
internal sealed class XmlFolder(string folder, FolderOrder order, Tallies skipped, Findings findings)
{
    /// <summary>The packets.</summary>
    /// <exception cref="CaptureException">The folder cannot be read.</exception>
    public async IAsyncEnumerable<ImportedExchange> Read()
    {
        var files = Files().Select(file => (File: file, At: TimeOf(file))).Where(file => file.At is not null).ToList();
        // A sort that keeps the order of names among packets of the same second.
        if (order == FolderOrder.Time) files = [.. files.OrderBy(file => file.At)];
        var latest = DateTimeOffset.MinValue;
        foreach (var (file, at) in files)
        {
            // The order is that of the names, so no packet can have come before the one named before it.
            latest = at!.Value > latest ? at.Value : latest;
            if (await Content(file) is { } packet) yield return new ImportedExchange(latest, "POST", null, packet);
        }
        if (files.Count == 0) findings.Add(new Finding(Severity.Error, folder, 1, 1, "the folder holds no packet: expected files that end in .xml, one packet each."));
    }

    private List<string> Files()
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{folder} cannot be read ({error.Message}).", error);
        }
    }

    private async Task<byte[]?> Content(string file)
    {
        try
        {
            return await File.ReadAllBytesAsync(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Unreadable(file, error);
            return null;
        }
    }

    private void Unreadable(string file, Exception error)
    {
        skipped.Count("the file cannot be read");
        findings.Add(new Finding(Severity.Warning, file, 1, 1, $"the file cannot be read ({error.Message})."));
    }

    /// <summary>When a packet was made; when the file was written for one that does not say it, such as an encrypted one. Null for a file that is left out.</summary>
    private DateTimeOffset? TimeOf(string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (info.Length > Callback.MaxBodyBytes)
            {
                skipped.Count($"the file is longer than {Callback.MaxBodyBytes} bytes");
                return null;
            }
            return (PacketReader.Read(File.ReadAllBytes(file)) as PacketResult.Parsed)?.Packet.CreateTime is { } seconds
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : new DateTimeOffset(info.LastWriteTimeUtc, TimeSpan.Zero);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Unreadable(file, error);
            return null;
        }
    }
}
