using WeChatActors.EndToEnd.Replays;

namespace WeChatActors.EndToEnd.Reports;

/// <summary>What a run has to say on a disk that is full.</summary>
[Collection(Processes.Name)]
public sealed class FullDiskReportTests(Published published) : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RawServer _bot = new(async connection =>
    {
        while (true)
        {
            await connection.ReadRequest();
            await connection.Answer("success");
        }
    });

    public void Dispose()
    {
        _bot.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
    }

    [MountTheory]
    [InlineData("replay")]
    [InlineData("load")]
    public async Task Each_report_that_finds_no_room_is_named_with_a_remedy_and_all_others_are_given(string command)
    {
        await using var disk = await SmallDisk.Mount(Directory.CreateDirectory(_folder["small"]).FullName);
        var (json, csv, html) = (_folder["small/run.json"], _folder["run.csv"], _folder["small/run.html"]);
        await File.WriteAllTextAsync(json, "of the run before");
        disk.Fill();
        var run = await Run([command, .. await Packets(command), "--json", json, "--csv", csv, "--html", html]);
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Equal(
            [
                $"{json} could not be written: no space left on the disk; make room there, or name a file on another disk.",
                $"{html} could not be written: no space left on the disk; make room there, or name a file on another disk.",
            ],
            run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("3 packets", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("row,at_s,", await File.ReadAllTextAsync(csv), StringComparison.Ordinal);
        Assert.Equal("of the run before", await File.ReadAllTextAsync(json));
        Assert.Equal(["filler", "run.json"], Names(_folder["small"]));

        disk.Free();
        var again = await Run([command, .. await Packets(command), "--json", json, "--html", html]);
        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.Equal(["run.html", "run.json"], Names(_folder["small"]));
    }

    [Fact]
    public async Task A_device_that_is_full_stays_a_device_and_is_named()
    {
        if (!File.Exists("/dev/full")) return;
        var run = await Run(["replay", .. await Packets("replay"), "--json", _folder["run.json"], "--csv", "/dev/full", "--html", "/dev/full"]);
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Equal(
            Enumerable.Repeat("/dev/full could not be written: no space left on the disk; make room there, or name a file on another disk.", 2), run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("3 answers compared: 3 equal", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("{", await File.ReadAllTextAsync(_folder["run.json"]), StringComparison.Ordinal);
        Assert.Throws<IOException>(() => File.WriteAllText("/dev/full", "x"));
    }

    [Fact]
    public async Task An_output_that_finds_no_room_is_said_and_the_files_are_whole()
    {
        if (!File.Exists("/dev/full")) return;
        var run = await Tool.Run(
            "sh", ["-c", "exec \"$@\" > /dev/full", "sh", published.Command, "replay", .. await Packets("replay"), .. Target, "--json", _folder["run.json"]], TimeSpan.FromSeconds(60));
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Equal("The output could not be written: no space left on the disk; make room there, or send it elsewhere.\n", run.Errors);
        Assert.EndsWith("}\n", await File.ReadAllTextAsync(_folder["run.json"]), StringComparison.Ordinal);
    }

    [MountTheory]
    [InlineData(".jsonl")]
    [InlineData(".jsonl.gz")]
    [InlineData(".jsonl.zst")]
    public async Task An_update_that_finds_no_room_leaves_every_capture_as_it_was(string suffix)
    {
        await using var disk = await SmallDisk.Mount(Directory.CreateDirectory(_folder["small"]).FullName);
        var plain = _folder["one.jsonl"];
        await File.WriteAllLinesAsync(plain, ["{\"wechatactors_capture\":1}", Captured.Line(0, "你好", "")]);
        var full = _folder["small/two" + suffix];
        string[] lines = ["{\"wechatactors_capture\":1}", Captured.Line(1, "你好", "")];
        await File.WriteAllLinesAsync(_folder["two.jsonl"], lines);
        var pack = suffix switch { ".jsonl.gz" => "gzip -c", ".jsonl.zst" => "zstd -q -c", _ => "cat" };
        var packed = await Tool.Run("sh", ["-c", $"{pack} '{_folder["two.jsonl"]}' > '{full}'"], TimeSpan.FromSeconds(20));
        Assert.True(packed.ExitCode == 0, packed.ToString());
        var before = (await File.ReadAllBytesAsync(plain), await File.ReadAllBytesAsync(full));
        disk.Fill();

        var run = await Run(["replay", plain, full, "--max", "--update"]);
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Equal($"The captures stay as they are: {full} could not be written anew: no space left on the disk; make room beside it, then update.\n", run.Errors);
        Assert.Contains("2 answers compared: ", run.Output, StringComparison.Ordinal);
        Assert.Equal(before.Item1, await File.ReadAllBytesAsync(plain));
        Assert.Equal(before.Item2, await File.ReadAllBytesAsync(full));
        Assert.Equal(["filler", "two" + suffix], Names(_folder["small"]));
        Assert.Equal(["one.jsonl", "two.jsonl"], Names(_folder.Path));

        disk.Free();
        var again = await Run(["replay", plain, full, "--max", "--update"]);
        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.Equal("2 new answers in 2 files\n", again.Errors);
    }

    [MountTheory]
    [InlineData(".jsonl")]
    [InlineData(".jsonl.gz")]
    public async Task An_import_that_finds_no_room_leaves_nothing_behind(string suffix)
    {
        await using var disk = await SmallDisk.Mount(Directory.CreateDirectory(_folder["small"]).FullName);
        disk.Fill();
        Directory.CreateDirectory(_folder["packets"]);
        await File.WriteAllTextAsync(_folder["packets/1.xml"], PacketXml.Text("oAnn", "你好", 1));
        var file = _folder["small/old" + suffix];
        var import = await Tool.Run(published.Command, ["capture", "import", _folder["packets"], "--out", file, "--openids", "keep"], TimeSpan.FromSeconds(60));
        Assert.True(import.ExitCode == 1, import.ToString());
        Assert.Equal($"{file} cannot be written (no space left on the disk): give a folder that may be written to, with room.\n", import.Errors);
        Assert.Equal(["filler"], Names(_folder["small"]));
    }

    private string[] Target => ["--url", _bot.Address.AbsoluteUri, "--token", "t", "--quiet"];

    private Task<Tool> Run(IEnumerable<string> arguments) => Tool.Run(published.Command, [.. arguments, .. Target], TimeSpan.FromSeconds(60));

    private async Task<string[]> Packets(string command)
    {
        if (command == "load")
        {
            await File.WriteAllTextAsync(_folder["load.yaml"], "version: 1\nfollowers: 3\npackets: 3\nmix: [{text: [hi]}]\n");
            return [_folder["load.yaml"], "--max"];
        }
        await File.WriteAllLinesAsync(_folder["three.jsonl"], ["{\"wechatactors_capture\":1}", .. Enumerable.Range(0, 3).Select(second => Captured.Line(second, "你好", "success"))]);
        return [_folder["three.jsonl"], "--max"];
    }

    private static IEnumerable<string?> Names(string folder) => Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
