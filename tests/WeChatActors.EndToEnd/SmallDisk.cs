namespace WeChatActors.EndToEnd;

/// <summary>A disk of a few megabytes.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Filler => Path.Combine(_folder, "filler");

    /// <param name="folder">An empty folder, where it is seen.</param>
    /// <param name="megabytes">How large it is.</param>
    public static async Task<SmallDisk> Mount(string folder, int megabytes = 4)
    {
        var mounted = await Tool.Run("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder], TimeSpan.FromSeconds(20));
        Assert.True(mounted.ExitCode == 0, mounted.ToString());
        return new SmallDisk(folder);
    }

    /// <summary>Leaves not a byte, or nearly as many as are asked for.</summary>
    public void Fill(long leave = 0)
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in new[] { 64 * 1024, 1024, 1 })
        {
            try
            {
                while (true) file.Write(new byte[size]);
            }
            catch (IOException)
            {
                // Full, to the size of one write.
            }
        }
        if (leave > 0) file.SetLength(Math.Max(0, file.Length - leave));
    }

    public void Free() => File.Delete(Filler);

    /// <summary>Lets it be written no more, or again. Nobody has a file on it open for writing.</summary>
    public async Task SetReadOnly(bool readOnly)
    {
        var mounted = await Tool.Run("mount", ["-o", $"remount,{(readOnly ? "ro" : "rw")}", _folder], TimeSpan.FromSeconds(20));
        Assert.True(mounted.ExitCode == 0, mounted.ToString());
    }

    public async ValueTask DisposeAsync() => await Tool.Run("umount", ["-l", _folder], TimeSpan.FromSeconds(20));
}
