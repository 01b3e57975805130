using WeChatActors.Replay.Tests.Measuring;
using WeChatActors.Testing;

namespace WeChatActors.Replay.Tests.Reporting;

public class RunCsvTests
{
    [Fact]
    public void A_report_is_one_table_that_spreadsheets_read() => Golden.Matches("report.csv", Csv(SampleReport.WithTrouble()));

    [Fact]
    public void Every_row_has_as_many_cells_as_the_head()
    {
        foreach (var report in new[] { SampleReport.WithTrouble(), new MeasuredRun().Finish(TimeSpan.Zero) })
        {
            var rows = Csv(report).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(report.Slices.Length + 2, rows.Length);
            Assert.All(rows, row => Assert.Equal(12, row.Split(',').Length));
        }
    }

    private static string Csv(RunReport report)
    {
        using var text = new StringWriter();
        RunCsv.Write(text, report);
        return text.ToString();
    }
}
