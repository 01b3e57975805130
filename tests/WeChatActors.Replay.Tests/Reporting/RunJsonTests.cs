using System.Text;
using System.Text.Json.Nodes;
using WeChatActors.Replay.Tests.Measuring;
using WeChatActors.Testing;

namespace WeChatActors.Replay.Tests.Reporting;

public sealed class RunJsonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_report_is_json_for_programs_without_the_secrets_of_the_target()
    {
        var json = Json(SampleReport.WithTrouble());
        Golden.Matches("report.json", json);
        Assert.DoesNotContain("secret", json, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_written_is_read_back_the_same()
    {
        var report = SampleReport.WithTrouble();
        Assert.True(Read(Json(report), out var read, out var error), error);
        Assert.Equal(Json(report), Json(read!));
    }

    [Fact]
    public void A_run_without_packets_is_read_back_too() =>
        Assert.True(Read(Json(new MeasuredRun().Finish(TimeSpan.Zero)), out _, out var error), error);

    [Fact]
    public void What_a_later_version_adds_is_left_aside()
    {
        var json = JsonNode.Parse(Json(SampleReport.WithTrouble()))!;
        json["new_figure"] = new JsonObject { ["x"] = 1 };
        json["latency"]!["new_kind"] = 3;
        Assert.True(Read(json.ToJsonString(), out _, out var error), error);
    }

    [Theory]
    [InlineData("", "FILE, line 1 is no report that --json wrote: it may be cut off or changed by hand.")]
    [InlineData("[]", "FILE is no report: it has no member wechatactors_report. Give a file that --json wrote.")]
    [InlineData("{\"packets\": 3}", "FILE is no report: it has no member wechatactors_report. Give a file that --json wrote.")]
    [InlineData("{\"wechatactors_report\": 2}", "FILE has format 2 of reports; this program reads 1. Write it again with this version.")]
    [InlineData("{\"wechatactors_report\": \"\\u001b[31m\"}", "FILE has format \"\\u001b[31m\" of reports; this program reads 1. Write it again with this version.")]
    [InlineData("{\"wechatactors_report\": 1}", "FILE, line 1 is no report that --json wrote ($): it may be cut off or changed by hand.")]
    [InlineData("{\"wechatactors_capture\": 1}\n{\"at\": 3}", "FILE, line 2 is no report that --json wrote: it may be cut off or changed by hand.")]
    public void A_foreign_file_is_refused_with_a_sentence(string text, string sentence)
    {
        Assert.False(Read(text, out _, out var error));
        Assert.Equal(sentence.Replace("($)", "", StringComparison.Ordinal).Replace(" :", ":", StringComparison.Ordinal), error!.Replace(_folder + "/run.json", "FILE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("packets", "-1")]
    [InlineData("packets", "\"many\"")]
    [InlineData("elapsed_ms", "-0.5")]
    [InlineData("elapsed_ms", "1e300")]
    [InlineData("rate", "-1")]
    [InlineData("slice_length_ms", "0")]
    [InlineData("subject", "null")]
    [InlineData("slices", "null")]
    [InlineData("slices", "[null]")]
    [InlineData("latency", "{}")]
    [InlineData("errors", "[{\"fault\": \"gremlins\", \"deliveries\": 1, \"share\": 0}]")]
    [InlineData("errors", "[{\"fault\": 3, \"deliveries\": 1, \"share\": 0}]")]
    [InlineData("thresholds", "null")]
    [InlineData("began", "\"yesterday\"")]
    [InlineData("kinds", "[{\"kind\": null, \"packets\": 1, \"failed\": 0}]")]
    public void A_member_that_no_run_could_have_is_refused(string member, string value)
    {
        var json = JsonNode.Parse(Json(SampleReport.WithTrouble()))!.AsObject();
        Assert.True(json.ContainsKey(member));
        json[member] = JsonNode.Parse(value);
        Assert.False(Read(json.ToJsonString(), out var report, out var error));
        Assert.Null(report);
        Assert.Contains("is no report that --json wrote", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_done_to_a_report_reading_it_never_throws_and_views_can_show_what_is_read()
    {
        var (good, random) = (Encoding.UTF8.GetBytes(Json(SampleReport.WithTrouble())), new Random(11));
        var shown = 0;
        for (var i = 0; i < 400; i++)
        {
            var bytes = good.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(bytes.Length);
                bytes[at] = (byte)(random.Next(8) == 0 ? "-e.\"[]{}, nt"[random.Next(12)] : char.IsAsciiDigit((char)bytes[at]) ? '0' + random.Next(10) : bytes[at]);
            }
            var path = Path.Combine(_folder, "changed.json");
            File.WriteAllBytes(path, i % 5 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            if (!RunJson.TryRead(path, out var report, out var error))
            {
                Assert.NotEmpty(error);
                continue;
            }
            shown++;
            RunHtml.Write(TextWriter.Null, SampleReport.WithTrouble(), report, null);
            RunHtml.Write(TextWriter.Null, report, null, null);
            RunCsv.Write(TextWriter.Null, report);
        }
        Assert.True(shown > 20);
    }

    [Fact]
    public void A_missing_file_a_folder_and_an_endless_one_are_told_apart()
    {
        Assert.False(RunJson.TryRead(Path.Combine(_folder, "none.json"), out _, out var error));
        Assert.Contains("none.json cannot be read: ", error, StringComparison.Ordinal);
        Assert.False(RunJson.TryRead(_folder, out _, out error));
        Assert.Contains("cannot be read: ", error, StringComparison.Ordinal);
        Assert.False(RunJson.TryRead("/dev/zero", out _, out error));
        Assert.Equal("/dev/zero is larger than 16 MB: that is no report that --json wrote.", error);
    }

    private bool Read(string json, out RunReport? report, out string? error)
    {
        var path = Path.Combine(_folder, "run.json");
        File.WriteAllText(path, json);
        return RunJson.TryRead(path, out report, out error);
    }

    private static string Json(RunReport report)
    {
        using var text = new StringWriter();
        RunJson.Write(text, report);
        return text.ToString();
    }
}
